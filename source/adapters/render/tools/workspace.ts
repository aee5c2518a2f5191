import {execFile} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {promisify} from 'node:util';
import {findMemoryPlace} from '../../memory-place.ts';
import {makeTemporaryFolder} from '../../temporary-folder.ts';

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
	{place, mayGrow = false}: WorkspaceOptions = {},
): Promise<Workspace> {
	const folder = makeTemporaryFolder('the files of a render', 'trueup-render-', place);
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

/** In memory, if it can be: to make 60 files on a disk and to remove them takes as long as half of a render. */
export async function createSmallWorkspace(files: readonly WorkspaceFile[] = []): Promise<Workspace> {
	const place = await findMemoryPlace(process.env);
	return await (place === undefined
		? createWorkspace(files)
		: createWorkspace(files, {place}).catch(() => createWorkspace(files)));
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
