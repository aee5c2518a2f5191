import {plainDirectory, type Source} from '../../model/application.ts';
import type {Problem, ProblemScope} from '../../model/problem.ts';
import {showRepository} from '../git/repository-address.ts';
import {findEntry, type Tree, type TreeEntry} from '../git/tree.ts';
import {parseGlob} from './glob.ts';
import {printable} from './printable.ts';

/** What is to be read of a commit, in the order of reading, or why nothing is. */
export type Selection = {readonly entries: readonly TreeEntry[]} | {readonly problem: Problem};

const manifestName = /\.(?:yaml|yml|json|jsonnet)$/;
const toolFiles: ReadonlyMap<string, string> = new Map([
	['kustomization.yaml', 'Kustomize'],
	['kustomization.yml', 'Kustomize'],
	['Kustomization', 'Kustomize'],
	['Chart.yaml', 'Helm'],
]);
export const largestFile = 3 * 1024 * 1024;
const mostFiles = 20_000;
const mostBytes = 64 * 1024 * 1024;

/** Chooses files as Argo CD does for a plain directory. */
export function selectFiles(source: Source, commit: string, tree: Tree): Selection {
	const folder = folderOf(source.path);
	if (folder === undefined) {
		return refuse(
			'application',
			source.path,
			'the path leaves the repository: write it relative to its top, without ".."',
		);
	}

	const found = findFolder(tree, folder);
	if (typeof found === 'string') {
		const place = `at ${commit.slice(0, 7)} of ${printable(showRepository(source.repository), 200)}`;
		return refuse('source', source.path, `the folder ${printable(source.path, 200)} ${found} ${place}: check the path`);
	}

	const {tool} = source;
	const detected = tool.kind === 'detected' ? found.map(({name}) => toolFiles.get(name)) : [];
	const other = detected.find(name => name !== undefined);
	if (other !== undefined) {
		return refuse(
			'application',
			source.path,
			`this is a ${other} source, and those are not supported yet: nothing of it is applied`,
		);
	}

	return filterEntries(source, folder, found, tree);
}

function filterEntries(source: Source, folder: string, found: readonly TreeEntry[], tree: Tree): Selection {
	const {recurse, include, exclude} = source.tool.kind === 'directory' ? source.tool : plainDirectory;
	const included = parseGlob(include === '' ? '*' : include);
	const excluded = parseGlob(exclude);
	if ('problem' in included) {
		return refuse('application', source.path, `directory.include is no pattern: ${included.problem}`);
	}

	if ('problem' in excluded) {
		return refuse('application', source.path, `directory.exclude is no pattern: ${excluded.problem}`);
	}

	const start = folder === '' ? 0 : folder.length + 1;
	const isSelected = ({kind, name, path}: TreeEntry) => {
		const relative = path.slice(start);
		const isManifest = kind === 'submodule' ? recurse : manifestName.test(name);
		return isManifest && included.matches(relative) && !excluded.matches(relative);
	};

	return limit(source, listFiles(found, recurse ? tree : undefined).filter(isSelected));
}

function limit(source: Source, entries: readonly TreeEntry[]): Selection {
	const bytes = entries.reduce((sum, {size}) => sum + (size > largestFile ? 0 : size), 0);
	if (entries.length <= mostFiles && bytes <= mostBytes) {
		return {entries};
	}

	const amount = `${entries.length} files of ${Math.ceil(bytes / 1024 / 1024)} MB`;
	return refuse(
		'source',
		source.path,
		`${amount} are selected, more than ${mostFiles} files or 64 MB: split the application`,
	);
}

function listFiles(entries: readonly TreeEntry[], tree: Tree | undefined): readonly TreeEntry[] {
	return entries.flatMap(entry => {
		if (entry.kind !== 'folder') {
			return [entry];
		}

		return tree === undefined ? [] : listFiles(tree.get(entry.path) ?? [], tree);
	});
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

function refuse(scope: ProblemScope, path: string, message: string): Selection {
	return {problem: {scope, where: printable(path, 200), message}};
}
