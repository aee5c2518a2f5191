import type {Problem} from '../../../model/problem.ts';
import {printable} from '../printable.ts';

const longestName = 255;
const longestPath = 3000;

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
	const parts = path.split('/');
	if (/\p{Cc}/u.test(path)) {
		return 'its name holds control characters: rename it';
	}

	if (parts.some(part => ['', '.', '..'].includes(part) || part.toLowerCase() === '.git')) {
		return 'this is no path within a repository';
	}

	return path.length > longestPath || parts.some(part => Buffer.byteLength(part) > longestName)
		? 'its name is too long for a file system: rename it'
		: undefined;
}

function collisionsIn(paths: readonly string[]): readonly Problem[] {
	const known = new Map<string, Entry>();
	return paths.flatMap(path => {
		const other = entriesOf(path)
			.map(entry => differing(known, entry))
			.find(found => found !== undefined);
		const message = `on some file systems this is the same as ${printable(other ?? '', 300)}: rename one of them`;
		return other === undefined ? [] : [problemOf(path, message)];
	});
}

type Entry = {readonly path: string; readonly isFile: boolean};

/** A file and the folders that it is in. */
function entriesOf(path: string): readonly Entry[] {
	const parts = path.split('/');
	return parts.map((_, index) => ({path: parts.slice(0, index + 1).join('/'), isFile: index === parts.length - 1}));
}

function differing(known: Map<string, Entry>, entry: Entry): string | undefined {
	const folded = entry.path.normalize('NFC').toLowerCase();
	const other = known.get(folded);
	known.set(folded, other ?? entry);
	return other !== undefined && (other.path !== entry.path || other.isFile !== entry.isFile) ? other.path : undefined;
}

function problemOf(path: string, message: string): Problem {
	return {scope: 'source', where: printable(path, 300), message};
}
