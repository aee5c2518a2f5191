import {isList, isObject, type Json} from '../json.ts';

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export function goValue(value: Json): string {
	if (isList(value)) {
		return `[${value.map(goValue).join(' ')}]`;
	}

	if (isObject(value)) {
		const fields = Object.keys(value).sort();
		return `map[${fields.map(field => `${field}:${goValue(value[field] ?? null)}`).join(' ')}]`;
	}

	return value === null ? '<nil>' : String(value);
}
