import type {Tree} from '../../git/tree.ts';
import type {ReadBlobs} from '../read-text.ts';
import type {Dependency} from './dependencies.ts';

export type FetchedChart = {readonly version: string; readonly tree: Tree; readonly read: ReadBlobs};

/** Gets a chart from where it is published, or says why that can't be. A version that is locked never changes. */
export type FetchChart = (
	wanted: Dependency & {readonly isLocked: boolean},
	signal: AbortSignal,
) => Promise<FetchedChart | {readonly problem: string}>;

/** Reads what is in the commit, and what is in the charts that were fetched for it. */
export class FetchedCharts {
	readonly #fetch: FetchChart;
	readonly #own: ReadBlobs;
	readonly #contents = new Map<string, Buffer>();

	constructor(fetch: FetchChart, own: ReadBlobs) {
		this.#fetch = fetch;
		this.#own = own;
	}

	readonly read: ReadBlobs = async ids => {
		const own = ids.filter(id => !this.#contents.has(id));
		const contents = await this.#own(own);
		const left = new Map(own.map((id, index) => [id, contents[index]]));
		return ids.map(id => this.#contents.get(id) ?? left.get(id) ?? Buffer.alloc(0));
	};

	async fetch(...[wanted, signal]: Parameters<FetchChart>): Promise<FetchedChart | {readonly problem: string}> {
		const fetched = await this.#fetch(wanted, signal);
		if ('problem' in fetched) {
			return fetched;
		}

		const files = [...fetched.tree.values()].flat().filter(({kind}) => kind !== 'folder');
		const contents = await fetched.read(files.map(({id}) => id));
		for (const [index, {id}] of files.entries()) {
			this.#contents.set(id, contents[index] ?? Buffer.alloc(0));
		}

		return fetched;
	}
}
