import {isList, isObject, type Json, type JsonObject} from '../model/json.ts';
import {isEqual} from './canonical.ts';
import {type ListKind, type ListKinds, labelOf, patternOf} from './lists.ts';
import {joinItem, joinPath} from './path.ts';

/** One place where two objects differ. An absent side is left out. */
export type Difference = {readonly path: string; readonly before?: Json; readonly after?: Json};

type Place = {readonly path: string; readonly pattern: string};

/** What differs, with list items paired as the server merges them. Whole parts that are new or gone are one difference. */
export function differences(before: Json, after: Json, lists: ListKinds): readonly Difference[] {
	return compare(before, after, {path: '', pattern: ''}, lists);
}

function compare(
	before: Json | undefined,
	after: Json | undefined,
	at: Place,
	lists: ListKinds,
): readonly Difference[] {
	if (isObject(before) && isObject(after)) {
		return compareMembers(before, after, at, lists);
	}

	if (isList(before) && isList(after)) {
		return compareLists(before, after, at, lists);
	}

	return isEqual(before, after) ? [] : [differenceAt(at.path, before, after)];
}

function differenceAt(path: string, before: Json | undefined, after: Json | undefined): Difference {
	return {path, ...(before === undefined ? {} : {before}), ...(after === undefined ? {} : {after})};
}

function compareMembers(before: JsonObject, after: JsonObject, at: Place, lists: ListKinds): readonly Difference[] {
	const names = new Set([...Object.keys(before), ...Object.keys(after)]);
	return [...names].flatMap(name =>
		compare(before[name], after[name], {path: joinPath(at.path, name), pattern: patternOf(at.pattern, name)}, lists),
	);
}

function compareLists(
	before: readonly Json[],
	after: readonly Json[],
	at: Place,
	lists: ListKinds,
): readonly Difference[] {
	const kind = lists.get(at.pattern);
	const left = kind && labelled(before, kind);
	const right = kind && labelled(after, kind);
	return left && right ? comparePairs(left, right, at, lists) : compareByIndex(before, after, at, lists);
}

/** Undefined where the items can't be told apart. */
function labelled(list: readonly Json[], kind: ListKind): ReadonlyMap<string, Json> | undefined {
	const pairs = list.map(item => [labelOf(item, kind), item] as const);
	const byLabel = new Map(pairs.flatMap(([label, item]) => (label === undefined ? [] : [[label, item] as const])));
	return byLabel.size === list.length ? byLabel : undefined;
}

function comparePairs(
	before: ReadonlyMap<string, Json>,
	after: ReadonlyMap<string, Json>,
	at: Place,
	lists: ListKinds,
): readonly Difference[] {
	const pattern = patternOf(at.pattern, undefined);
	const labels = new Set([...before.keys(), ...after.keys()]);
	const inner = [...labels].flatMap(label =>
		compare(before.get(label), after.get(label), {path: joinItem(at.path, label), pattern}, lists),
	);
	const stayed = [...before.keys()].filter(label => after.has(label));
	const now = [...after.keys()].filter(label => before.has(label));
	return isEqual(stayed, now) ? inner : [...inner, {path: at.path, before: stayed, after: now}];
}

function compareByIndex(
	before: readonly Json[],
	after: readonly Json[],
	at: Place,
	lists: ListKinds,
): readonly Difference[] {
	const pattern = patternOf(at.pattern, undefined);
	return Array.from({length: Math.max(before.length, after.length)}, (_, index) => index).flatMap(index =>
		compare(before[index], after[index], {path: joinItem(at.path, String(index)), pattern}, lists),
	);
}
