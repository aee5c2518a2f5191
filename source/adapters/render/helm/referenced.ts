import {parseReference} from '../../../model/reference.ts';
import type {Tree, TreeEntry} from '../../git/tree.ts';
import type {ReadBlobs} from '../read-text.ts';
import {type Found, findFiles} from './value-files.ts';

/** The files of another source of the application. */
export type Referenced = {readonly tree: Tree; readonly read: ReadBlobs};

/** By the `ref` of their sources. */
export type References = ReadonlyMap<string, Referenced>;

/**
 * The files that `$name/path` means, from the top of the source of that name; undefined where there is none. They are put
 * beside the chart's own into a folder `$name`, so that whatever is said of them names them as they were named.
 */
export function findReferenced(name: string, references: References): Found | undefined {
	const {ref = '', path = ''} = parseReference(name) ?? {};
	const source = references.get(ref);
	if (source === undefined) {
		return undefined;
	}

	const found = findFiles(`/${path}`, {tree: source.tree, folder: '', shown: name});
	return 'problem' in found ? found : {entries: found.entries.map(entry => markWith(ref, entry))};
}

function markWith(ref: string, entry: TreeEntry): TreeEntry {
	return {...entry, path: `$${ref}/${entry.path}`, id: `${markOf(ref)}${entry.id}`};
}

/** What ids of that source's files begin with. */
function markOf(ref: string): string {
	return `$${ref}:`;
}

/** Reads the chart's own files, and those that `findReferenced` has found. */
export function readAcross(read: ReadBlobs, references: References): ReadBlobs {
	return async ids => {
		const own = ids.filter(id => !id.startsWith('$'));
		const all = [...references].map(([ref, source]) => readMarked(markOf(ref), source, ids));
		const contents = new Map([...pair(own, await read(own)), ...(await Promise.all(all)).flat()]);
		return ids.map(id => contents.get(id) ?? Buffer.alloc(0));
	};
}

async function readMarked(mark: string, {read}: Referenced, ids: readonly string[]) {
	const marked = ids.filter(id => id.startsWith(mark));
	return pair(marked, await read(marked.map(id => id.slice(mark.length))));
}

function pair(ids: readonly string[], contents: readonly Buffer[]) {
	return ids.map((id, index) => [id, contents[index] ?? Buffer.alloc(0)] as const);
}
