import {join} from 'node:path';
import {UsageError} from '../../model/operator-error.ts';
import type {Commit, Sources} from '../../model/sources.ts';
import {openKeptRenders} from '../render/kept-renders.ts';
import {printable} from '../render/printable.ts';
import {Renderer} from '../render/render.ts';
import {createToolbox} from '../render/tools/find-tool.ts';
import {noSettings, type ToolSettings} from '../render/tools/settings.ts';
import {prepareCacheFolder} from './cache-folder.ts';
import {openContents} from './contents.ts';
import {openDeployed} from './deployed.ts';
import {lockDownGit} from './environment.ts';
import {describeDamage, explainFailure, GitFailure, isDamage} from './failures.ts';
import {createMirror, type Mirror} from './mirror.ts';
import {checkRepository, showRepository} from './repository-address.ts';
import {resolveRevisions} from './resolve.ts';
import {isCommitId} from './revision.ts';
import {createSingleFlight} from './single-flight.ts';

export type SourcesOptions = {
	/** Mirrors are kept in its subfolder `git`, renders in `renders`. */
	readonly cacheFolder: string;
	/** How long git may be silent before it is ended, in milliseconds. */
	readonly patienceMs?: number;
	/** What is declared of the programs that render. */
	readonly settings?: ToolSettings;
	/** Of trueup: what another one has rendered is rendered anew. */
	readonly version?: string;
};

type Repository = ReturnType<typeof openRepository>;

/** Sources in Git repositories. Locks git down for the whole thread (see `lockDownGit`). */
export function createSources(options: SourcesOptions): Sources {
	const {cacheFolder, patienceMs = 60_000, settings = noSettings, version = ''} = options;
	const folder = prepareCacheFolder(cacheFolder);
	lockDownGit(process.env);
	const repositories = new Map<string, Repository>();
	const listeners = new Set<(message: string) => void>();
	const kept = openKeptRenders(join(folder, 'renders'), version);
	const renderer = new Renderer({toolbox: createToolbox(process.env, settings), settings, kept});

	const open = (address: string): Repository => {
		const known = repositories.get(address);
		if (known !== undefined) {
			return known;
		}

		const wrong = checkRepository(address);
		if (wrong !== undefined) {
			throw new UsageError(`${printable(showRepository(address), 200)}: ${wrong}`);
		}

		const onDamage = (what: string) => {
			const name = printable(showRepository(address), 200);
			for (const listener of listeners) {
				listener(`the local copy of ${name} was damaged (${what}): it is thrown away and fetched anew`);
			}
		};
		const opened = openRepository(createMirror(address, folder, onDamage), onDamage, patienceMs);
		repositories.set(address, opened);
		return opened;
	};

	return {
		resolve: async (repository, revisions, signal) => await open(repository).resolve(revisions, signal),
		async render(request, signal) {
			const repository = open(request.source.repository);
			const id = checkCommit(request.commit);
			const tree = await repository.tree(id);
			return await renderer.render({...request, commit: id, tree, read: ids => repository.read(id, ids)}, signal);
		},
		async keep(repository, commit, name) {
			if (!/^[A-Za-z0-9-]+(?:\/[A-Za-z0-9-]+)*$/.test(name)) {
				throw new UsageError(`"${printable(name, 100)}" is no name to keep a commit by`);
			}

			await open(repository).keep(checkCommit(commit), name);
		},
		has: async (repository, commit) => await open(repository).has(checkCommit(commit)),
		descends: async (repository, newer, older) =>
			await open(repository).descends(checkCommit(newer), checkCommit(older)),
		onRemade(listener) {
			listeners.add(listener);
		},
		async close() {
			await Promise.all([kept, ...repositories.values()].map(one => one.close()));
		},
	};
}

function checkCommit(commit: string): string {
	if (!isCommitId(commit)) {
		throw new UsageError(`"${printable(commit, 100)}" is no commit: 40 hex digits are needed`);
	}

	return commit.toLowerCase();
}

function openRepository(mirror: Mirror, onDamage: (what: string) => void, patienceMs: number) {
	const fly = createSingleFlight<ReadonlyMap<string, Commit | Error>>();
	const contents = openContents(mirror, onDamage);

	return {
		...contents,
		...openDeployed(mirror),
		resolve: (revisions: readonly string[], signal: AbortSignal) =>
			fly(JSON.stringify(revisions.toSorted()), signal, async flightSignal => {
				const work = () => resolveRevisions(mirror, revisions, {signal: flightSignal, patienceMs});
				try {
					return await work().catch(async error => {
						if (!(error instanceof GitFailure && isDamage(error))) {
							throw error;
						}

						onDamage(describeDamage(error, mirror.repository));
						await contents.discard();
						return await work();
					});
				} catch (error) {
					throw error instanceof GitFailure ? explainFailure(error, mirror.repository) : error;
				}
			}),
		close: () => mirror.close(),
	};
}
