import {join} from 'node:path';
import {UsageError} from '../../model/operator-error.ts';
import {refsOf} from '../../model/reference.ts';
import type {Place, RenderRequest, Sources} from '../../model/sources.ts';
import {type Credentials, noCredentials} from '../credentials/credential.ts';
import {prepareCacheFolder} from '../git/cache-folder.ts';
import {lockDownGit} from '../git/environment.ts';
import {openKeptRenders} from '../render/kept-renders.ts';
import {printable} from '../render/printable.ts';
import {Renderer} from '../render/render.ts';
import {createToolbox} from '../render/tools/find-tool.ts';
import {noSettings, type ToolSettings} from '../render/tools/settings.ts';
import {createChartFetcher} from './fetch-chart.ts';
import {Places} from './places.ts';
import type {Repository} from './repository.ts';

export type SourcesOptions = {
	/** What is kept of places is in its subfolders: mirrors of Git repositories in `git`, charts and artifacts in `archives`, indexes of charts in `indexes`, renders in `renders`. */
	readonly cacheFolder: string;
	/** How long a remote may be silent before it is given up, in milliseconds. */
	readonly patienceMs?: number;
	/** What remotes let in; only what the person's own programs have where absent. */
	readonly credentials?: Credentials;
	/** What is declared of the programs that render. */
	readonly settings?: ToolSettings;
	/** Of trueup: what another one has rendered is rendered anew. */
	readonly version?: string;
};

/**
 * Places of all kinds, each opened when it is asked for the first time, and what is declared in them. Locks git down for
 * the whole thread (see `lockDownGit`).
 */
export function createSources(options: SourcesOptions): Sources {
	const {cacheFolder, patienceMs = 60_000, settings = noSettings, version = ''} = options;
	const {credentials = noCredentials} = options;
	const folder = prepareCacheFolder(cacheFolder);
	lockDownGit(process.env);
	const listeners = new Set<(message: string) => void>();
	const kept = openKeptRenders(join(folder, 'renders'), version);

	const places = new Places({
		cacheFolder: folder,
		patienceMs,
		credentials,
		onRemade(message) {
			for (const listener of listeners) {
				listener(message);
			}
		},
	});
	const foreign = places.foreign();
	const renderer = new Renderer({
		toolbox: createToolbox(process.env, settings),
		settings,
		kept,
		fetchChart: createChartFetcher(foreign),
	});
	const open = (place: Place): Repository => places.open(place);

	const filesOf = async (place: Place, commit: string) => {
		const repository = open(place);
		return {tree: await repository.tree(commit), read: (ids: readonly string[]) => repository.read(commit, ids)};
	};

	/** The files of other sources that it names, and no others. */
	const referencedBy = async ({source, references}: RenderRequest) => {
		const named = [...references].filter(([ref]) => refsOf(source).has(ref));
		const opened = named.map(async ([ref, {place, commit}]) => [ref, await filesOf(place, commit)] as const);
		return new Map(await Promise.all(opened));
	};

	return {
		resolve: async (place, revisions, signal) => await open(place).resolve(revisions, signal),
		async render(request, signal) {
			const {source, commit} = request;
			const [files, others] = await Promise.all([filesOf(source, commit), referencedBy(request)]);
			return await renderer.render({...request, ...files, others}, signal);
		},
		async keep(place, commit, name) {
			if (!/^[A-Za-z0-9-]+(?:\/[A-Za-z0-9-]+)*$/.test(name)) {
				throw new UsageError(`"${printable(name, 100)}" is no name to keep a commit by`);
			}

			await open(place).keep(commit, name);
		},
		has: async (place, commit) => await open(place).has(commit),
		descends: async (place, newer, older) => await open(place).descends(newer, older),
		behind: async (place, commit, base) => await open(place).behind(commit, base),
		onRemade(listener) {
			listeners.add(listener);
		},
		async close() {
			await Promise.all([renderer, kept, places, foreign].map(one => one.close()));
		},
	};
}
