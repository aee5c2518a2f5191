import {kindDefaults} from './defaulting/kind-defaults.ts';
import {isList, isObject, type Json, type JsonObject} from './json.ts';
import type {Field, Schema, StructSchema} from './schema.ts';

/**
 * The object with the defaults of its kind, identical where nothing was missing: those of Kubernetes' own kinds by a
 * table (OpenAPI has only a few of them), those of custom resources by their schema, with nulls that may not be.
 */
export function applyDefaults(object: JsonObject, schema: StructSchema): JsonObject {
	const result = schema.name === '' ? customStruct(schema, object) : builtInStruct(schema, object);
	return isObject(result) ? result : object;
}

function builtInStruct(schema: StructSchema, value: JsonObject): JsonObject {
	const before = withFieldDefaults(schema, kindDefaults.get(schema.name)?.(value) ?? value);
	let result: Record<string, Json> | undefined;
	for (const name in before) {
		const [child, field] = [before[name], schema.fields.get(name)];
		if (typeof child !== 'object' || child === null || field === undefined || !isConcerned(field.schema)) {
			continue;
		}

		const filled = builtIn(field.schema, child);
		if (filled !== child) {
			result ??= {...before};
			result[name] = filled;
		}
	}

	return result ?? before;
}

function builtIn(schema: Schema, value: Json): Json {
	switch (schema.kind) {
		case 'struct':
			return isObject(value) ? builtInStruct(schema, value) : value;
		case 'list':
			return isList(value)
				? sameOr(
						value,
						value.map(item => builtIn(schema.items, item)),
					)
				: value;
		case 'map':
		case 'any':
		case 'scalar':
			return value;
	}
}

function sameOr(before: readonly Json[], after: readonly Json[]): readonly Json[] {
	return after.every((item, index) => item === before[index]) ? before : after;
}

const fieldDefaults = new WeakMap<StructSchema, readonly (readonly [string, Json])[]>();

/** The defaults that OpenAPI has. Zeros among them say only that the field is no pointer. */
function defaultsOf(schema: StructSchema): readonly (readonly [string, Json])[] {
	const known = fieldDefaults.get(schema);
	if (known !== undefined) {
		return known;
	}

	const found = [...schema.fields].flatMap(([name, {default: value}]): [string, Json][] =>
		value === undefined || value === null || typeof value === 'object' || value === '' || value === 0 || value === false
			? []
			: [[name, value]],
	);
	fieldDefaults.set(schema, found);
	return found;
}

function withFieldDefaults(schema: StructSchema, value: JsonObject): JsonObject {
	let result: Record<string, Json> | undefined;
	for (const [name, zero] of defaultsOf(schema)) {
		if (value[name] === undefined || value[name] === '') {
			result ??= {...value};
			result[name] = zero;
		}
	}

	return result ?? value;
}

const concerned = new Map<string, boolean>();

/** Whether there is any rule for the type or for something inside: most of an object is walked past. */
function isConcerned(schema: Schema): boolean {
	if (schema.kind === 'list') {
		return isConcerned(schema.items);
	}

	if (schema.kind !== 'struct') {
		return false;
	}

	const known = concerned.get(schema.name);
	if (known !== undefined) {
		return known;
	}

	// A type that holds itself is looked at once.
	concerned.set(schema.name, false);
	const found =
		kindDefaults.has(schema.name) ||
		defaultsOf(schema).length > 0 ||
		[...schema.fields.values()].some(field => isConcerned(field.schema));
	concerned.set(schema.name, found);
	return found;
}

function customStruct(schema: StructSchema, value: JsonObject): JsonObject {
	let result: Record<string, Json> | undefined;
	for (const [name, field] of schema.fields) {
		const before = value[name];
		const after = customField(field, before);
		if (after === before) {
			continue;
		}

		result ??= {...value};
		result[name] = after ?? null;
	}

	return result ?? value;
}

/** Null stands for a missing value where there is a default and null is not allowed. */
function customField({schema, default: initial, isNullable}: Field, value: Json | undefined): Json | undefined {
	const isOpen = value === undefined || (value === null && !isNullable);
	const filled = isOpen && initial !== undefined ? initial : value;
	return filled === undefined || filled === null ? filled : custom(schema, filled);
}

function custom(schema: Schema, value: Json): Json {
	switch (schema.kind) {
		case 'struct':
			return isObject(value) && schema.name === '' ? customStruct(schema, value) : value;
		case 'list':
			return isList(value)
				? sameOr(
						value,
						value.map(item => custom(schema.items, item)),
					)
				: value;
		case 'map':
			return isObject(value) ? customMap(schema.items, value) : value;
		case 'any':
		case 'scalar':
			return value;
	}
}

function customMap(items: Schema, value: JsonObject): JsonObject {
	if (items.kind === 'scalar' || items.kind === 'any') {
		return value;
	}

	return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, custom(items, child)]));
}
