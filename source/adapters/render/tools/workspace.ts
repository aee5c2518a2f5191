import {execFile} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {mkdir, rm, writeFile} from 'node:fs/promises';
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

export type WorkspaceOptions = {
	/** Where it is made. */
	readonly place?: string;
	/** Whether what runs in it may leave any number of files. */
	readonly mayGrow?: boolean;
};

/** So few are made and removed at once: to hand each to another thread takes several times as long. */
const fewFiles = 100;
const writesAtOnce = 32;

export async function createWorkspace(
	files: readonly WorkspaceFile[],
	{place = tmpdir(), mayGrow = false}: WorkspaceOptions = {},
): Promise<Workspace> {
	const folder = makeFolder(resolve(place));
	const areFew = files.length <= fewFiles;
	try {
		const [tree, home] = [join(folder, 'tree'), join(folder, 'home')];
		mkdirSync(home);
		await (areFew ? writeAtOnce(tree, files) : writeInTurns(tree, files));
		let removing: Promise<void> | undefined;
		const removeOnce = () => {
			removing ??= remove(folder, areFew && !mayGrow);
			return removing;
		};
		return {folder, tree, home, remove: removeOnce, [Symbol.asyncDispose]: removeOnce};
	} catch (error) {
		await remove(folder, areFew);
		throw error;
	}
}

function makeFolder(place: string): string {
	try {
		return mkdtempSync(join(place, 'trueup-render-'));
	} catch (error) {
		// Without what comes behind it: a name that is another one each time.
		const [why] = (error instanceof Error ? error.message : String(error)).split(',');
		throw new OperatorError(`no folder for the files of a render could be made in ${place}: ${why}`, {
			cause: error,
			advice: 'Set TMPDIR to a folder that is there, that you may write to, and that has room',
		});
	}
}

const newFile = {flag: 'wx', mode: 0o600};

function writeAtOnce(tree: string, files: readonly WorkspaceFile[]): void {
	for (const folder of foldersOf(files)) {
		mkdirSync(join(tree, folder), {recursive: true});
	}

	for (const {path, content} of files) {
		writeFileSync(join(tree, path), content, newFile);
	}
}

async function writeInTurns(tree: string, files: readonly WorkspaceFile[]): Promise<void> {
	await Promise.all(foldersOf(files).map(folder => mkdir(join(tree, folder), {recursive: true})));
	const left = [...files];
	const work = async () => {
		for (let next = left.pop(); next; next = left.pop()) {
			await writeFile(join(tree, next.path), next.content, newFile);
		}
	};
	await Promise.all(Array.from({length: writesAtOnce}, work));
}

function foldersOf(files: readonly WorkspaceFile[]): readonly string[] {
	return [...new Set(['', ...files.map(({path}) => dirname(path))])];
}

/** A program may have left folders that may not be written to, or so deep that no path reaches them. */
async function remove(folder: string, isAtOnce: boolean): Promise<void> {
	try {
		if (isAtOnce) {
			rmSync(folder, removal);
		} else {
			await rm(folder, {...removal, maxRetries: 3});
		}
	} catch {
		const script = 'chmod -R u+rwx "$1"; rm -rf "$1"';
		await promisify(execFile)('/bin/sh', ['-c', script, 'sh', folder]).catch(() => undefined);
	}
}

const removal = {recursive: true, force: true};
