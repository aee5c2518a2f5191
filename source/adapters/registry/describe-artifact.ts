import type {Commit} from '../../model/sources.ts';
import {formatId, type RevisionId} from '../archives/revision-id.ts';
import type {Unpacked} from '../archives/unpack.ts';
import {readChartFile} from '../charts/chart-file.ts';
import {printable} from '../render/printable.ts';
import type {Artifact} from './manifest.ts';
import type {RegistryPlace} from './registry-place.ts';

type About = {readonly id: RevisionId; readonly artifact: Artifact; readonly place: RegistryPlace};

/** What is told of it as of a commit: by the chart itself, or by the annotations that flux, oras and helm write. */
export function describeArtifact({id, artifact, place}: About, unpacked: Unpacked): Commit {
	const note = (name: string) => artifact.annotations[`org.opencontainers.image.${name}`] ?? '';
	const {what, about, by} = artifact.isChart
		? describeChart(unpacked, place)
		: {
				what: `${place.name.slice(place.name.lastIndexOf('/') + 1)} ${id.label || note('version')}`.trim(),
				about: note('description') || note('revision'),
				by: note('authors') || note('source'),
			};
	const created = new Date(note('created') || unpacked.modified);
	return {
		id: formatId(id),
		subject: printable(`${what}${about === '' ? '' : `: ${about}`}`),
		author: printable(by || place.host, 200),
		time: (Number.isNaN(created.getTime()) ? new Date(unpacked.modified) : created).toISOString(),
	};
}

function describeChart(unpacked: Unpacked, {address}: RegistryPlace) {
	const {name, version, description, maintainers} = readChartFile(unpacked, address);
	return {what: `${name} ${version}`, about: description, by: maintainers.join(', ')};
}
