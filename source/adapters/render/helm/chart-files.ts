import {posix} from 'node:path';
import {items, type Json, text} from '../../../model/json.ts';
import {filesBelow, findEntry, type Tree, type TreeEntry} from '../../git/tree.ts';
import {parseDocument} from '../parse-document.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';

type Commit = {readonly tree: Tree; readonly read: ReadBlobs};

type Dependency = {readonly name: string; readonly repository: string};

/** A chart in a folder, and where Helm is to find it. */
type Chart = {readonly from: string; readonly to: string; readonly depth: number};

const deepestDependencies = 8;
const chartName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** Gathers a chart's files, with the charts that it names by `file://`, each where Helm looks for it. */
export class ChartFinder {
	readonly #commit: Commit;
	/** By the path at which Helm is to find them. */
	readonly files = new Map<string, TreeEntry>();
	readonly problems: {readonly where: string; readonly message: string}[] = [];

	constructor(commit: Commit) {
		this.#commit = commit;
	}

	async find(folder: string): Promise<void> {
		await this.#add({from: folder, to: folder, depth: 0});
	}

	async #add(chart: Chart): Promise<void> {
		const {from, to} = chart;
		for (const entry of filesBelow(this.#commit.tree, from)) {
			this.#addFile(entry, posix.join(to, from === '' ? entry.path : entry.path.slice(from.length + 1)));
		}

		for (const dependency of await this.#dependenciesOf(from)) {
			await this.#addDependency(dependency, chart);
		}
	}

	#addFile(entry: TreeEntry, path: string): void {
		switch (entry.kind) {
			case 'file':
				this.files.set(path, entry);
				break;
			case 'link':
				this.#complain(entry.path, 'this is a symbolic link, which is not followed: commit the file itself');
				break;
			case 'submodule':
				this.#complain(entry.path, 'this is a submodule, which is not read: commit the files themselves');
				break;
			case 'folder':
				break;
		}
	}

	async #addDependency({name, repository}: Dependency, {from, to, depth}: Chart): Promise<void> {
		const {tree} = this.#commit;
		const target = posix.join(from, repository.replace(/^file:\/\//, '')).replace(/\/$/, '');
		const where = posix.join(from, 'Chart.yaml');
		const who = `the chart's dependency "${printable(name, 100)}"`;
		if (!chartName.test(name)) {
			this.#complain(where, `${who} is no name of a chart`);
		} else if (isVendored(tree, from, name)) {
			return;
		} else if (!repository.startsWith('file://')) {
			const advice = 'run `helm dependency update` and commit charts/';
			this.#complain(where, `${who} is not in charts/, and is not fetched while rendering: ${advice}`);
		} else if (target.startsWith('..') || findEntry(tree, posix.join(target, 'Chart.yaml')) === undefined) {
			this.#complain(where, `${who} names ${printable(repository, 200)}, where there is no chart`);
		} else if (depth >= deepestDependencies) {
			this.#complain(where, `its dependencies lead through more than ${deepestDependencies} charts`);
		} else {
			await this.#add({from: target, to: posix.join(to, 'charts', name), depth: depth + 1});
		}
	}

	async #dependenciesOf(folder: string): Promise<readonly Dependency[]> {
		const {tree, read} = this.#commit;
		// Charts of Helm 2 list them in a file of their own.
		const listed = ['Chart.yaml', 'requirements.yaml']
			.map(name => findEntry(tree, posix.join(folder, name)))
			.flatMap(entry => (entry?.kind === 'file' ? [entry] : []));
		const contents = await read(listed.map(({id}) => id));
		return contents.flatMap(content => {
			const parsed = parseDocument(content.toString('utf8'));
			// What can't be parsed is told of by Helm.
			const value: Json = 'value' in parsed ? parsed.value : null;
			return items(value, 'dependencies').map(one => ({name: text(one, 'name'), repository: text(one, 'repository')}));
		});
	}

	#complain(where: string, message: string): void {
		this.problems.push({where: printable(where, 300), message});
	}
}

function isVendored(tree: Tree, folder: string, name: string): boolean {
	const isIt = (entry: TreeEntry) =>
		entry.name === name || (entry.name.startsWith(`${name}-`) && entry.name.endsWith('.tgz'));
	return (tree.get(posix.join(folder, 'charts')) ?? []).some(isIt);
}
