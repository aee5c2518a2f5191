import {isList, isObject, type Json, type JsonObject} from '../model/json.ts';

/**
 * Field paths as Kustomize writes them: `spec.containers.[name=web].image`, `finalizers.[=x]`, `args.[0]`.
 * Within a member's name a dot, a bracket at its start and a backslash are escaped by a backslash.
 */
export function joinPath(parent: string, member: string): string {
	const escaped = member.replaceAll('\\', '\\\\').replaceAll('.', '\\.').replace(/^\[/, '\\[');
	return parent === '' ? escaped : `${parent}.${escaped}`;
}

export function joinItem(parent: string, item: string): string {
	return parent === '' ? `[${item}]` : `${parent}.[${item}]`;
}

export type Segment =
	| {readonly kind: 'member'; readonly name: string}
	| {readonly kind: 'item'; readonly pairs: readonly (readonly [key: string, value: string])[]}
	| {readonly kind: 'value'; readonly value: string}
	| {readonly kind: 'index'; readonly index: number};

/** Objects of the same make have the same paths: each is split once. */
const known = new Map<string, readonly Segment[]>();
const knownLimit = 10_000;

/** The other way round. Within brackets a dot is just a dot. */
export function splitPath(path: string): readonly Segment[] {
	const found = known.get(path);
	if (found) {
		return found;
	}

	const segments = splitOn(path, '.').map(segmentOf);
	if (known.size >= knownLimit) {
		known.clear();
	}

	known.set(path, segments);
	return segments;
}

// A part up to the next separator that is not escaped; of a path, a bracketed part as a whole.
const parts = {
	'.': /\[(?:\\.|[^\\\]])*\]|(?:\\.|[^\\.])*/sy,
	',': /(?:\\.|[^\\,])*/sy,
	'=': /(?:\\.|[^\\=])*/sy,
} as const;

/** Splits where the separator stands outside of brackets and is not escaped; escapes stay. */
function splitOn(text: string, separator: '.' | ',' | '='): readonly string[] {
	const part = parts[separator];
	const found: string[] = [];
	for (let at = 0; at <= text.length; at = part.lastIndex + 1) {
		part.lastIndex = at;
		found.push(part.exec(text)?.[0] ?? '');
	}

	return found;
}

function segmentOf(part: string): Segment {
	if (!part.startsWith('[')) {
		return {kind: 'member', name: unescaped(part)};
	}

	const inside = part.slice(1, -1);
	if (inside.startsWith('=')) {
		return {kind: 'value', value: unescaped(inside.slice(1))};
	}

	return /^\d+$/.test(inside)
		? {kind: 'index', index: Number(inside)}
		: {kind: 'item', pairs: splitOn(inside, ',').map(pairOf)};
}

function pairOf(text: string): readonly [string, string] {
	const [key = '', ...rest] = splitOn(text, '=');
	return [unescaped(key), unescaped(rest.join('='))];
}

function unescaped(text: string): string {
	return text.replaceAll(/\\(.)/gs, '$1');
}

/** Whether an item of a list is the one that the pairs name. A key that the item leaves out (a default) is no objection. */
export function isItem(item: Json, pairs: readonly (readonly [string, string])[]): boolean {
	return isObject(item) && pairs.every(([key, value]) => item[key] === undefined || String(item[key]) === value);
}

/** The place of a segment within what holds it, or -1. */
export function indexOf(list: readonly Json[], segment: Segment): number {
	switch (segment.kind) {
		case 'item':
			return list.findIndex(item => isItem(item, segment.pairs));
		case 'value':
			return list.findIndex(item => String(item) === segment.value);
		case 'index':
			return segment.index < list.length ? segment.index : -1;
		case 'member':
			return -1;
	}
}

/** Whether anything stands at that path. */
export function hasPath(value: Json | undefined, segments: readonly Segment[]): boolean {
	return segments.reduce<Json | undefined>(step, value) !== undefined;
}

function step(here: Json | undefined, segment: Segment): Json | undefined {
	if (isList(here)) {
		const at = indexOf(here, segment);
		return at < 0 ? undefined : here[at];
	}

	const isMember = isObject(here) && segment.kind === 'member' && Object.hasOwn(here, segment.name);
	return isMember ? here[segment.name] : undefined;
}

/** The value without what stands at that path; what is left empty by that goes too. */
export function withoutPath(value: Json, segments: readonly Segment[]): Json | undefined {
	const [segment, ...rest] = segments;
	if (segment === undefined) {
		return undefined;
	}

	if (isList(value)) {
		return withoutItem(value, segment, rest);
	}

	return isObject(value) && segment.kind === 'member' ? withoutMember(value, segment.name, rest) : value;
}

function withoutItem(list: readonly Json[], segment: Segment, rest: readonly Segment[]): Json | undefined {
	const at = indexOf(list, segment);
	const item = list[at];
	if (item === undefined) {
		return list;
	}

	const left = withoutPath(item, rest);
	const all = left === undefined ? list.toSpliced(at, 1) : list.with(at, left);
	return all.length === 0 ? undefined : all;
}

function withoutMember(object: JsonObject, name: string, rest: readonly Segment[]): Json | undefined {
	const member = Object.hasOwn(object, name) ? object[name] : undefined;
	if (member === undefined) {
		return object;
	}

	const {[name]: _, ...others} = object;
	const left = withoutPath(member, rest);
	const all = left === undefined ? others : {...object, [name]: left};
	return Object.keys(all).length === 0 ? undefined : all;
}
