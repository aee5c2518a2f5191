import {isList, isObject, type Json, type JsonObject} from '../model/json.ts';

// Deep enough for all that is read of an application, and for no stack to overflow.
const deepest = 6;

/** The document without what says nothing: null, empty text and empty lists count as not set, as they do for Argo CD. */
export function keepSetFields(document: JsonObject, depth = 0): JsonObject {
	const pairs = Object.entries(document).filter(([, member]) => isSet(member));
	return Object.fromEntries(
		pairs.map(([key, member]) => [
			key,
			isObject(member) && depth < deepest ? keepSetFields(member, depth + 1) : member,
		]),
	);
}

function isSet(member: Json): boolean {
	return member !== null && member !== '' && !(isList(member) && member.length === 0);
}
