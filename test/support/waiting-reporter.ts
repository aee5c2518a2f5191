import type {Reporter, TestModule} from 'vitest/node';

/** Says at the end of a run how many tests wait for a program that is not there, and how to get it. */
export class WaitingReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[]): void {
		const counts = new Map<string, number>();
		for (const note of modules.flatMap(notesOf)) {
			counts.set(note, (counts.get(note) ?? 0) + 1);
		}

		for (const [note, count] of counts) {
			const waiting = note.replace(/^waits\b/, count === 1 ? 'waits' : 'wait');
			process.stdout.write(`${count} ${count === 1 ? 'test' : 'tests'} ${waiting}\n`);
		}
	}
}

function notesOf(module: TestModule): string[] {
	return [...module.children.allTests('skipped')].flatMap(test => {
		const {state, ...result} = test.result();
		const note = state === 'skipped' && 'note' in result ? result.note : undefined;
		return note?.startsWith('waits for ') ? [note] : [];
	});
}
