import {posix} from 'node:path';
import {parseConstraint} from '../../charts/constraint.ts';
import {parseVersion} from '../../charts/version.ts';
import {showRepository} from '../../git/repository-address.ts';
import {filesBelow, findEntry, type Tree, type TreeEntry} from '../../git/tree.ts';
import {printable} from '../printable.ts';
import {mostInputs} from '../tools/input-limits.ts';
import {type Dependencies, type Dependency, readDependencies} from './dependencies.ts';
import type {FetchedCharts} from './fetched-charts.ts';

/** A chart in a folder, and where Helm is to find it. */
type Chart = {
	readonly tree: Tree;
	readonly from: string;
	readonly to: string;
	readonly depth: number;
	/** The folders of the same tree from which this one was come to, by `file://`. */
	readonly within: readonly string[];
};

const deepestDependencies = 8;
const mostFetched = 100;
const mostLocal = 100;
/** Of all charts together. */
const mostDependencies = 1000;
const mostProblems = 200;
const chartName = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** Gathers a chart's files, with the charts that it needs and does not have, each where Helm looks for it. */
export class ChartFinder {
	readonly #charts: FetchedCharts;
	readonly #signal: AbortSignal;
	#fetched = 0;
	#local = 0;
	#dependencies = 0;
	/** The versions of those that were fetched, by where Helm is to find them. */
	readonly #placed = new Map<string, string>();
	/** By the path at which Helm is to find them. */
	readonly files = new Map<string, TreeEntry>();
	readonly problems: {readonly where: string; readonly message: string}[] = [];
	readonly remarks: string[] = [];
	/** In which file the chart itself says what it needs. */
	listedIn = '';

	constructor(charts: FetchedCharts, signal: AbortSignal) {
		this.#charts = charts;
		this.#signal = signal;
	}

	async find(tree: Tree, folder: string): Promise<void> {
		await this.#add({tree, from: folder, to: folder, depth: 0, within: []});
	}

	async #add(chart: Chart): Promise<void> {
		const {tree, from, to} = chart;
		for (const entry of filesBelow(tree, from)) {
			if (this.files.size >= mostInputs || this.problems.length >= mostProblems) {
				this.#complain(
					posix.join(to, 'Chart.yaml'),
					`more than ${mostInputs} files are read for the chart, with those that it needs`,
				);
				return;
			}

			this.#addFile(entry, posix.join(to, from === '' ? entry.path : entry.path.slice(from.length + 1)));
		}

		const dependencies = await readDependencies({tree, read: this.#charts.read}, from);
		const listedIn = posix.join(to, posix.basename(dependencies.file));
		this.listedIn ||= listedIn;
		this.#dependencies += dependencies.all.length;
		if (this.#dependencies > mostDependencies) {
			this.#complain(listedIn, `the chart and those that it needs have more than ${mostDependencies} dependencies`);
			return;
		}

		for (const [index, dependency] of dependencies.all.entries()) {
			await this.#addDependency(dependency, {chart, dependencies, listedIn, locked: dependencies.locked?.[index]});
		}
	}

	#addFile(entry: TreeEntry, path: string): void {
		switch (entry.kind) {
			case 'file':
				this.files.set(path, entry);
				break;
			case 'link':
				this.#complain(path, 'this is a symbolic link, which is not followed: commit the file itself');
				break;
			case 'submodule':
				this.#complain(path, 'this is a submodule, which is not read: commit the files themselves');
				break;
			case 'folder':
				break;
		}
	}

	async #addDependency(dependency: Dependency, needed: Needed): Promise<void> {
		const {chart, listedIn} = needed;
		const {name, repository} = dependency;
		const who = `the chart's dependency "${printable(name, 100)}"`;
		const complain = (message: string) => this.#complain(listedIn, `${who} ${message}`);
		if (!chartName.test(name)) {
			complain('is no name of a chart');
		} else if (isVendored(chart.tree, chart.from, name)) {
			return;
		} else if (chart.depth >= deepestDependencies) {
			complain(`is reached through more than ${deepestDependencies} charts`);
		} else if (repository.startsWith('file://')) {
			await this.#addLocal(dependency, chart, complain);
		} else if (/^(?:https?|oci):\/\//i.test(repository)) {
			await this.#addFetched(dependency, needed, complain);
		} else {
			const names = repository === '' ? 'names no repository' : `names "${shownOf(repository)}"`;
			complain(`is not in charts/, and ${names}: give the address of its repository (https:// or oci://)`);
		}
	}

	async #addLocal({name, repository}: Dependency, chart: Chart, complain: Complain): Promise<void> {
		const {tree, from, to, depth} = chart;
		const target = posix.join(from, repository.replace(/^file:\/\//, '')).replace(/\/$/, '');
		const within = [...chart.within, from];
		this.#local += 1;
		if (this.#local > mostLocal) {
			complain(`is one of more than ${mostLocal} that lie elsewhere in the repository: commit charts/`);
		} else if (target.startsWith('..') || findEntry(tree, posix.join(target, 'Chart.yaml')) === undefined) {
			complain(`names ${shownOf(repository)}, where there is no chart`);
		} else if (within.some(folder => posix.join(folder) === posix.join(target))) {
			complain(`names ${shownOf(repository)}, which is the chart itself, or one that needs it`);
		} else {
			await this.#add({tree, from: target, to: posix.join(to, 'charts', name), depth: depth + 1, within});
		}
	}

	/** As `helm dependency build` does it. */
	async #addFetched(dependency: Dependency, needed: Needed, complain: Complain): Promise<void> {
		const {chart, listedIn, locked} = needed;
		const {to, depth} = chart;
		const {name} = dependency;
		const wrong = this.#wrongWith(dependency, needed);
		if (wrong !== undefined) {
			complain(wrong);
			return;
		}

		const version = locked ?? dependency.version;
		const isLocked = locked !== undefined || parseVersion(version) !== undefined;
		const fetched = await this.#charts.fetch({...dependency, version, isLocked}, this.#signal);
		if ('problem' in fetched) {
			complain(`can't be fetched: ${fetched.problem}`);
			return;
		}

		if (!isLocked) {
			const said = `${printable(version, 100)} is ${printable(fetched.version, 100)} today`;
			const advice = 'run `helm dependency update` and commit Chart.lock';
			this.remarks.push(`${listedIn}: ${name} is not locked, and ${said}: ${advice}`);
		}

		const folder = posix.join(to, 'charts', name);
		// Under two names it may be needed in two versions.
		const places = [folder, `${folder}-${fetched.version}`];
		const place = places.find(one => [undefined, fetched.version].includes(this.#placed.get(one)));
		if (place !== undefined && !this.#placed.has(place)) {
			this.#placed.set(place, fetched.version);
			await this.#add({tree: fetched.tree, from: '', to: place, depth: depth + 1, within: []});
		}
	}

	#wrongWith({version}: Dependency, {dependencies, locked}: Needed): string | undefined {
		this.#fetched += 1;
		if (this.#fetched > mostFetched) {
			return `is one of more than ${mostFetched} that would have to be fetched: commit charts/`;
		}

		if (dependencies.isStale) {
			const file = posix.basename(dependencies.lockFile);
			return `is not in charts/, and ${file} is out of date: run \`helm dependency update\` and commit ${file}`;
		}

		const wanted = locked ?? version;
		return parseConstraint(wanted) === undefined
			? `has no version that is one: "${printable(wanted, 100)}"`
			: undefined;
	}

	#complain(where: string, message: string): void {
		if (this.problems.length < mostProblems) {
			this.problems.push({where: printable(where, 300), message});
		}
	}
}

type Complain = (message: string) => void;

type Needed = {
	readonly chart: Chart;
	readonly dependencies: Dependencies;
	readonly listedIn: string;
	readonly locked: string | undefined;
};

function shownOf(repository: string): string {
	return printable(showRepository(repository), 200);
}

function isVendored(tree: Tree, folder: string, name: string): boolean {
	const isIt = (entry: TreeEntry) =>
		entry.name === name || (entry.name.startsWith(`${name}-`) && entry.name.endsWith('.tgz'));
	return (tree.get(posix.join(folder, 'charts')) ?? []).some(isIt);
}
