import {isList, isObject, type Json, type JsonObject, text} from './json.ts';

/** On an object, not a Secret, of which fields hold what is secret in its source: their patterns, as a list in JSON. */
export const privateAnnotation = 'trueup.dev/private-fields';

/** The same value with each leaf changed. Patterns are as `.spec.containers.[].image`. */
export function mapLeaves(value: Json, change: (leaf: Json, pattern: string) => Json, pattern = ''): Json {
	if (isObject(value)) {
		const members = Object.entries(value).map(([name, member]) => [
			name,
			mapLeaves(member, change, `${pattern}.${name}`),
		]);
		return Object.fromEntries(members);
	}

	return isList(value) ? value.map(item => mapLeaves(item, change, `${pattern}.[]`)) : change(value, pattern);
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
