import type {Source} from '../../model/application.ts';
import type {Problem} from '../../model/problem.ts';
import {shortRevision} from '../../model/revision.ts';
import {showRepository} from '../git/repository-address.ts';
import {findEntry, type Tree, type TreeEntry} from '../git/tree.ts';
import {printable} from './printable.ts';

/** The folder that a source names: its path from the top, empty for the top itself, and what is in it. */
export type Located = {readonly folder: string; readonly entries: readonly TreeEntry[]} | {readonly problem: Problem};

export function locateFolder({path, repository}: Source, commit: string, tree: Tree): Located {
	const where = printable(path, 200);
	const folder = folderOf(path);
	if (folder === undefined) {
		const message = 'the path leaves the repository: write it relative to its top, without ".."';
		return {problem: {scope: 'application', where, message}};
	}

	const entries = findFolder(tree, folder);
	if (typeof entries === 'string') {
		const place = `at ${shortRevision(commit)} of ${printable(showRepository(repository), 200)}`;
		return {problem: {scope: 'source', where, message: `the folder ${where} ${entries} ${place}: check the path`}};
	}

	return {folder, entries};
}

/** The path without empty parts and dots, the empty one for the top; nothing where it leads outside. */
function folderOf(path: string): string | undefined {
	const parts = path.split('/').filter(part => part !== '' && part !== '.');
	return path.startsWith('/') || parts.includes('..') ? undefined : parts.join('/');
}

/** The folder's entries, or what is there instead. */
function findFolder(tree: Tree, folder: string): readonly TreeEntry[] | string {
	const entry = findEntry(tree, folder);
	if (folder !== '' && entry === undefined) {
		return 'is not there';
	}

	switch (entry?.kind) {
		case undefined:
		case 'folder':
			return tree.get(folder) ?? [];
		case 'file':
			return 'is a file';
		case 'link':
			return 'is a symbolic link, which is not followed,';
		case 'submodule':
			return 'is a submodule, which is not read,';
	}
}
