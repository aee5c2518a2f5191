import {isList, isObject, type Json, type JsonObject, text} from './json.ts';

/** On an object, not a Secret, of which fields hold what is secret in its source: their patterns, as a list in JSON. */
export const privateAnnotation = 'trueup.dev/private-fields';

/** Where a leaf is: `pattern` as `.spec.containers.[].image`; `path` is of that leaf alone, for comparing only. */
export type LeafPlace = {readonly pattern: string; readonly path: string};

export const wholeObject: LeafPlace = {pattern: '', path: ''};

/** The same value with each leaf changed. */
export function mapLeaves(value: Json, change: (leaf: Json, at: LeafPlace) => Json, at: LeafPlace = wholeObject): Json {
	if (isObject(value)) {
		const members = Object.entries(value).map(([name, member]) => [name, mapLeaves(member, change, within(at, name))]);
		return Object.fromEntries(members);
	}

	if (!isList(value)) {
		return change(value, at);
	}

	const labels = labelsOf(value);
	return value.map((item, index) =>
		mapLeaves(item, change, {pattern: `${at.pattern}.[]`, path: `${at.path}[${labels?.[index] ?? index}]`}),
	);
}

/** The place of an object's member. */
export function within({pattern, path}: LeafPlace, name: string): LeafPlace {
	return {pattern: `${pattern}.${name}`, path: `${path}.${JSON.stringify(name)}`};
}

/** Where each item has a name of its own, it stays the same item wherever it stands. */
function labelsOf(list: readonly Json[]): readonly string[] | undefined {
	const names = list.map(item => text(item, 'name'));
	const isTold = !names.includes('') && new Set(names).size === names.length;
	return isTold ? names.map(name => JSON.stringify(name)) : undefined;
}

/** The patterns that an object's annotation names; all of them where somebody has broken it. */
export function privateFieldsOf(body: JsonObject): readonly string[] {
	const told = text(body, 'metadata', 'annotations', privateAnnotation);
	try {
		const fields: Json = told === '' ? [] : JSON.parse(told);
		return isList(fields) ? fields.map(String) : everything;
	} catch {
		return everything;
	}
}

const everything = [''];

/** Within the pattern, or at it. */
export function isWithin(pattern: string, fields: readonly string[]): boolean {
	return fields.some(field => pattern === field || pattern.startsWith(`${field}.`));
}
