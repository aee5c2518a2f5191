import {isObject, type Json, type JsonObject} from '../json.ts';
import type {ListSchema} from '../schema.ts';

/** How FieldsV1 names the item of a set or of a list with keys, or why it can't. */
export type Element =
	| {readonly kind: 'element'; readonly element: string}
	| {readonly kind: 'broken'; readonly message: string};

// Names come back with every object: the texts are made once.
const memory = new Map<string, string>();
const largestMemory = 20_000;

export function elementOf(list: ListSchema, item: Json): Element {
	if (list.type === 'set') {
		return setElement(item);
	}

	if (item === null) {
		return broken('associative list with keys may not have a null element');
	}

	if (!isObject(item)) {
		return broken('associative list with keys may not have non-map elements');
	}

	const element = keyedElement(list, item);
	return element === undefined
		? broken(
				`associative list with keys has an element that omits all key fields [${list.keys.map(key => JSON.stringify(key)).join(' ')}] (and doesn't have default values for any key fields)`,
			)
		: {kind: 'element', element};
}

/** The element of an item that is known to have one. */
export function elementText(list: ListSchema, item: Json): string {
	const found = elementOf(list, item);
	return found.kind === 'element' ? found.element : `i:${JSON.stringify(item)}`;
}

function broken(message: string): Element {
	return {kind: 'broken', message};
}

function setElement(item: Json): Element {
	if (item === null) {
		return broken("associative list without keys has an element that's an explicit null");
	}

	if (typeof item === 'object') {
		return isObject(item)
			? broken("associative list without keys has an element that's a map type")
			: broken('not supported: associative list with lists as elements');
	}

	return {kind: 'element', element: `v:${JSON.stringify(item)}`};
}

function keyedElement(list: ListSchema, item: JsonObject): string | undefined {
	const [only, ...more] = list.keys;
	const value = only === undefined ? undefined : (item[only] ?? list.keyDefaults.get(only));
	if (only !== undefined && more.length === 0 && typeof value === 'string') {
		return singleKey(only, value);
	}

	const pairs = [...list.keys].sort().flatMap(key => {
		const found = item[key] === undefined ? list.keyDefaults.get(key) : item[key];
		return found === undefined ? [] : [`${JSON.stringify(key)}:${JSON.stringify(found)}`];
	});
	return pairs.length === 0 ? undefined : `k:{${pairs.join(',')}}`;
}

function singleKey(key: string, value: string): string {
	const name = `${key}\n${value}`;
	const known = memory.get(name);
	if (known !== undefined) {
		return known;
	}

	const element = `k:{${JSON.stringify(key)}:${JSON.stringify(value)}}`;
	if (memory.size < largestMemory) {
		memory.set(name, element);
	}

	return element;
}

/** An element as it is written in paths of conflicts: `.name`, `[name="web"]`, `[="a"]`. */
export function pathText(elements: readonly string[]): string {
	return elements.map(partOf).join('');
}

function partOf(element: string): string {
	const content = element.slice(2);
	switch (element.charAt(0)) {
		case 'f':
			return `.${content}`;
		case 'k':
			return `[${keysOf(content).join(',')}]`;
		case 'v':
			return `[=${content}]`;
		default:
			return `[${content}]`;
	}
}

function keysOf(content: string): readonly string[] {
	const keys: unknown = JSON.parse(content);
	const pairs = typeof keys === 'object' && keys !== null ? Object.entries(keys) : [];
	return pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`);
}
