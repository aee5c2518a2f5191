import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Finished, Program} from '../../support/program.ts';
import {runTrueup, startTrueup} from './trueup.ts';

/** Somebody with a home of his own, in which his runs of trueup share state and cache; gone with `await using`. */
export type User = AsyncDisposable & {
	/** For files of his. */
	readonly home: string;
	trueup(...args: readonly string[]): Promise<Finished>;
	/** What a verb prints as JSON, whatever its exit code. */
	read(...args: readonly string[]): ReturnType<typeof JSON.parse>;
	/** A verb that goes on until it is ended. */
	start(...args: readonly string[]): Program;
};

/** The arguments given stand behind those of each run: the application, the kubeconfig. */
export async function createUser(common: readonly string[]): Promise<User> {
	const home = await mkdtemp(path.join(tmpdir(), 'trueup-user-'));
	const trueup = (...args: readonly string[]) => runTrueup([...args, ...common], {cwd: home});
	return {
		home,
		trueup,
		read: async (...args) => JSON.parse((await trueup(...args, '--output=json')).stdout),
		start: (...args) => startTrueup([...args, ...common], {cwd: home}),
		[Symbol.asyncDispose]: () => rm(home, {recursive: true, force: true}),
	};
}

/** Ends a program as Ctrl-C does. */
export async function interrupt(program: Program): Promise<Finished> {
	program.signal('SIGINT');
	return await program.exited;
}
