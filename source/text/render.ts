import type {Details, SourceRow} from '../model/row.ts';

/** By which program, and how long that took: `by kustomize v5.8.2 in 120 ms`. The program's name is not escaped. */
export function renderText({tool, tookMs, revision}: Pick<Details, 'tool' | 'tookMs' | 'revision'>): string {
	if (revision === '') {
		return 'never';
	}

	const took = tookMs < 1000 ? `${Math.round(tookMs)} ms` : `${(tookMs / 1000).toFixed(1)} s`;
	return `${tool === '' ? 'from plain files' : `by ${tool}`} in ${took}`;
}

/** What a source is there for: its render, or its files. Not escaped. */
export function purposeText(source: SourceRow): string {
	const {path, ref} = source;
	return path === '' ? `files for $${ref}` : renderText(source);
}

/** What of the repository: `chart web`, `path apps/web`; empty for a source that is only there for its files. Not escaped. */
export function partText({path, chart}: SourceRow): string {
	return chart === '' ? (path === '' ? '' : `path ${path}`) : `chart ${chart}`;
}
