import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {compileCache} from '../../support/compile-cache.ts';
import {type Finished, type Program, startProgram} from '../../support/program.ts';

const checkout = path.join(import.meta.dirname, '..', '..', '..');
const programs = path.join(checkout, 'node_modules', '.bin');

export type TrueupOptions = {
	/** On top of PATH and HOME, which are all that is there but where Node keeps what it compiled. */
	readonly env?: Readonly<Record<string, string>>;
	readonly input?: string;
	/** Also its HOME: runs in the same folder share their state. A new one, gone after the run, where absent. */
	readonly cwd?: string;
};

/** Starts the built program as a user would; killed at the end of the scope that it is declared in with `await using`. */
export function startTrueup(args: readonly string[], {env, input, cwd}: TrueupOptions = {}): Program {
	const folder = cwd ?? mkdtempSync(path.join(tmpdir(), 'trueup-run-'));
	const program = startProgram(path.join(programs, 'node'), [path.join(checkout, 'build', 'cli.js'), ...args], {
		env: {PATH: `${programs}:${process.env.PATH}`, HOME: folder, ...compileCache(), ...env},
		input,
		cwd: folder,
	});
	if (cwd !== undefined) {
		return program;
	}

	const exited = program.exited.finally(() => rmSync(folder, {recursive: true, force: true}));
	return {...program, exited};
}

/** Runs the built program to its end. */
export function runTrueup(args: readonly string[], options: TrueupOptions = {}): Promise<Finished> {
	return startTrueup(args, options).exited;
}
