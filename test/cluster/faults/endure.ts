import {expect} from 'vitest';
import type {Place} from '../support/trial.ts';
import {until} from '../support/until.ts';
import {countResources, expectNoGrowth, type Resources} from './growth.ts';
import {expectNoSecret} from './secrecy.ts';
import {openStage, type Stage, usual} from './stage.ts';
import type {Fault} from './table.ts';
import {expectPlannedWrites} from './writes.ts';

/** Nobody waits that long on a machine that has nothing else to do. */
const atMost = {timeoutMs: 120_000};

/**
 * Lets the fault happen to an application that is kept as Git has it, and checks what must hold whatever happens:
 * 1. nothing is written that was not planned, and nothing twice;
 * 2. while it lasts the status says what is wrong, since when, and what is tried next; after it nothing stale is left;
 * 3. all is well in the end without anybody's help, and what drifts then is healed;
 * 4. no socket, file, timer or memory is left behind by it, where it happens again and again;
 * 5. no Secret's value is in anything that was said or kept.
 */
export async function endure<P extends Place>(fault: Fault<P>, place: P): Promise<void> {
	await using stage = await openStage(place, fault.declares ?? usual);
	await fault.arm?.(stage);
	stage.start();
	if (fault.begins !== 'fresh') {
		await stage.untilWell();
		// The row is well a moment before the first sync is written down as ended.
		await stage.engine.line(/"kind":"finished".*"result":"succeeded"/, atMost.timeoutMs);
	}

	const {rounds = 1} = fault;
	const counted: Resources[] = [];
	await strikeAndHeal(fault, stage);
	// What is left behind once can't be told from what comes and goes.
	for (let round = 2; round <= rounds; round++) {
		counted.push(await countResources(stage));
		await strikeAndHeal(fault, stage);
	}

	await expectNoGrowth(stage, counted);

	await fault.holds?.(stage);
	await expectHealing(stage);
	await expectPlannedWrites(stage, fault);
	for (const program of [stage.engine, stage.watch]) {
		program.signal('SIGINT');
		expect(await program.exited).toMatchObject({code: 0});
	}

	await expectNoSecret(stage);
}

async function strikeAndHeal<P extends Place>(fault: Fault<P>, stage: Stage<P>): Promise<void> {
	const {engine} = stage;
	const before = engine.lines.length;
	try {
		await fault.strike(stage);
		await expectTold(fault, stage, before);
	} finally {
		// Else the objects of the test could not be removed either.
		await fault.heal?.(stage);
	}

	await stage.untilWell();
	const isOver = (line: string) => line.includes('"kind":"reconnected"');
	await until('the events say that it is over', () => !fault.told || engine.lines.slice(before).some(isOver), atMost);
}

/** The row and the events say what is wrong; the row says since when too, and what is tried next. */
async function expectTold<P extends Place>({told}: Fault<P>, {row, engine}: Stage<P>, before: number): Promise<void> {
	if (told) {
		const message = await until(
			`the row says ${told}`,
			() => {
				const message = row()?.message ?? '';
				if (!told.test(message)) {
					throw new Error(`it says "${message}", and the last events are\n${engine.lines.slice(-15).join('\n')}`);
				}

				return message;
			},
			atMost,
		);
		expect(message).toMatch(
			/; since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ; tried again (?:within [\d.]+ s|at \d\d:\d\d:\d\d UTC)$/,
		);
		await until(`the events say ${told}`, () => engine.lines.slice(before).some(line => told.test(line)), atMost);
	}
}

/** What somebody deletes is made again. */
async function expectHealing({trial, engine, untilWell}: Stage): Promise<void> {
	const before = engine.lines.length;
	await trial.namespace.kubectl(['delete', 'configmap', 'a']);
	// Where the last operation failed, what it leaves is made by the next one, and called so.
	const made = /"kind":"(?:healed|created)".*ConfigMap \S+\/a/;
	await until('what was deleted is made again', () => engine.lines.slice(before).some(line => made.test(line)), atMost);
	await untilWell();
}
