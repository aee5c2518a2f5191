import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {runProgram} from './program.ts';

/** A Git repository with a remote, both in a temporary folder that goes away with `remove` or `await using`. */
export type Repository = AsyncDisposable & {
	/** The folder that holds both; what `serveRepositories` is given. */
	readonly root: string;
	/** The working tree. */
	readonly folder: string;
	/** The bare repository that `push` goes to: `<root>/repository.git`. */
	readonly remote: string;
	/** Writes files by their paths; `undefined` deletes one. */
	write(files: Readonly<Record<string, string | undefined>>): Promise<void>;
	/** Commits everything that has changed, or nothing, and returns the commit's id. */
	commit(message: string): Promise<string>;
	push(): Promise<void>;
	/** Any git command in the working tree; resolves its output without the last line break. */
	git(...args: readonly string[]): Promise<string>;
	remove(): Promise<void>;
};

/** Nothing of the machine's or the user's configuration of git. */
export const gitEnvironment = {
	PATH: process.env.PATH ?? '',
	GIT_CONFIG_GLOBAL: '/dev/null',
	GIT_CONFIG_NOSYSTEM: '1',
	GIT_TERMINAL_PROMPT: '0',
	GIT_AUTHOR_NAME: 'Ada',
	GIT_AUTHOR_EMAIL: 'ada@example.test',
	GIT_COMMITTER_NAME: 'Ada',
	GIT_COMMITTER_EMAIL: 'ada@example.test',
} as const;

/** With the files given, they are committed and pushed. */
export async function createRepository(
	files: Readonly<Record<string, string>> = {},
	{branch = 'main'}: {readonly branch?: string} = {},
): Promise<Repository> {
	const root = await mkdtemp(path.join(tmpdir(), 'trueup-repository-'));
	const folder = path.join(root, 'work');
	const remote = path.join(root, 'repository.git');
	const remove = () => rm(root, {recursive: true, force: true});
	const git = (...args: readonly string[]) => runGit(folder, args);
	await mkdir(folder);
	await git('init', '--quiet', '--bare', `--initial-branch=${branch}`, remote);
	await git('init', '--quiet', `--initial-branch=${branch}`);
	await git('remote', 'add', 'origin', remote);
	const repository: Repository = {
		root,
		folder,
		remote,
		git,
		remove,
		async write(written) {
			await Promise.all(Object.entries(written).map(([name, text]) => writeOne(path.join(folder, name), text)));
		},
		async commit(message) {
			await git('add', '--all');
			await git('commit', '--quiet', '--allow-empty', '--message', message);
			return await git('rev-parse', 'HEAD');
		},
		async push() {
			await git('push', '--quiet', '--force', 'origin', 'HEAD');
		},
		[Symbol.asyncDispose]: remove,
	};
	if (Object.keys(files).length > 0) {
		await repository.write(files);
		await repository.commit('Begin');
		await repository.push();
	}

	return repository;
}

async function writeOne(file: string, text: string | undefined): Promise<void> {
	if (text === undefined) {
		await rm(file);
		return;
	}

	await mkdir(path.dirname(file), {recursive: true});
	await writeFile(file, text);
}

async function runGit(cwd: string, args: readonly string[]): Promise<string> {
	const {code, stdout, stderr} = await runProgram('git', args, {cwd, env: gitEnvironment});
	if (code !== 0) {
		throw new Error(`git ${args.join(' ')}: ${stderr}`);
	}

	return stdout.trimEnd();
}
