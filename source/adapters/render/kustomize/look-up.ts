import {posix} from 'node:path';
import {showRepository} from '../../git/repository-address.ts';
import {findEntry, type Tree, type TreeEntry} from '../../git/tree.ts';
import {printable} from '../printable.ts';

/** What is longer is nowhere: no file system takes it. */
const longestPath = 3000;

export type LookedUp = TreeEntry | 'folder' | {readonly problem: string};

/** What a kustomization in that folder means by a reference. */
export function lookUp(tree: Tree, folder: string, reference: string): LookedUp {
	const path = posix.join(folder, reference).replace(/\/$/, '');
	const isOutside = path === '..' || path.startsWith('../') || reference.startsWith('/');
	// Whatever the repository has under the name of a URL, Kustomize fetches it.
	const isLocal = !isOutside && !isFetched.test(reference);
	if (isLocal && (path === '.' || path === '')) {
		return 'folder';
	}

	const found = isLocal && path.length <= longestPath ? nearest(tree, path) : undefined;
	switch (found?.kind) {
		case 'link':
			return {
				problem: `${placeOf(reference, found, path)} a symbolic link, which is not followed: commit the file itself`,
			};
		case 'submodule':
			return {
				problem: `${placeOf(reference, found, path)} a submodule, which is not read: commit the files themselves`,
			};
		case 'folder':
		case 'file':
			return found.path === path ? localOf(found, folder, reference) : {problem: explainAbsence(reference, isOutside)};
		case undefined:
			return {problem: explainAbsence(reference, isOutside)};
	}
}

/** Kustomize reads single files only at and below the kustomization that names them. */
function localOf(entry: TreeEntry, folder: string, reference: string): LookedUp {
	if (entry.kind === 'folder') {
		return 'folder';
	}

	const message = `${quoted(reference)} lies outside of the folder of this kustomization, where Kustomize reads no single files: move it into the folder, or give its own folder a kustomization and name that`;
	return folder === '.' || entry.path.startsWith(`${folder}/`) ? entry : {problem: message};
}

/** The entry at a path, or the lowest that it would be in. */
function nearest(tree: Tree, path: string): TreeEntry | undefined {
	let here = path;
	while (here !== '.' && findEntry(tree, here) === undefined) {
		here = posix.dirname(here);
	}

	return findEntry(tree, here);
}

function placeOf(reference: string, found: TreeEntry, path: string): string {
	return found.path === path
		? `${quoted(reference)} is`
		: `${quoted(reference)} lies in ${quoted(found.path)}, which is`;
}

function explainAbsence(reference: string, isOutside: boolean): string {
	if (isRemote(reference)) {
		return `${quoted(reference)} is fetched from elsewhere while building, which is not done here: what is applied would not be what Git has. Keep a copy in the repository`;
	}

	return isOutside
		? `${quoted(reference)} leads out of the repository: write a path within it`
		: `${quoted(reference)} is not there: check the path`;
}

/** What Kustomize takes for no path before it has looked. */
const isFetched = /^\s*(?:git::)?(?:[a-z][a-z\d+.-]*:\/\/|[\w.-]+@[^/:]*[/:]|(?:www\.)?github\.com[/:]|gh:|https?:)/i;

/** As Kustomize takes what is no local file: a URL, `host/path//folder?ref=`, `git@host:path`. */
function isRemote(reference: string): boolean {
	return isFetched.test(reference) || /:\/\/|^git@|^[\w.-]+\.[a-z]{2,}[:/]|\?ref=/i.test(reference);
}

function quoted(reference: string): string {
	return `"${printable(showRepository(reference), 200)}"`;
}
