import {isList, isObject, type Json, text} from '../model/json.ts';
import type {FieldManager} from '../model/resource.ts';
import {type Segment, splitPath} from './path.ts';

/**
 * How lists are merged, by the pattern of their path (`spec.containers`, `spec.containers.[].ports`): by these keys of
 * their items, or as a set. A list that is not in it is atomic as far as we know.
 * It is read off the field managers: the server writes there what its schema says, for custom resources too.
 */
export type ListKinds = ReadonlyMap<string, ListKind>;

export type ListKind = {readonly kind: 'keyed'; readonly keys: readonly string[]} | {readonly kind: 'set'};

export function listKindsOf(managers: readonly FieldManager[]): ListKinds {
	const kinds = new Map<string, ListKind>();
	for (const {paths} of managers) {
		for (const path of paths) {
			if (path.includes('[')) {
				noteLists(kinds, splitPath(path));
			}
		}
	}

	return kinds;
}

/**
 * Where nobody has written the schema down: a list whose items have a name each in all of these values is told apart by
 * that, as the server does with most of them.
 */
export function namedLists(values: readonly Json[]): ListKinds {
	const areNamed = new Map<string, boolean>();
	for (const value of values) {
		noteNames(areNamed, value, '');
	}

	const named = [...areNamed].filter(([, are]) => are);
	return new Map(named.map(([pattern]) => [pattern, {kind: 'keyed', keys: ['name']}]));
}

function noteNames(areNamed: Map<string, boolean>, value: Json, pattern: string): void {
	if (isList(value)) {
		const names = new Set(value.map(item => text(item, 'name')).filter(name => name !== ''));
		areNamed.set(pattern, areNamed.get(pattern) !== false && names.size === value.length);
		for (const item of value) {
			noteNames(areNamed, item, patternOf(pattern, undefined));
		}
	} else if (isObject(value)) {
		for (const [name, member] of Object.entries(value)) {
			noteNames(areNamed, member, patternOf(pattern, name));
		}
	}
}

function noteLists(kinds: Map<string, ListKind>, segments: readonly Segment[]): void {
	let pattern = '';
	for (const segment of segments) {
		if (segment.kind === 'item') {
			kinds.set(pattern, {kind: 'keyed', keys: segment.pairs.map(([key]) => key)});
		} else if (segment.kind === 'value') {
			kinds.set(pattern, {kind: 'set'});
		}

		pattern = patternOf(pattern, segment.kind === 'member' ? segment.name : undefined);
	}
}

/** The pattern one step further down: a member's, or a list item's. */
export function patternOf(parent: string, member: string | undefined): string {
	return `${parent}.${member === undefined ? '[]' : member}`;
}

/** What tells an item of that list from the others, as in a path; undefined where it lacks a key. */
export function labelOf(item: Json, kind: ListKind): string | undefined {
	if (kind.kind === 'set') {
		return `=${escaped(String(item))}`;
	}

	if (!isObject(item)) {
		return undefined;
	}

	const pairs = kind.keys.flatMap(key =>
		item[key] === undefined ? [] : [`${escaped(key)}=${escaped(String(item[key]))}`],
	);
	return pairs.length === 0 ? undefined : pairs.join(',');
}

function escaped(text: string): string {
	return text.replaceAll(/[\\\],=]/g, String.raw`\$&`);
}
