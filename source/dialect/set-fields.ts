import {isList, isObject, type Json, type JsonObject} from '../model/json.ts';

// Deep enough for all that is read of an application, and for no stack to overflow.
const deepest = 6;

/** What these hold is for others to read: an empty text in it, or null, is a value. */
const opaque: ReadonlySet<string> = new Set(['valuesObject', 'commonLabels', 'commonAnnotations']);

/**
 * The document without what says nothing: null, empty text and empty lists count as not set, as they do for Argo CD, and
 * so does `source` where there are `sources`.
 */
export function keepReadFields(document: JsonObject): JsonObject {
	const {spec, ...fields} = keepSetFields(document, 0);
	if (!isObject(spec)) {
		return spec === undefined ? fields : {...fields, spec};
	}

	const {source: _, ...others} = spec;
	const {sources} = others;
	return {...fields, spec: isList(sources) ? {...others, sources: sources.map(keepSetMembers)} : spec};
}

function keepSetMembers(source: Json): Json {
	return isObject(source) ? keepSetFields(source, 2) : source;
}

function keepSetFields(document: JsonObject, depth: number): JsonObject {
	const pairs = Object.entries(document).filter(([, member]) => isSet(member));
	return Object.fromEntries(
		pairs.map(([key, member]) => [
			key,
			isObject(member) && depth < deepest && !opaque.has(key) ? keepSetFields(member, depth + 1) : member,
		]),
	);
}

function isSet(member: Json): boolean {
	return member !== null && member !== '' && !(isList(member) && member.length === 0);
}
