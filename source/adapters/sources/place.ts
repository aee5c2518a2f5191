import type {Place} from '../../model/sources.ts';
import {splitRevision} from '../archives/revision-id.ts';
import {parseConstraint} from '../charts/constraint.ts';
import {checkRepository} from '../git/repository-address.ts';
import {checkRevision} from '../git/revision.ts';
import {parseRegistryPlace} from '../registry/registry-place.ts';
import {printable} from '../render/printable.ts';
import {checkWebAddress} from '../web/web-address.ts';

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
	const {repository, chart} = place;
	switch (kindOfPlace(place)) {
		case 'git':
			return chart === '' ? checkRepository(repository) : 'a chart is read by https, or from a registry (oci)';
		case 'helm':
			return checkChart(place);
		case 'registry':
		case 'artifact': {
			const parsed = parseRegistryPlace(repository, chart);
			return 'problem' in parsed ? parsed.problem : undefined;
		}
	}
}

function checkChart({repository, chart}: Place): string | undefined {
	const url = URL.parse(repository);
	const isName = /^\w[\w./-]{0,249}$/.test(chart);
	const wrongName = isName ? undefined : `"${printable(chart, 100)}" is no name of a chart`;
	const isPlain = url?.search === '' && url.hash === '';
	return url && isPlain ? (checkWebAddress(url) ?? wrongName) : 'this is no plain URL: write https://host/path';
}

/** Says what is wrong with the revision of a place, or nothing. */
export function checkRevisionOf(place: Place, revision: string): string | undefined {
	const kind = kindOfPlace(place);
	if (kind === 'git') {
		return checkRevision(revision);
	}

	const {label} = splitRevision(revision);
	const isVersion = ['', 'HEAD'].includes(label) || parseConstraint(label) !== undefined;
	const isTag = kind === 'artifact' && /^\w[\w.-]{0,127}$/.test(label);
	return isVersion || isTag ? undefined : `the revision "${printable(revision, 100)}" is ${lacking[kind]}`;
}

const lacking = {
	helm: 'no version of a chart: write 1.2.3, or what it may be, as ^1.2',
	registry: 'no version of a chart: write 1.2.3, or what it may be, as ^1.2',
	artifact: 'no tag: write 1.2.3, latest, or what it may be, as ^1.2',
} as const;
