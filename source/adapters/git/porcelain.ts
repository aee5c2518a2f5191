import type {ChildProcess} from 'node:child_process';
import {type SimpleGit, simpleGit} from 'simple-git';
import {guardedVariables} from './environment.ts';
import {GitFailure} from './failures.ts';
import {endProcesses, watchProcesses} from './processes.ts';

export type Limits = {
	readonly signal: AbortSignal;
	/** How long git may be silent before it is ended, in milliseconds. */
	readonly patienceMs: number;
	/** The thread's where absent. */
	readonly environment?: NodeJS.ProcessEnv;
};

/** What simple-git takes for an attack in an environment that it is given, and what ours is made of. */
const ourOwn = {
	allowUnsafeAskPass: true,
	allowUnsafeConfigEnvCount: true,
	allowUnsafeConfigPaths: true,
	allowUnsafeCredentialHelper: true,
	allowUnsafeExec: true,
	allowUnsafeFsMonitor: true,
	allowUnsafeHooksPath: true,
	allowUnsafeProtocolOverride: true,
	allowUnsafeSshCommand: true,
	allowUnsafeTemplateDir: true,
} as const;

/** Runs simple-git in a folder. Throws a `GitFailure` with what git said, or the signal's reason; leaves no process behind. */
export async function runPorcelain<Result>(
	folder: string,
	{signal, patienceMs, environment}: Limits,
	work: (git: SimpleGit) => PromiseLike<Result>,
): Promise<Result> {
	signal.throwIfAborted();

	const children = new Set<ChildProcess>();
	const stop = () => endProcesses(children);
	signal.addEventListener('abort', stop, {once: true});

	let isStalled = false;
	const watchdog = setTimeout(() => {
		isStalled = true;
		stop();
	}, patienceMs);
	const reset = () => watchdog.refresh();

	try {
		const result = await watchProcesses(children, async () => {
			const allowEnvironment = guardedVariables(environment ?? process.env);
			const options = {baseDir: folder, allowEnvironment, errors: failureOf};
			const git = environment ? simpleGit({...options, unsafe: ourOwn}).env(environment) : simpleGit(options);

			git.outputHandler((_command, output, errors) => {
				output.on('data', reset);
				errors.on('data', reset);
			});
			return await work(git);
		});
		signal.throwIfAborted();
		return result;
	} catch (error) {
		signal.throwIfAborted();
		if (isStalled) {
			throw new GitFailure(`fatal: git made no progress for ${patienceMs / 1000} s and was ended`);
		}

		throw new GitFailure(error instanceof Error ? error.message : String(error));
	} finally {
		clearTimeout(watchdog);
		signal.removeEventListener('abort', stop);
	}
}

/** On its own, simple-git takes a git that was killed, or that failed without a word, for one that did its work. */
function failureOf(error: Buffer | Error | undefined, {exitCode, stdErr}: {exitCode: number | null; stdErr: Buffer[]}) {
	if (exitCode === 0) {
		return error;
	}

	const said = Buffer.concat(stdErr).toString('utf8');
	return Buffer.from(said.trim() === '' ? `fatal: git ended with ${exitCode ?? 'a signal'}` : said);
}
