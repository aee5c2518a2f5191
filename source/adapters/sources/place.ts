import type {Place} from '../../model/sources.ts';
import {checkRepository} from '../git/repository-address.ts';

/**
 * - `git`: a Git repository
 * - `helm`: a chart in a repository of charts, by its index
 * - `registry`: a chart in a registry; the address may be without `oci://`, as Argo CD has it
 * - `artifact`: an artifact in a registry
 */
export type PlaceKind = 'git' | 'helm' | 'registry' | 'artifact';

/** The protocol that a place is read by. */
export function kindOfPlace({repository, chart}: Place): PlaceKind {
	const [scheme = ''] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(repository) ?? [];
	const isInRegistry = /^oci:\/\/$/i.test(scheme);
	if (chart === '') {
		return isInRegistry ? 'artifact' : 'git';
	}

	if (/^https?:\/\/$/i.test(scheme)) {
		return 'helm';
	}

	return isInRegistry || scheme === '' ? 'registry' : 'git';
}

/** Says what is wrong with a place, or nothing. */
export function checkPlace(place: Place): string | undefined {
	const kind = kindOfPlace(place);
	if (kind !== 'git') {
		return `${notYet[kind]}: keep a copy in a Git repository`;
	}

	return place.chart === '' ? checkRepository(place.repository) : 'a chart is read by https, or from a registry (oci)';
}

const notYet = {
	helm: 'charts of a repository of charts are not supported yet',
	registry: 'charts of a registry are not supported yet',
	artifact: 'artifacts of a registry are not supported yet',
} as const;
