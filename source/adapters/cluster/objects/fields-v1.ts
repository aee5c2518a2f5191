import {isObject, type JsonObject} from '../../../model/json.ts';

/** The fields of both sets. */
export function union(one: JsonObject, other: JsonObject): JsonObject {
	const both = Object.entries(other).map(([key, theirs]) => {
		const ours = Object.hasOwn(one, key) ? one[key] : undefined;
		return [key, isObject(ours) && isObject(theirs) ? union(ours, theirs) : theirs] as const;
	});
	// From entries, not by assignment: a field may be named __proto__.
	return Object.fromEntries([...Object.entries(one), ...both]);
}

/** The set without one field; what is left with nothing in it goes too. */
export function without(fields: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
	const inner = key !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
	if (key === undefined || !isObject(inner)) {
		return fields;
	}

	const left = rest.length === 0 ? {} : without(inner, rest);
	const others = Object.entries(fields).filter(([other]) => other !== key);
	return Object.fromEntries(Object.keys(left).length === 0 ? others : [...others, [key, left]]);
}
