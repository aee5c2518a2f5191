import type {Application} from '../model/application.ts';
import {givesWay, shortenRemarks} from '../model/declared-twice.ts';
import {keyOf, type Manifest, type ResourceKey} from '../model/resource.ts';
import type {Rendered} from '../model/sources.ts';
import {hashOf} from '../plan/canonical.ts';
import {labelOf, type Part} from './source-parts.ts';

/** A render, and the words that tell its source from the others that declare something. */
type Named = {readonly rendered: Rendered; readonly label: string; readonly number: number};

/**
 * What the sources of an application declare together; of two that declare an object the later one counts. `before` is
 * what they declared before: it is given back where nothing is new.
 */
export function joinParts(application: Application, parts: readonly Part[], before?: Rendered): Rendered {
	const all = parts.flatMap(({source, rendered}) =>
		rendered ? [{rendered, label: labelOf(application, source), number: application.sources.indexOf(source)}] : [],
	);
	const [only] = all;
	if (only !== undefined && all.length === 1) {
		return only.rendered;
	}

	const key = hashOf(all.map(({rendered, label}) => [label, rendered.key]));
	return before?.key === key ? before : {key, ...join(application, all)};
}

function join(application: Application, all: readonly Named[]): Omit<Rendered, 'key'> {
	const {manifests, remarks} = joinManifests(application, all);
	const lacking = [...new Set(all.flatMap(({rendered}) => rendered.lacking ?? []))];
	return {
		manifests,
		problems: all.flatMap(({rendered, label, number}) =>
			rendered.problems.map(problem => ({...problem, where: `${label}, ${inList(problem.where, number)}`})),
		),
		tool: toolsOf(all).join(', '),
		messages: all.map(saidBy).join(''),
		remarks: [...all.flatMap(({rendered, label}) => rendered.remarks.map(remark => `${label}, ${remark}`)), ...remarks],
		...(lacking.length > 0 && {lacking}),
		...(all.some(({rendered}) => rendered.isPrivate) && {isPrivate: true}),
	};
}

/** A field of one of several sources. */
function inList(where: string, number: number): string {
	return where.replace(/^spec\.source\b/, `spec.sources[${number}]`);
}

/** Each by its name and version; a render may have needed several. */
function toolsOf(all: readonly Named[]): readonly string[] {
	const tools = all.flatMap(({rendered}) => rendered.tool.split(', '));
	return [...new Set(tools)].filter(tool => tool !== '');
}

function saidBy({rendered: {messages}, label}: Named): string {
	return messages === '' ? '' : `${label}:\n${messages.trimEnd()}\n`;
}

type Joined = Pick<Rendered, 'manifests' | 'remarks'>;

function joinManifests({destination}: Application, all: readonly Named[]): Joined {
	const last = new Map<ResourceKey, Manifest>();
	const remarks: string[] = [];
	for (const {rendered, label} of all) {
		for (const {id, body, origin} of rendered.manifests) {
			// What names no namespace goes where what names the destination's goes.
			const namespace = id.namespace || destination.namespace || 'default';
			const key = keyOf({...id, namespace});
			const before = last.get(key);
			const manifest = {id, body, origin: {...origin, file: `${label}, ${origin.file}`}};
			if (before !== undefined) {
				remarks.push(givesWay(id, before.origin, manifest.origin));
				last.delete(key);
			}

			last.set(key, manifest);
		}
	}

	return {manifests: [...last.values()], remarks: shortenRemarks(remarks)};
}
