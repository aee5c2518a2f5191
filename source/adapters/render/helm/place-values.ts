import {posix} from 'node:path';
import type {TreeEntry} from '../../git/tree.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';
import {formatOf, isEncrypted} from '../sops/format.ts';
import {largestInput} from '../tools/input-limits.ts';
import type {Input} from '../tools/prepared.ts';

/** Where files lie that are no part of the chart. Where that is the whole tree, Helm leaves out `templates/.*`, always. */
export function apartFrom(folder: string): string {
	return folder === '' ? 'templates/.trueup' : '.trueup';
}

export type Placed = {
	/** By the paths that the files have in their source. */
	readonly inputs: ReadonlyMap<string, Input>;
	readonly problems: readonly {readonly where: string; readonly message: string}[];
};

/**
 * Puts value files where Helm is told to find them. The chart gets those of its own as Git has them, as they were looked
 * through: what is decrypted lies apart, for who reads values alone.
 */
export async function placeValues(
	entries: readonly TreeEntry[],
	{files, folder}: {readonly files: ReadonlyMap<string, TreeEntry>; readonly folder: string},
	read: ReadBlobs,
): Promise<Placed> {
	const readable = entries.filter(({size}) => size <= largestInput);
	const contents = await read(readable.map(({id}) => id));
	const encrypted = new Set(
		readable.flatMap(({path}, index) => (isEncrypted(contents[index] ?? '', formatOf(path)) ? [path] : [])),
	);
	const problems = entries.flatMap(({path, id}) => {
		const message = encrypted.has(path)
			? path === posix.join(folder, 'values.yaml') && ownValues
			: (files.get(path) ?? {id}).id !== id && taken;
		return message === false ? [] : [{where: printable(path, 300), message}];
	});
	const inputs = entries.map(({path, id, size}): readonly [string, Input] => {
		const isEncryptedOne = encrypted.has(path);
		const readAs = isEncryptedOne ? ([formatOf(path)] as const) : [];
		return [path, {path: isEncryptedOne ? posix.join(apartFrom(folder), 'decrypted', path) : path, id, size, readAs}];
	});
	return {inputs: new Map(inputs), problems};
}

const ownValues =
	'SOPS has encrypted this, and the chart reads it too, as it is: put what is encrypted into a value file of another name';
const taken =
	'the chart has another file at this path, which is also that of a value file from another source: rename it';
