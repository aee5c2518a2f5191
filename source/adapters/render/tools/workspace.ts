import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {promisify} from 'node:util';
import {OperatorError} from '../../../model/operator-error.ts';

export type WorkspaceFile = {
	/** From the top of the repository, as `checkPaths` has passed it. */
	readonly path: string;
	readonly content: Buffer | string;
};

/** A private folder for one render, removed at the end of its scope. */
export type Workspace = AsyncDisposable & {
	/** All of it. */
	readonly folder: string;
	/** Where the files are. */
	readonly tree: string;
	/** Empty, beside the files. */
	readonly home: string;
	/** What the end of its scope does, begun before. */
	remove(): Promise<void>;
};

const writesAtOnce = 32;

export async function createWorkspace(files: readonly WorkspaceFile[], place = tmpdir()): Promise<Workspace> {
	const folder = await makeFolder(resolve(place));
	try {
		const [tree, home] = [join(folder, 'tree'), join(folder, 'home')];
		const folders = new Set(['', ...files.map(({path}) => dirname(path))]);
		await mkdir(home);
		await Promise.all([...folders].map(name => mkdir(join(tree, name), {recursive: true})));
		await writeAll(tree, files);
		let removing: Promise<void> | undefined;
		const removeOnce = () => {
			removing ??= remove(folder);
			return removing;
		};
		return {folder, tree, home, remove: removeOnce, [Symbol.asyncDispose]: removeOnce};
	} catch (error) {
		await remove(folder);
		throw error;
	}
}

async function makeFolder(place: string): Promise<string> {
	try {
		return await mkdtemp(join(place, 'trueup-render-'));
	} catch (error) {
		// Without what comes behind it: a name that is another one each time.
		const [why] = (error instanceof Error ? error.message : String(error)).split(',');
		throw new OperatorError(`no folder for the files of a render could be made in ${place}: ${why}`, {
			cause: error,
			advice: 'Set TMPDIR to a folder that is there, that you may write to, and that has room',
		});
	}
}

async function writeAll(tree: string, files: readonly WorkspaceFile[]): Promise<void> {
	const left = [...files];
	const work = async () => {
		for (let next = left.pop(); next; next = left.pop()) {
			await writeFile(join(tree, next.path), next.content, {flag: 'wx', mode: 0o600});
		}
	};
	await Promise.all(Array.from({length: writesAtOnce}, work));
}

/** A program may have left folders that may not be written to, or so deep that no path reaches them. */
async function remove(folder: string): Promise<void> {
	try {
		await rm(folder, {recursive: true, force: true, maxRetries: 3});
	} catch {
		const script = 'chmod -R u+rwx "$1"; rm -rf "$1"';
		await promisify(execFile)('/bin/sh', ['-c', script, 'sh', folder]).catch(() => undefined);
	}
}
