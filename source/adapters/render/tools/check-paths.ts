import type {Problem} from '../../../model/problem.ts';
import {printable} from '../printable.ts';

const longestName = 255;
const longestPath = 3000;
/** Files and the folders that they are in: nobody has ten folders for each file. */
const mostEntries = 200_000;

/** What can't be written to a folder, the same for every file system: there may be no two names that are one on some. */
export function checkPaths(paths: readonly string[]): readonly Problem[] {
	const wrong = paths.flatMap(path => {
		const message = checkPath(path);
		return message === undefined ? [] : [problemOf(path, message)];
	});
	return wrong.length > 0 ? wrong.slice(0, mostTold) : collisionsIn(paths).slice(0, mostTold);
}

const mostTold = 20;

function checkPath(path: string): string | undefined {
	if (/\p{Cc}/u.test(path)) {
		return 'its name holds control characters: rename it';
	}

	if (/(?:^|\/)(?:\.|\.\.|\.git)?(?:\/|$)/i.test(path)) {
		return 'this is no path within a repository';
	}

	// A character takes three bytes at most for each unit of a string.
	const mayBeLong = path.length > longestName / 3;
	return path.length > longestPath || (mayBeLong && path.split('/').some(part => Buffer.byteLength(part) > longestName))
		? 'its name is too long for a file system: rename it'
		: undefined;
}

/** A file or a folder, as it was met first, with what is in it by names that are the same on some file systems. */
type Entry = {readonly name: string; readonly isFile: boolean; readonly within: Map<string, Entry>};

function collisionsIn(paths: readonly string[]): readonly Problem[] {
	const top: Entry = {name: '', isFile: false, within: new Map()};
	const left = {entries: mostEntries};
	const problems: Problem[] = [];
	for (const path of paths) {
		const other = collisionOf(path.split('/'), top, left);
		if (left.entries < 0) {
			const message = `with it, files and folders are more than ${mostEntries}: split the application`;
			return [...problems, problemOf(path, message)];
		}

		if (other !== undefined && problems.length < mostTold) {
			const message = `on some file systems this is the same as ${printable(other, 300)}: rename one of them`;
			problems.push(problemOf(path, message));
		}
	}

	return problems;
}

/** Adds a path; what it collides with, if there is something. */
function collisionOf(parts: readonly string[], top: Entry, left: {entries: number}): string | undefined {
	let folder = top;
	for (const [index, name] of parts.entries()) {
		const isFile = index === parts.length - 1;
		const folded = name.normalize('NFC').toLowerCase();
		const known = folder.within.get(folded);
		if (known !== undefined && (known.name !== name || known.isFile !== isFile)) {
			return [...parts.slice(0, index), known.name].join('/');
		}

		const entry = known ?? {name, isFile, within: new Map<string, Entry>()};
		folder.within.set(folded, entry);
		left.entries -= known === undefined ? 1 : 0;
		folder = entry;
	}

	return undefined;
}

function problemOf(path: string, message: string): Problem {
	return {scope: 'source', where: printable(path, 300), message};
}
