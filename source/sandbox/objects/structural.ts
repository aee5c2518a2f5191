import {texts} from './data.ts';
import {isObject, type Json, type JsonObject, objectAt, textAt} from './json.ts';
import {
	anything,
	definitionSchema,
	type Field,
	listSchema,
	type Schema,
	type StructSchema,
	scalarSchema,
} from './schema.ts';

const metadata = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const known = new WeakMap<JsonObject, StructSchema>();
const sources = new WeakMap<StructSchema, JsonObject>();

/** The schema of a custom resource, from the `openAPIV3Schema` of its version. Kept by the identity of that object. */
export function structuralSchema(openApiSchema: JsonObject | undefined): StructSchema {
	const node = openApiSchema ?? preserving;
	const found = known.get(node);
	if (found !== undefined) {
		return found;
	}

	const schema = structOf(node, true, isPreserving(node));
	known.set(node, schema);
	sources.set(schema, node);
	return schema;
}

/** The `openAPIV3Schema` that a schema was made of. */
export function sourceOf(schema: StructSchema): JsonObject | undefined {
	return sources.get(schema);
}

const preserving: JsonObject = {type: 'object', 'x-kubernetes-preserve-unknown-fields': true};

function isPreserving(node: JsonObject): boolean {
	return node['x-kubernetes-preserve-unknown-fields'] === true;
}

/** `preserved`: something above keeps unknown fields, and then merging knows them as anything. */
function schemaOf(child: Json, preserved: boolean): Schema {
	const node = isObject(child) ? child : {};
	const keeps = preserved || isPreserving(node);
	if (node['x-kubernetes-int-or-string'] === true) {
		return {kind: 'scalar', type: 'int-or-string', format: ''};
	}

	switch (textAt(node, 'type')) {
		case 'object':
			return objectSchema(node, keeps);
		case 'array':
			return listSchema(node, schemaOf(node.items ?? {}, keeps));
		case undefined:
			return anything;
		default:
			// Formats of custom resources are checked, and nothing is rewritten.
			return {...scalarSchema(withoutFormat(node)), format: textAt(node, 'format') ?? ''};
	}
}

function withoutFormat({format: _format, ...node}: JsonObject): JsonObject {
	return node;
}

function objectSchema(node: JsonObject, preserved: boolean): Schema {
	const isEmbedded = node['x-kubernetes-embedded-resource'] === true;
	if (objectAt(node, 'properties') !== undefined || isEmbedded) {
		return structOf(node, isEmbedded, preserved);
	}

	const additional = node.additionalProperties;
	const items = isObject(additional) ? schemaOf(additional, preserved) : anything;
	return {kind: 'map', items, isAtomic: textAt(node, 'x-kubernetes-map-type') === 'atomic'};
}

function structOf(node: JsonObject, isResource: boolean, preserved: boolean): StructSchema {
	const fields = new Map<string, Field>();
	for (const [name, child] of Object.entries(objectAt(node, 'properties') ?? {})) {
		fields.set(name, fieldOf(schemaOf(child, preserved), child));
	}

	for (const [name, field] of isResource ? standardFields() : []) {
		fields.set(name, field);
	}

	return {
		kind: 'struct',
		name: '',
		fields,
		rest: preserved ? anything : undefined,
		required: texts(node.required),
		isAtomic: textAt(node, 'x-kubernetes-map-type') === 'atomic',
		dropped: new Set(),
		always: [],
	};
}

function standardFields(): ReadonlyMap<string, Field> {
	return new Map([
		['apiVersion', fieldOf({kind: 'scalar', type: 'string', format: ''}, null)],
		['kind', fieldOf({kind: 'scalar', type: 'string', format: ''}, null)],
		['metadata', fieldOf(definitionSchema(metadata), null)],
	]);
}

function fieldOf(schema: Schema, node: Json): Field {
	const about = isObject(node) ? node : {};
	const isNullable = about.nullable === true;
	return {schema, default: about.default, isNullable, allowed: [], mergeKey: undefined, strategies: []};
}
