import {isList, isObject, type Json, type JsonObject, listAt, objectAt, sameJson, textAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {duplicate, invalidValue, required, unsupported, wrongType} from './field-errors.ts';

/** A custom resource against the schema of its version, as kube-openapi's validation words it. */
export function validateStructural(schema: JsonObject, object: JsonObject): readonly Cause[] {
	const {apiVersion: _version, kind: _kind, metadata: _metadata, ...content} = object;
	const needed = listAt(schema, 'required').filter(name => !['apiVersion', 'kind', 'metadata'].includes(String(name)));
	return value({...schema, required: needed}, content, '');
}

function value(schema: JsonObject, given: Json, path: string): readonly Cause[] {
	if (given === null && schema.nullable === true) {
		return [];
	}

	const mistyped = typeCauses(schema, given, path);
	if (mistyped.length > 0) {
		return [...mistyped, ...enumCauses(schema, given, path)];
	}

	return [...enumCauses(schema, given, path), ...contentCauses(schema, given, path), ...setCauses(schema, given, path)];
}

function typeName(given: Json): string {
	if (given === null || isList(given)) {
		return given === null ? 'null' : 'array';
	}

	if (typeof given === 'number') {
		return Number.isInteger(given) ? 'integer' : 'number';
	}

	return typeof given;
}

function typeCauses(schema: JsonObject, given: Json, path: string): readonly Cause[] {
	const isEither = schema['x-kubernetes-int-or-string'] === true;
	const type = isEither ? 'integer,string' : textAt(schema, 'type');
	const found = typeName(given);
	const fits = type === undefined || type.split(',').includes(found) || (type === 'number' && found === 'integer');
	const detail = `${path} in body must be of type ${type}: ${JSON.stringify(found)}`;
	return fits
		? []
		: [wrongType(path, found, detail), ...(found === 'number' && type === 'integer' ? [noInteger(path)] : [])];
}

/** What go-openapi says besides of a fraction. */
function noInteger(path: string): Cause {
	return invalidValue('<nil>', '', `Checked value must be of type integer (default format) in ${path}`);
}

function enumCauses(schema: JsonObject, given: Json, path: string): readonly Cause[] {
	const allowed = schema.enum;
	return isList(allowed) && !allowed.some(one => sameJson(one, given)) ? [unsupported(path, given, allowed)] : [];
}

function contentCauses(schema: JsonObject, given: Json, path: string): readonly Cause[] {
	if (isList(given)) {
		return [
			...size(schema, given.length, path, 'Items'),
			...given.flatMap((item, index) => items(schema, item, `${path}[${index}]`)),
		];
	}

	if (isObject(given)) {
		return objectCauses(schema, given, path);
	}

	return typeof given === 'string'
		? textCauses(schema, given, path)
		: typeof given === 'number'
			? numberCauses(schema, given, path)
			: [];
}

function items(schema: JsonObject, item: Json, path: string): readonly Cause[] {
	const child = objectAt(schema, 'items');
	return child === undefined ? [] : value(child, item, path);
}

function objectCauses(schema: JsonObject, given: JsonObject, path: string): readonly Cause[] {
	const properties = objectAt(schema, 'properties') ?? {};
	const additional = schema.additionalProperties;
	const place = (name: string) => (path === '' ? name : `${path}.${name}`);
	const missing = listAt(schema, 'required').filter(name => given[String(name)] === undefined);
	// An object in a field says itself what it is.
	const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
	const unsaid = isEmbedded ? ['apiVersion', 'kind'].filter(name => (textAt(given, name) ?? '') === '') : [];
	return [
		...[...missing, ...unsaid].map(name => required(place(String(name)))),
		...size(schema, Object.keys(given).length, path, 'Properties'),
		...Object.entries(given).flatMap(([name, child]) => {
			const own = properties[name] ?? additional;
			return isObject(own) ? value(own, child, place(name)) : [];
		}),
	];
}

function size(schema: JsonObject, count: number, path: string, what: 'Items' | 'Properties'): readonly Cause[] {
	const [most, least] = [schema[`max${what}`], schema[`min${what}`]];
	const words = what.toLowerCase();
	return [
		...(typeof most === 'number' && count > most
			? [
					{
						reason: 'FieldValueTooMany',
						message: `Too many: ${count}: must have at most ${most} ${most === 1 ? 'item' : 'items'}`,
						field: path,
					},
				]
			: []),
		...(typeof least === 'number' && count < least
			? [invalidValue(path, count, `${path} in body should have at least ${least} ${words}`)]
			: []),
	];
}

function textCauses(schema: JsonObject, given: string, path: string): readonly Cause[] {
	const {maxLength, minLength, pattern} = schema;
	const length = [...given].length;
	const isTooLong = typeof maxLength === 'number' && length > maxLength;
	return [
		...(isTooLong
			? [{reason: 'FieldValueTooLong', message: `Too long: may not be more than ${maxLength} bytes`, field: path}]
			: []),
		...(typeof minLength === 'number' && length < minLength
			? [invalidValue(path, given, `${path} in body should be at least ${minLength} chars long`)]
			: []),
		// The real one stops at a text that is too long.
		...(typeof pattern === 'string' && !isTooLong && !fitsPattern(pattern, given)
			? [invalidValue(path, given, `${path} in body should match '${pattern}'`)]
			: []),
	];
}

/** What Go's expressions have and JavaScript's lack lets everything through. */
function fitsPattern(pattern: string, given: string): boolean {
	try {
		return new RegExp(pattern, 'u').test(given);
	} catch {
		return true;
	}
}

function numberCauses(schema: JsonObject, given: number, path: string): readonly Cause[] {
	const {multipleOf} = schema;
	return [
		...limit(given, path, {bound: schema.maximum, isExclusive: schema.exclusiveMaximum === true, word: 'less'}),
		...limit(given, path, {bound: schema.minimum, isExclusive: schema.exclusiveMinimum === true, word: 'greater'}),
		...(typeof multipleOf === 'number' && given % multipleOf !== 0
			? [invalidValue(path, given, `${path} in body should be a multiple of ${multipleOf}`)]
			: []),
	];
}

type Limit = {readonly bound: Json | undefined; readonly isExclusive: boolean; readonly word: 'less' | 'greater'};

function limit(given: number, path: string, {bound, isExclusive, word}: Limit): readonly Cause[] {
	if (typeof bound !== 'number' || (given === bound && !isExclusive)) {
		return [];
	}

	const fits = word === 'less' ? given < bound : given > bound;
	const words = `${word} than ${isExclusive ? '' : 'or equal to '}${bound}`;
	return fits ? [] : [invalidValue(path, given, `${path} in body should be ${words}`)];
}

function setCauses(schema: JsonObject, given: Json, path: string): readonly Cause[] {
	const type = schema['x-kubernetes-list-type'];
	if (!isList(given) || (type !== 'set' && type !== 'map')) {
		return [];
	}

	const keys = listAt(schema, 'x-kubernetes-list-map-keys').map(String);
	const seen = new Set<string>();
	return given.flatMap((item, index) => {
		const name =
			type === 'set' ? item : Object.fromEntries(keys.map(key => [key, isObject(item) ? (item[key] ?? null) : null]));
		const text = JSON.stringify(name);
		const isRepeated = seen.has(text);
		seen.add(text);
		return isRepeated ? [duplicate(`${path}[${index}]`, name)] : [];
	});
}
