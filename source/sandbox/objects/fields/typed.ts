import {isList, isObject, type Json} from '../json.ts';
import {type AnySchema, anything, type ListSchema, type MapSchema, type Schema, type StructSchema} from '../schema.ts';

/** What a value is in the eyes of structured-merge-diff: merged by field, by item, or as a whole. */
export type Shape =
	| {readonly kind: 'leaf'}
	| {readonly kind: 'fields'; readonly schema: StructSchema | MapSchema | AnySchema}
	| {readonly kind: 'items'; readonly schema: ListSchema};

const leaf: Shape = {kind: 'leaf'};
const shapes = new WeakMap<Schema, Shape>();

/** The shape of a typed value; that of untyped ones is said by the value. */
export function shapeOf(schema: Schema, value: Json | undefined): Shape {
	if (schema.kind === 'any' && (schema.isAtomic || !(isObject(value) || value === null))) {
		return leaf;
	}

	const known = shapes.get(schema) ?? newShape(schema);
	shapes.set(schema, known);
	return known;
}

function newShape(schema: Schema): Shape {
	switch (schema.kind) {
		case 'scalar':
			return leaf;
		case 'list':
			return schema.type === 'atomic' ? leaf : {kind: 'items', schema};
		case 'any':
			return {kind: 'fields', schema};
		case 'struct':
		case 'map':
			return schema.isAtomic ? leaf : {kind: 'fields', schema};
	}
}

/** The schema of a field, and whether the type names it. Unknown fields of typed values count as anything. */
export function childSchema(schema: StructSchema | MapSchema | AnySchema, field: string): Schema {
	switch (schema.kind) {
		case 'struct':
			return schema.fields.get(field)?.schema ?? schema.rest ?? anything;
		case 'map':
			return schema.items;
		case 'any':
			return anything;
	}
}

export function isNamed(schema: StructSchema | MapSchema | AnySchema, field: string): boolean {
	return schema.kind === 'struct' && schema.fields.has(field);
}

export function itemsOf(value: Json | undefined): readonly Json[] {
	return isList(value) ? value : [];
}
