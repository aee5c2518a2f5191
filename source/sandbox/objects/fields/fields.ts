import {isEmpty, isObject, type Json, type JsonObject} from '../json.ts';
import type {ListSchema, Schema} from '../schema.ts';
import {elementText} from './elements.ts';
import {emptySet, type FieldSet} from './field-set.ts';
import {childSchema, isNamed, itemsOf, type Shape, shapeOf} from './typed.ts';

/** All fields that a value sets, as structured-merge-diff's `ToFieldSet`. */
export function fieldsOf(schema: Schema, value: Json): FieldSet {
	const node = nodeOf(schema, value);
	return node === 'leaf' ? emptySet : (node ?? emptySet);
}

/** The elements below a value; `leaf` where it is owned as a whole, nothing where it sets nothing. */
function nodeOf(schema: Schema, value: Json): Record<string, FieldSet> | 'leaf' | undefined {
	const shape = shapeOf(schema, value);
	switch (shape.kind) {
		case 'leaf':
			return 'leaf';
		case 'items':
			return itemNodes(shape.schema, itemsOf(value));
		case 'fields':
			return isObject(value) ? fieldNodes(shape.schema, value) : undefined;
	}
}

function fieldNodes(schema: Extract<Shape, {kind: 'fields'}>['schema'], value: JsonObject): Record<string, FieldSet> {
	const result: Record<string, FieldSet> = {};
	for (const field in value) {
		const child = value[field] ?? null;
		const node = nodeOf(childSchema(schema, field), child);
		const isOwn = child === null || (isObject(child) && isEmpty(child)) || !isNamed(schema, field);
		const entry = entryOf(node, isOwn);
		if (entry !== undefined) {
			result[`f:${field}`] = entry;
		}
	}

	return result;
}

function entryOf(node: Record<string, FieldSet> | 'leaf' | undefined, isOwn: boolean): FieldSet | undefined {
	if (node === 'leaf' || node === undefined || isEmpty(node)) {
		return node === 'leaf' || isOwn ? emptySet : undefined;
	}

	return isOwn ? {'.': emptySet, ...node} : node;
}

function itemNodes(list: ListSchema, items: readonly Json[]): Record<string, FieldSet> {
	const result: Record<string, FieldSet> = {};
	for (const item of items) {
		const element = elementText(list, item);
		// What stands twice in a list is owned as a whole.
		const entry = element in result ? emptySet : entryOf(nodeOf(list.items, item), true);
		result[element] = entry ?? emptySet;
	}

	return result;
}

/** The set with all named fields on the way to its members as members too. */
export function withNamedFields(set: FieldSet, schema: Schema | undefined): FieldSet {
	const result: Record<string, FieldSet> = {};
	const shape = schema === undefined ? undefined : shapeOf(schema, null);
	for (const element in set) {
		const node = set[element] ?? emptySet;
		if (element === '.' || isEmpty(node)) {
			result[element] = node;
			continue;
		}

		const children = withNamedFields(node, below(shape, element));
		const named = shape?.kind === 'fields' && element.startsWith('f:') && isNamed(shape.schema, element.slice(2));
		result[element] = named ? {'.': emptySet, ...children} : children;
	}

	return result;
}

function below(shape: Shape | undefined, element: string): Schema | undefined {
	if (shape?.kind === 'fields' && element.startsWith('f:')) {
		return childSchema(shape.schema, element.slice(2));
	}

	return shape?.kind === 'items' && element.startsWith('k:') ? shape.schema.items : undefined;
}
