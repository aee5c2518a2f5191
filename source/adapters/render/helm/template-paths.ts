import {posix} from 'node:path';
import {items, type Json, text} from '../../../model/json.ts';
import {parseDocument} from '../parse-document.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';

/** The file that Helm means by a path; undefined where it is none of that chart. */
export type PathOf = (told: string) => string | undefined;

type Declared = {readonly name: string; readonly dependencies: readonly Json[]};

/** Helm begins paths with the name of the chart, and has the names of its subcharts (or aliases) in place of their folders. */
export function templatePaths(folder: string, files: readonly WorkspaceFile[]): PathOf {
	const contents = new Map(files.map(({path, content}) => [path, content]));
	const charts = new Map<string, Declared>();
	const read = (path: string): Json => {
		const parsed = parseDocument(contents.get(path)?.toString('utf8') ?? '');
		return 'value' in parsed ? parsed.value : null;
	};
	const chartIn = (place: string): Declared => {
		const known = charts.get(place);
		if (known) {
			return known;
		}

		const chart = read(posix.join(place, 'Chart.yaml'));
		// Those of Helm 2 list them in a file of their own.
		const listed = items(chart, 'dependencies') ?? items(read(posix.join(place, 'requirements.yaml')), 'dependencies');
		const declared = {name: text(chart, 'name'), dependencies: listed ?? []};
		charts.set(place, declared);
		return declared;
	};

	const folderOf = (parent: string, called: string): string => {
		const aliased = chartIn(parent).dependencies.find(one => text(one, 'alias') === called);
		const name = aliased === undefined ? called : text(aliased, 'name');
		const start = posix.join(parent, 'charts/');
		const below = [...contents.keys()].filter(path => path.startsWith(start) && path.endsWith('/Chart.yaml'));
		const places = below.map(path => posix.dirname(path)).filter(place => !place.slice(start.length).includes('/'));
		return places.find(place => chartIn(place).name === name) ?? posix.join(start, called);
	};

	return told => {
		const [first, ...rest] = told.split('/');
		if (first !== chartIn(folder).name || rest.length === 0) {
			return undefined;
		}

		let place = folder;
		while (rest[0] === 'charts' && rest[1] !== undefined) {
			place = folderOf(place, rest[1]);
			rest.splice(0, 2);
		}

		return posix.join(place, ...rest);
	};
}
