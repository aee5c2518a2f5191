import {isList, isObject, type Json} from '../json.ts';
import {goSyntax, goValue} from '../reading/go-value.ts';
import type {ListSchema, MapSchema, ScalarType, Schema, StructSchema} from '../schema.ts';
import {elementOf, pathText} from './elements.ts';
import {childSchema, isNamed, shapeOf} from './typed.ts';

/** Why a configuration does not fit its type, in structured-merge-diff's words, or nothing. */
export function typeErrors(schema: Schema, value: Json): string | undefined {
	const errors: string[] = [];
	check(schema, value, [], errors);
	if (errors.length <= 1) {
		return errors[0];
	}

	return ['errors:', ...errors.map(error => `  ${error}`)].join('\n');
}

function check(schema: Schema, value: Json, path: readonly string[], errors: string[]): void {
	if (value === null) {
		return;
	}

	switch (schema.kind) {
		case 'scalar':
			checkScalar(schema.type, value, path, errors);
			break;
		case 'list':
			checkList(schema, value, path, errors);
			break;
		case 'struct':
		case 'map':
			checkFields(schema, value, path, errors);
			break;
		case 'any':
			break;
	}
}

function told(path: readonly string[], message: string): string {
	return path.length === 0 ? message : `${pathText(path)}: ${message}`;
}

const expected: Partial<Record<ScalarType, readonly [string, string]>> = {
	integer: ['number', 'numeric (int or float)'],
	number: ['number', 'numeric (int or float)'],
	boolean: ['boolean', 'boolean'],
	string: ['string', 'string'],
	time: ['string', 'string'],
	bytes: ['string', 'string'],
};

function checkScalar(type: ScalarType, value: Json, path: readonly string[], errors: string[]): void {
	const [wanted, words] = expected[type] ?? ['', 'any scalar'];
	const fits = wanted === '' ? typeof value !== 'object' : typeof value === wanted;
	if (!fits) {
		errors.push(
			told(path, `expected ${words}, got ${wanted === 'number' ? goTypeOf(value) : goValueOf(value, wanted)}`),
		);
	}
}

/** As `%T` writes it. */
function goTypeOf(value: Json): string {
	if (isObject(value)) {
		return 'map[string]interface {}';
	}

	return isList(value) ? '[]interface {}' : typeof value === 'boolean' ? 'bool' : typeof value;
}

/** As `%#v` writes the wrapped value of a string, `%v` others. */
function goValueOf(value: Json, wanted: string): string {
	return wanted === 'string' ? `&value.valueUnstructured{Value:${goSyntax(value)}}` : `&{${goValue(value)}}`;
}

function checkFields(schema: StructSchema | MapSchema, value: Json, path: readonly string[], errors: string[]): void {
	if (!isObject(value)) {
		errors.push(told(path, `expected map, got &{${goValue(value)}}`));
		return;
	}

	for (const field in value) {
		const below = [...path, `f:${field}`];
		if (schema.kind === 'struct' && schema.rest === undefined && !isNamed(schema, field)) {
			errors.push(told(below, 'field not declared in schema'));
			return;
		}

		check(childSchema(schema, field), value[field] ?? null, below, errors);
	}
}

function checkList(schema: ListSchema, value: Json, path: readonly string[], errors: string[]): void {
	if (!isList(value)) {
		errors.push(told(path, `expected list, got &{${goValue(value)}}`));
		return;
	}

	const seen = new Set<string>();
	const isKeyed = shapeOf(schema, value).kind === 'items';
	for (const [index, item] of value.entries()) {
		const named = isKeyed ? elementOf(schema, item) : {kind: 'element' as const, element: `i:${index}`};
		if (named.kind === 'broken') {
			errors.push(told(path, `element ${index}: ${named.message}`));
			return;
		}

		if (seen.has(named.element)) {
			errors.push(told(path, `duplicate entries for key ${pathText([named.element])}`));
		}

		seen.add(named.element);
		check(schema.items, item, [...path, named.element], errors);
	}
}
