/** Plain JSON, never changed in place: what functions return shares structure with what they got. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = {readonly [field: string]: Json};

export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
	return Array.isArray(value);
}

export function valueAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
	let current = value;
	for (const field of path) {
		current = isObject(current) ? current[field] : undefined;
	}

	return current;
}

export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject | undefined {
	const found = valueAt(value, ...path);
	return isObject(found) ? found : undefined;
}

/** The items of a list, none where there is no list. */
export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
	const found = valueAt(value, ...path);
	return isList(found) ? found : [];
}

export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
	const found = valueAt(value, ...path);
	return typeof found === 'string' ? found : undefined;
}

/** The object with a field set, or without it where the value is undefined. */
export function withField(object: JsonObject, field: string, value: Json | undefined): JsonObject {
	if (object[field] === value) {
		return object;
	}

	if (value !== undefined) {
		return {...object, [field]: value};
	}

	const {[field]: _gone, ...rest} = object;
	return rest;
}

/** The object with the value at a path set or removed; objects on the way are made where they are missing. */
export function withValueAt(object: JsonObject, path: readonly string[], value: Json | undefined): JsonObject {
	const [field, ...rest] = path;
	if (field === undefined) {
		return object;
	}

	if (rest.length === 0) {
		return withField(object, field, value);
	}

	const child = object[field];
	if (value === undefined && !isObject(child)) {
		return object;
	}

	return withField(object, field, withValueAt(isObject(child) ? child : {}, rest, value));
}

/** What a parser returned, as JSON: what JSON can't say is null. */
export function toJson(value: unknown): Json {
	if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
		return value;
	}

	if (Array.isArray(value)) {
		return value.map(toJson);
	}

	return typeof value === 'object'
		? Object.fromEntries(Object.entries(value).map(([field, child]) => [field, toJson(child)]))
		: null;
}

export function isEmpty(object: object): boolean {
	for (const _ in object) {
		return false;
	}

	return true;
}

/** Deep; the order of fields is free. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
	if (a === b) {
		return true;
	}

	if (isList(a)) {
		return isList(b) && a.length === b.length && a.every((item, index) => sameJson(item, b[index]));
	}

	return isObject(a) && isObject(b) && sameFields(a, b);
}

function sameFields(a: JsonObject, b: JsonObject): boolean {
	let fields = 0;
	for (const field in a) {
		fields += 1;
		if (!(Object.hasOwn(b, field) && sameJson(a[field], b[field]))) {
			return false;
		}
	}

	return Object.keys(b).length === fields;
}
