import {join} from 'node:path';
import {UsageError} from '../../model/operator-error.ts';
import {type Place, placeKey, type Sources} from '../../model/sources.ts';
import {type Credentials, noCredentials} from '../credentials/credential.ts';
import {prepareCacheFolder} from '../git/cache-folder.ts';
import {lockDownGit} from '../git/environment.ts';
import {openGitRepository} from '../git/repository.ts';
import {showRepository} from '../git/repository-address.ts';
import {openKeptRenders} from '../render/kept-renders.ts';
import {printable} from '../render/printable.ts';
import {Renderer} from '../render/render.ts';
import {createToolbox} from '../render/tools/find-tool.ts';
import {noSettings, type ToolSettings} from '../render/tools/settings.ts';
import {checkPlace, kindOfPlace, type PlaceKind} from './place.ts';
import type {Opener, Repository} from './repository.ts';

export type SourcesOptions = {
	/** What is kept of places is in its subfolders: mirrors of Git repositories in `git`; renders in `renders`. */
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

/** By the kind of place; a kind that has none is refused by `checkPlace`. */
const openers: Readonly<Partial<Record<PlaceKind, Opener>>> = {git: openGitRepository};

/**
 * Places of all kinds, each opened when it is asked for the first time, and what is declared in them. Locks git down for
 * the whole thread (see `lockDownGit`).
 */
export function createSources(options: SourcesOptions): Sources {
	const {cacheFolder, patienceMs = 60_000, settings = noSettings, version = ''} = options;
	const {credentials = noCredentials} = options;
	const folder = prepareCacheFolder(cacheFolder);
	lockDownGit(process.env);
	const repositories = new Map<string, Repository>();
	const listeners = new Set<(message: string) => void>();
	const kept = openKeptRenders(join(folder, 'renders'), version);
	const renderer = new Renderer({toolbox: createToolbox(process.env, settings), settings, kept});

	const openNew = (place: Place): Repository => {
		const name = printable(showRepository(place.repository), 200);
		const wrong = checkPlace(place);
		const opener = openers[kindOfPlace(place)];
		if (wrong !== undefined || opener === undefined) {
			throw new UsageError(`${name}: ${wrong}`);
		}

		const onDamage = (what: string) => {
			for (const listener of listeners) {
				listener(`the local copy of ${name} was damaged (${what}): it is thrown away and fetched anew`);
			}
		};
		return opener(place, {cacheFolder: folder, patienceMs, credentials, onDamage});
	};

	const open = (place: Place): Repository => {
		const key = placeKey(place);
		const repository = repositories.get(key) ?? openNew(place);
		repositories.set(key, repository);
		return repository;
	};

	return {
		resolve: async (place, revisions, signal) => await open(place).resolve(revisions, signal),
		async render(request, signal) {
			const {source, commit} = request;
			const repository = open(source);
			const tree = await repository.tree(commit);
			return await renderer.render({...request, tree, read: ids => repository.read(commit, ids)}, signal);
		},
		async keep(place, commit, name) {
			if (!/^[A-Za-z0-9-]+(?:\/[A-Za-z0-9-]+)*$/.test(name)) {
				throw new UsageError(`"${printable(name, 100)}" is no name to keep a commit by`);
			}

			await open(place).keep(commit, name);
		},
		has: async (place, commit) => await open(place).has(commit),
		descends: async (place, newer, older) => await open(place).descends(newer, older),
		onRemade(listener) {
			listeners.add(listener);
		},
		async close() {
			await Promise.all([kept, ...repositories.values()].map(one => one.close()));
		},
	};
}
