/** What JSON can say, with whole numbers beyond 2^53 kept exact as bigint. */
export type Json = string | number | bigint | boolean | null | readonly Json[] | JsonObject;

export type JsonObject = {readonly [key: string]: Json};

export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
	return Array.isArray(value);
}

/** Follows the keys as far as they lead. */
export function dig(value: Json | undefined, ...path: readonly string[]): Json | undefined {
	let here = value;
	for (const key of path) {
		if (!isObject(here)) {
			return undefined;
		}

		here = Object.hasOwn(here, key) ? here[key] : undefined;
	}

	return here;
}

/** The text at that place, or the empty one. */
export function text(value: Json | undefined, ...path: readonly string[]): string {
	const found = dig(value, ...path);
	return typeof found === 'string' ? found : '';
}

/** The number at that place, if there is one. */
export function number(value: Json | undefined, ...path: readonly string[]): number | undefined {
	const found = dig(value, ...path);
	return typeof found === 'number' ? found : undefined;
}

/** The members of the object at that place, or none. */
export function members(value: Json | undefined, ...path: readonly string[]): JsonObject {
	const found = dig(value, ...path);
	return isObject(found) ? found : {};
}

/** The items of the list at that place, or none. */
export function items(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
	const found = dig(value, ...path);
	return isList(found) ? found : [];
}

/** The texts among an object's members: labels, annotations. */
export function texts(value: Json | undefined, ...path: readonly string[]): Readonly<Record<string, string>> {
	const pairs = Object.entries(members(value, ...path));
	return Object.fromEntries(pairs.flatMap(([key, member]) => (typeof member === 'string' ? [[key, member]] : [])));
}
