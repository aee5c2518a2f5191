import {dig, isList, isObject, type Json} from '../../model/json.ts';
import {printable} from './printable.ts';

export type Unwrapped = {readonly values: readonly Json[]} | {readonly problem: string};

/** The objects that a document holds: itself, or the items of a list; items of `ConfigMapList` are of kind `ConfigMap`. */
export function unwrapList(value: Json): Unwrapped {
	const kind = dig(value, 'kind');
	const items = dig(value, 'items');
	if (typeof kind !== 'string' || !isListKind(kind, items)) {
		return {values: value === null ? [] : [value]};
	}

	if (items !== undefined && items !== null && !isList(items)) {
		return {problem: `the items of this ${printable(kind, 100)} are not a list`};
	}

	const inherited =
		kind === 'List' ? {} : {apiVersion: dig(value, 'apiVersion') ?? null, kind: kind.slice(0, -'List'.length)};
	const unwrapped = (isList(items) ? items : []).map(item =>
		unwrapList(isObject(item) ? {...inherited, ...item} : item),
	);
	const wrong = unwrapped.find(item => 'problem' in item);
	return wrong ?? {values: unwrapped.flatMap(item => ('values' in item ? item.values : []))};
}

function isListKind(kind: string, items: Json | undefined): boolean {
	return kind === 'List' || (kind.endsWith('List') && items !== undefined);
}
