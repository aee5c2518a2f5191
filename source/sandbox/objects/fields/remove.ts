import {isEmpty, isObject, type Json, type JsonObject} from '../json.ts';
import type {ListSchema, Schema} from '../schema.ts';
import {elementText} from './elements.ts';
import {type FieldSet, isMember} from './field-set.ts';
import {childSchema, itemsOf, type Shape, shapeOf} from './typed.ts';

/** The value without the members of a set, as structured-merge-diff's `RemoveItems`. Nothing where nothing is left. */
export function removeFields(schema: Schema, value: Json, set: FieldSet): Json | undefined {
	if (isEmpty(set)) {
		return value;
	}

	const shape = shapeOf(schema, value);
	switch (shape.kind) {
		case 'leaf':
			// A scalar stays; what is atomic goes with any of its parts.
			return typeof value === 'object' && value !== null ? null : value;
		case 'fields':
			return isObject(value) ? fromObject(shape.schema, value, set) : null;
		case 'items':
			return fromList(shape.schema, itemsOf(value), set);
	}
}

function fromObject(schema: Extract<Shape, {kind: 'fields'}>['schema'], value: JsonObject, set: FieldSet): Json {
	const result: Record<string, Json> = {};
	for (const field in value) {
		const child = value[field] ?? null;
		const node = set[`f:${field}`];
		if (isMember(node)) {
			continue;
		}

		result[field] = node === undefined ? child : (removeFields(childSchema(schema, field), child, node) ?? null);
	}

	return isEmpty(result) ? null : result;
}

function fromList(list: ListSchema, items: readonly Json[], set: FieldSet): Json {
	const result = items.flatMap(item => {
		const node = set[elementText(list, item)];
		if (isMember(node)) {
			return [];
		}

		return [node === undefined ? item : (removeFields(list.items, item, node) ?? null)];
	});
	return result.length === 0 ? null : result;
}
