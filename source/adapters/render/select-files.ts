import type {DirectoryOptions} from '../../model/application.ts';
import type {Problem, ProblemScope} from '../../model/problem.ts';
import type {Tree, TreeEntry} from '../git/tree.ts';
import {parseGlob} from './glob.ts';
import {printable} from './printable.ts';

export type DirectoryRequest = {
	/** As the source names it. */
	readonly path: string;
	/** From the top of the repository, and what is in it. */
	readonly folder: string;
	readonly entries: readonly TreeEntry[];
	readonly tree: Tree;
	readonly options: DirectoryOptions;
};

/** What is to be read of a commit, in the order of reading, or why nothing is. */
export type Selection = {readonly entries: readonly TreeEntry[]} | {readonly problem: Problem};

const manifestName = /\.(?:yaml|yml|json|jsonnet)$/;
export const largestFile = 16 * 1024 * 1024;
const mostFiles = 20_000;
const mostBytes = 64 * 1024 * 1024;

/** Chooses files as Argo CD does for a plain directory. */
export function selectFiles({path, folder, entries, tree, options}: DirectoryRequest): Selection {
	const {recurse, include, exclude} = options;
	const included = parseGlob(include === '' ? '*' : include);
	const excluded = parseGlob(exclude);
	if ('problem' in included) {
		return refuse('application', path, `directory.include is no pattern: ${included.problem}`);
	}

	if ('problem' in excluded) {
		return refuse('application', path, `directory.exclude is no pattern: ${excluded.problem}`);
	}

	const start = folder === '' ? 0 : folder.length + 1;
	const isSelected = ({kind, name, path: file}: TreeEntry) => {
		const relative = file.slice(start);
		const isManifest = kind === 'submodule' ? recurse : manifestName.test(name);
		return isManifest && included.matches(relative) && !excluded.matches(relative);
	};

	return limit(path, listFiles(entries, recurse ? tree : undefined).filter(isSelected));
}

function limit(path: string, entries: readonly TreeEntry[]): Selection {
	const bytes = entries.reduce((sum, {size}) => sum + (size > largestFile ? 0 : size), 0);
	if (entries.length <= mostFiles && bytes <= mostBytes) {
		return {entries};
	}

	const amount = `${entries.length} files of ${Math.ceil(bytes / 1024 / 1024)} MB`;
	return refuse('source', path, `${amount} are selected, more than ${mostFiles} files or 64 MB: split the application`);
}

function listFiles(entries: readonly TreeEntry[], tree: Tree | undefined): readonly TreeEntry[] {
	return entries.flatMap(entry => {
		if (entry.kind !== 'folder') {
			return [entry];
		}

		return tree === undefined ? [] : listFiles(tree.get(entry.path) ?? [], tree);
	});
}

function refuse(scope: ProblemScope, path: string, message: string): Selection {
	return {problem: {scope, where: printable(path, 200), message}};
}
