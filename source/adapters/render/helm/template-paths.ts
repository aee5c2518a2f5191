import {posix} from 'node:path';
import {type Json, text} from '../../../model/json.ts';
import {parseDocument} from '../parse-document.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';
import {listedDependencies} from './dependencies.ts';

/** The file that Helm means by a path; undefined where it is none of that chart. */
export type PathOf = (told: string) => string | undefined;

type Declared = {
	readonly name: string;
	/** The names of the charts that it calls otherwise. */
	readonly aliases: ReadonlyMap<string, string>;
};

const longestPath = 3000;
const deepestCharts = 8;
/** Of a `Chart.yaml`, in bytes; the name of a chart with a longer one is taken for that of its folder. */
const largestChart = 1024 * 1024;

/** Helm begins paths with the name of the chart, and has the names of its subcharts (or aliases) in place of their folders. */
export function templatePaths(folder: string, files: readonly WorkspaceFile[]): PathOf {
	const charts = new Charts(files);
	return told => {
		const [first, ...rest] = isMadeUp(told) ? [] : told.split('/');
		if (first !== charts.in(folder).name || rest.length === 0) {
			return undefined;
		}

		let place = folder;
		while (rest[0] === 'charts' && rest[1] !== undefined) {
			place = charts.folderOf(place, rest[1]);
			rest.splice(0, 2);
		}

		return posix.join(place, ...rest);
	};
}

/** By a template that prints what looks like one of Helm's comments: no file has such a path. */
function isMadeUp(told: string): boolean {
	return told.length > longestPath || told.split('/charts/').length - 1 > deepestCharts;
}

/** Charts and those in their `charts/`, each read once, however often paths name them. */
class Charts {
	readonly #contents: ReadonlyMap<string, WorkspaceFile['content']>;
	/** The folders right below the `charts/` of a chart that are charts themselves. */
	readonly #below: ReadonlyMap<string, readonly string[]>;
	readonly #declared = new Map<string, Declared>();
	/** By the name that each declares. */
	readonly #named = new Map<string, ReadonlyMap<string, string>>();

	constructor(files: readonly WorkspaceFile[]) {
		this.#contents = new Map(files.map(({path, content}) => [path, content]));
		const places = files.flatMap(({path}) =>
			/(?:^|\/)charts\/[^/]+\/Chart\.yaml$/.test(path) ? posix.dirname(path) : [],
		);
		this.#below = Map.groupBy(places, place => posix.dirname(place));
	}

	/** Nothing is remembered of places where no chart is: paths may name any number of them. */
	in(place: string): Declared {
		const known = this.#declared.get(place);
		const file = posix.join(place, 'Chart.yaml');
		if (known !== undefined || !this.#contents.has(file)) {
			return known ?? {name: '', aliases: new Map()};
		}

		const chart = this.#read(file);
		const needed = listedDependencies(chart, this.#read(posix.join(place, 'requirements.yaml')));
		const aliases = needed.map(one => [text(one, 'alias'), text(one, 'name')] as const);
		const declared = {name: text(chart, 'name'), aliases: new Map(aliases.toReversed())};
		this.#declared.set(place, declared);
		return declared;
	}

	/** Where the chart is that Helm calls so within another one. */
	folderOf(parent: string, called: string): string {
		const name = this.in(parent).aliases.get(called) ?? called;
		return this.#namedIn(parent).get(name) ?? posix.join(parent, 'charts', called);
	}

	#namedIn(parent: string): ReadonlyMap<string, string> {
		const folder = posix.join(parent, 'charts');
		const places = this.#below.get(folder);
		const known = this.#named.get(parent);
		if (known !== undefined || places === undefined) {
			return known ?? new Map();
		}

		// Of two with one name the first counts.
		const named = new Map(places.toReversed().map(place => [this.in(place).name, place]));
		this.#named.set(parent, named);
		return named;
	}

	#read(path: string): Json {
		const content = this.#contents.get(path) ?? '';
		const parsed = content.length > largestChart ? undefined : parseDocument(content.toString('utf8'));
		return parsed && 'value' in parsed ? parsed.value : null;
	}
}
