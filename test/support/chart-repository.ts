import {stringify} from 'yaml';
import {packChart} from './charts.ts';
import {digestOf} from './oci.ts';
import type {Files} from './temporary-folder.ts';

export type PublishedChart = {
	readonly name: string;
	readonly version: string;
	/** The chart's own; a small one where absent. */
	readonly files?: Files;
	/** In place of that of the chart's files. */
	readonly archive?: Buffer;
	/** Fields of its entry that say something else, or nothing (undefined). */
	readonly entry?: Readonly<Record<string, unknown>>;
};

/** What a web server of charts has, by path: `index.yaml`, as `helm repo index` writes it, and the archives. */
export function chartRepository(charts: readonly PublishedChart[]): Record<string, string | Buffer> {
	const packed = charts.map(chart => ({...chart, archive: chart.archive ?? archiveOf(chart)}));
	const entries = Object.groupBy(packed, ({name}) => name);
	return {
		'/index.yaml': stringify(
			{
				apiVersion: 'v1',
				entries: Object.fromEntries(
					Object.entries(entries).map(([name, versions = []]) => [name, versions.map(one => entryOf(one))]),
				),
				generated: '2026-01-01T00:00:00Z',
			},
			{aliasDuplicateObjects: false},
		),
		...Object.fromEntries(packed.map(({name, version, archive}) => [`/${name}-${version}.tgz`, archive])),
	};
}

/** A chart of one ConfigMap that says its version. */
export function smallChart(name: string, version: string): Files {
	return {
		'Chart.yaml': stringify({
			apiVersion: 'v2',
			name,
			version,
			description: `The chart ${name}`,
			maintainers: [{name: 'Ada Lovelace'}],
		}),
		'values.yaml': 'color: green\n',
		'templates/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-{{ .Chart.Name }}"}
data: {version: "{{ .Chart.Version }}", color: "{{ .Values.color }}"}
`,
	};
}

function archiveOf({name, version, files = smallChart(name, version)}: PublishedChart): Buffer {
	return packChart(name, files);
}

function entryOf({name, version, archive, entry}: PublishedChart & {readonly archive: Buffer}) {
	const fields = {
		apiVersion: 'v2',
		created: '2026-02-03T04:05:06.789Z',
		description: `The chart ${name}`,
		digest: digestOf(archive).slice('sha256:'.length),
		name,
		urls: [`${name}-${version}.tgz`],
		version,
		...entry,
	};
	return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
