import {posix} from 'node:path';
import {showRepository} from '../../git/repository-address.ts';
import {findEntry, type Tree, type TreeEntry} from '../../git/tree.ts';
import {parseGlob} from '../glob.ts';
import {printable} from '../printable.ts';

type Where = {
	readonly tree: Tree;
	/** The chart's. */
	readonly folder: string;
	/** As a person has written it; as it is where absent. */
	readonly shown?: string;
};

export type Found = {readonly entries: readonly TreeEntry[]} | {readonly problem: string};

/** The files that a value file's name means, in order: relative to the chart, or to the top with a leading slash; or a glob. */
export function findFiles(name: string, {tree, folder, shown: as = name}: Where): Found {
	const shown = `"${printable(showRepository(as), 200)}"`;
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) {
		return {problem: `${shown} is fetched from elsewhere, which is not done here: keep a copy in the repository`};
	}

	const path = name.startsWith('/') ? posix.join('.', name) : posix.join(folder, name);
	if (path === '..' || path.startsWith('../')) {
		return {problem: `${shown} leads out of the repository: write a path within it`};
	}

	const found = findEntry(tree, path);
	if (found !== undefined) {
		return found.kind === 'file' ? {entries: [found]} : {problem: `${shown} is a ${found.kind}, not a file`};
	}

	return /[*?[{]/.test(path) ? findByGlob(path, tree) : {entries: []};
}

function findByGlob(pattern: string, tree: Tree): Found {
	const glob = parseGlob(pattern);
	if ('problem' in glob) {
		return {problem: `"${printable(pattern, 200)}" is no pattern: ${glob.problem}`};
	}

	const all = [...tree.values()].flat();
	const entries = all.filter(({kind, path}) => kind === 'file' && glob.matches(path));
	return {entries: entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))};
}
