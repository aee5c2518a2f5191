import {isList, isObject, type Json, type JsonObject} from '../model/json.ts';
import type {FieldManager, Live} from '../model/resource.ts';
import {isEqual} from './canonical.ts';
import type {Difference} from './diff.ts';
import {type ListKind, type ListKinds, labelOf, listKindsOf, patternOf} from './lists.ts';
import {hasPath, joinItem, joinPath, splitPath} from './path.ts';

/** Our name in `metadata.managedFields`. */
export const fieldManager = 'trueup';

export function ourManager(live: Live): FieldManager | undefined {
	return live.managers.find(
		({manager, operation, subresource}) => manager === fieldManager && operation === 'Apply' && subresource === '',
	);
}

/**
 * What an apply of the desired object may change, found without asking the server: desired fields that the live object
 * has otherwise, and fields that we own and Git no longer declares. None means that an apply would change nothing.
 * Some may be false alarms (defaults inside atomic lists, values that the server normalises): a dry-run judges those.
 */
export function localDifferences(desired: JsonObject, live: Live): readonly Difference[] {
	const ours = ourManager(live);
	const lists = listKindsOf(live.managers);
	const {apiVersion, ...liveBody} = live.body;
	const {apiVersion: desiredVersion, ...rest} = desired;
	const wanted = missing(rest, liveBody, {path: '', pattern: ''}, lists);
	const dropped = (ours?.paths ?? []).filter(path => !hasPath(desired, splitPath(path)));
	return [
		...(apiVersion === desiredVersion
			? []
			: [{path: 'apiVersion', before: apiVersion ?? null, after: desiredVersion ?? null}]),
		...wanted,
		...dropped.map(path => ({path, before: '(declared before)'})),
		...(ours === undefined ? [{path: 'metadata.managedFields', after: fieldManager}] : []),
	];
}

type Place = {readonly path: string; readonly pattern: string};

/** The desired leaves that the live value lacks or has otherwise. */
function missing(desired: Json, live: Json | undefined, at: Place, lists: ListKinds): readonly Difference[] {
	if (isObject(desired) && isObject(live)) {
		return Object.entries(desired).flatMap(([name, value]) =>
			missing(value, live[name], {path: joinPath(at.path, name), pattern: patternOf(at.pattern, name)}, lists),
		);
	}

	const kind = lists.get(at.pattern);
	if (kind !== undefined && isList(desired) && isList(live)) {
		return missingItems({desired, live, kind}, at, lists);
	}

	if (isEqual(desired, live) || isSameQuantity(desired, live, at.pattern)) {
		return [];
	}

	return [live === undefined ? {path: at.path, after: desired} : {path: at.path, before: live, after: desired}];
}

type Lists = {readonly desired: readonly Json[]; readonly live: readonly Json[]; readonly kind: ListKind};

function missingItems({desired, live, kind}: Lists, at: Place, lists: ListKinds): readonly Difference[] {
	const places = desired.map(item => live.findIndex(other => isSameItem(item, other, kind)));
	if (places.some((place, index) => place >= 0 && place < (places[index - 1] ?? -1))) {
		return [{path: at.path, before: live, after: desired}];
	}

	return desired.flatMap((item, index) => {
		const path = joinItem(at.path, labelOf(item, kind) ?? String(index));
		return missing(item, live[places[index] ?? -1], {path, pattern: patternOf(at.pattern, undefined)}, lists);
	});
}

/** A key that Git leaves to its default is no objection. */
function isSameItem(desired: Json, live: Json, kind: ListKind): boolean {
	if (kind.kind === 'set' || !isObject(desired) || !isObject(live)) {
		return isEqual(desired, live);
	}

	return kind.keys.every(key => desired[key] === undefined || isEqual(desired[key], live[key]));
}

const quantityPlaces =
	/\.(?:limits|requests|hard|capacity|sizeLimit|allocatable|default|defaultRequest|min|max)(?:\.[^.]+)?$/;

/** `1000m` and `1`, `0.5` and `500m`: equal where the schema has quantities, and only there. */
function isSameQuantity(desired: Json, live: Json | undefined, pattern: string): boolean {
	if (!quantityPlaces.test(pattern)) {
		return false;
	}

	const [left, right] = [quantityOf(desired), quantityOf(live)];
	return left !== undefined && left === right;
}

const suffixes: Readonly<Record<string, number>> = {
	n: 1e-9,
	u: 1e-6,
	m: 1e-3,
	'': 1,
	k: 1e3,
	M: 1e6,
	G: 1e9,
	T: 1e12,
	P: 1e15,
	E: 1e18,
	Ki: 2 ** 10,
	Mi: 2 ** 20,
	Gi: 2 ** 30,
	Ti: 2 ** 40,
	Pi: 2 ** 50,
	Ei: 2 ** 60,
};

function quantityOf(value: Json | undefined): number | undefined {
	const found = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]{0,2})$/.exec(String(value ?? ''));
	const factor = found === null ? undefined : suffixes[found[2] ?? ''];
	return found === null || factor === undefined ? undefined : Number(found[1]) * factor;
}
