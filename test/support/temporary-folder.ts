import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** Texts by their paths. */
export type Files = Readonly<Record<string, string>>;

/** A folder that goes away at the end of a scope with `await using`. */
export type TemporaryFolder = AsyncDisposable & {readonly folder: string; write(files: Files): Promise<void>};

export async function createTemporaryFolder(files: Files = {}): Promise<TemporaryFolder> {
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-files-'));
	const write = async (written: Files) => {
		for (const [name, text] of Object.entries(written)) {
			const file = path.join(folder, name);
			await mkdir(path.dirname(file), {recursive: true});
			await writeFile(file, text);
		}
	};
	await write(files);
	return {folder, write, [Symbol.asyncDispose]: () => rm(folder, {recursive: true, force: true})};
}

/** Files with a folder put in front of their paths. */
export function under(folder: string, files: Files): Files {
	return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
}
