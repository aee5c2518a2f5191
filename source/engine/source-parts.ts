import type {Application, Source} from '../model/application.ts';
import type {Clock} from '../model/ports.ts';
import {splitRevision} from '../model/revision.ts';
import type {Reference, Rendered, Sources} from '../model/sources.ts';
import {type AskedOfClusters, renderRequestOf} from './render-request.ts';

/** What one source of an application declares. */
export type Part = {
	readonly source: Source;
	/** The commit; empty where it is not known. */
	readonly revision: string;
	/** Undefined for a source that is only there for others to read its files. */
	readonly rendered: Rendered | undefined;
	/** How long the render took, in milliseconds. */
	readonly tookMs: number;
};

export type Rendering = {
	readonly sources: Pick<Sources, 'render'>;
	readonly clock: Pick<Clock, 'now'>;
	readonly clusters: AskedOfClusters;
};

/** Renders each source of an application at its commit; all at the same time. */
export async function renderParts(
	rendering: Rendering,
	application: Application,
	revision: string,
	signal: AbortSignal,
): Promise<readonly Part[]> {
	const {sources} = application;
	const commits = splitRevision(revision);
	const references = referencesIn(sources, commits);
	const {clock, clusters} = rendering;
	return Promise.all(
		sources.map(async (source, index): Promise<Part> => {
			const commit = commits[index] ?? '';
			if (!isRendered(source)) {
				return {source, revision: commit, rendered: undefined, tookMs: 0};
			}

			const started = clock.now();
			const request = renderRequestOf(application, {source, commit, references}, clusters);
			const rendered = await rendering.sources.render(request, signal);
			return {source, revision: commit, rendered, tookMs: clock.now() - started};
		}),
	);
}

function referencesIn(sources: readonly Source[], commits: readonly string[]): ReadonlyMap<string, Reference> {
	const named = sources.map((place, index) => [place.ref, {place, commit: commits[index] ?? ''}] as const);
	return new Map(named.filter(([ref]) => ref !== ''));
}

/** Not of a source that is only there for others to read its files. */
export function isRendered({path, chart}: Source): boolean {
	return path !== '' || chart !== '';
}

/** What a source of several is called: by its name, else by its place in the list. Empty for the only one. */
export function labelOf({sources}: Application, source: Source): string {
	return sources.length === 1 ? '' : `source ${source.name || sources.indexOf(source) + 1}`;
}
