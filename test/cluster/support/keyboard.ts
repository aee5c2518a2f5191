import path from 'node:path';
import {startTerminal, type TestTerminal} from '../../ui/support/terminal.ts';

const program = path.join(import.meta.dirname, '..', '..', '..', 'build', 'cli.js');
const limitMs = 20_000;

/** A person at the interface of the built program; ended with `await using`. */
export type Person = AsyncDisposable & {
	/** Presses keys, one after another. What they lead to is waited for before what depends on it is pressed. */
	press(...keys: readonly string[]): void;
	type(text: string): void;
	/** Resolves once all of that is on the screen at the same time. */
	sees(...what: ReadonlyArray<string | RegExp>): Promise<string>;
	/** Resolves once that is no more on the screen. */
	seesNoMore(what: string | RegExp): Promise<string>;
};

export type Size = {readonly columns: number; readonly rows: number};

export function startPerson(args: readonly string[], size: Size): Person {
	const terminal = startTerminal(['node', program, ...args], size);
	const wait = async (holds: (screen: string) => boolean, what: string) => {
		try {
			return (await terminal.waitFor(lines => holds(lines.join('\n')), limitMs)).join('\n');
		} catch (error) {
			throw new Error(`not on the screen within ${limitMs / 1000} s: ${what}\n${textOf(terminal)}`, {cause: error});
		}
	};
	return {
		press: (...keys) => terminal.press(...keys),
		type: text => terminal.type(text),
		sees: (...what) => wait(screen => what.every(one => isIn(screen, one)), what.join(', ')),
		seesNoMore: what => wait(screen => !isIn(screen, what), `anything but ${what}`),
		[Symbol.asyncDispose]: () => terminal.stop(),
	};
}

function isIn(screen: string, what: string | RegExp): boolean {
	return typeof what === 'string' ? screen.includes(what) : what.test(screen);
}

function textOf(terminal: TestTerminal): string {
	return terminal.screen().join('\n');
}
