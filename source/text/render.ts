import type {Details} from '../model/row.ts';

/** By which program, and how long that took: `by kustomize v5.8.2 in 120 ms`. The program's name is not escaped. */
export function renderText({tool, tookMs, revision}: Pick<Details, 'tool' | 'tookMs' | 'revision'>): string {
	if (revision === '') {
		return 'never';
	}

	const took = tookMs < 1000 ? `${Math.round(tookMs)} ms` : `${(tookMs / 1000).toFixed(1)} s`;
	return `${tool === '' ? 'from plain files' : `by ${tool}`} in ${took}`;
}
