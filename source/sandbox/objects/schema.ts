import {data, referenceOf, texts} from './data.ts';
import {isObject, type Json, type JsonObject, listAt, objectAt, textAt} from './json.ts';

/** What is known of a value's type: the same for built-in kinds and for custom resources. */
export type Schema = ScalarSchema | StructSchema | MapSchema | ListSchema | AnySchema;

export type ScalarType = 'string' | 'integer' | 'number' | 'boolean' | 'int-or-string' | 'quantity' | 'time' | 'bytes';

export type ScalarSchema = {readonly kind: 'scalar'; readonly type: ScalarType; readonly format: string};

/** Fields by name. `rest` is the schema of all other fields, where other fields are allowed. */
export type StructSchema = {
	readonly kind: 'struct';
	/** The definition's name, such as `io.k8s.api.core.v1.PodSpec`; empty for custom resources. */
	readonly name: string;
	readonly fields: ReadonlyMap<string, Field>;
	readonly rest: Schema | undefined;
	readonly required: readonly string[];
	readonly isAtomic: boolean;
	/** Fields that vanish when they are zero. */
	readonly dropped: ReadonlySet<string>;
	/** Fields that are always written, and what is written where they are missing. */
	readonly always: readonly (readonly [string, Json])[];
};

export type MapSchema = {readonly kind: 'map'; readonly items: Schema; readonly isAtomic: boolean};

export type ListSchema = {
	readonly kind: 'list';
	readonly items: Schema;
	readonly type: 'atomic' | 'set' | 'map';
	readonly keys: readonly string[];
	/** Values of keys that items may leave out. */
	readonly keyDefaults: ReadonlyMap<string, Json>;
};

/** Anything; whether objects in it are merged field by field depends on what holds it. */
export type AnySchema = {readonly kind: 'any'; readonly isAtomic: boolean};

export type Field = {
	readonly schema: Schema;
	readonly default: Json | undefined;
	/** Of custom resources: null is a value. */
	readonly isNullable: boolean;
	readonly allowed: readonly string[];
	/** Of strategic merge patches. */
	readonly mergeKey: string | undefined;
	readonly strategies: readonly string[];
};

export type KindName = {readonly group: string; readonly version: string; readonly kind: string};

export const anything: AnySchema = {kind: 'any', isAtomic: false};
const atomicAnything: AnySchema = {kind: 'any', isAtomic: true};

// Definitions that stand for one value, as kube-openapi's schemaconv and Go's own marshalling treat them.
const valueDefinitions = new Map<string, Schema>([
	['io.k8s.apimachinery.pkg.api.resource.Quantity', {kind: 'scalar', type: 'quantity', format: ''}],
	['io.k8s.apimachinery.pkg.util.intstr.IntOrString', {kind: 'scalar', type: 'int-or-string', format: ''}],
	['io.k8s.apimachinery.pkg.apis.meta.v1.Time', {kind: 'scalar', type: 'time', format: 'date-time'}],
	['io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime', {kind: 'scalar', type: 'time', format: 'micro'}],
	['io.k8s.apimachinery.pkg.runtime.RawExtension', atomicAnything],
]);

const definitions = new Map<string, Schema>();
let kinds: ReadonlyMap<string, string> | undefined;

/** The schema of a kind that the API serves by itself, or nothing. */
export function builtInSchema({group, version, kind}: KindName): StructSchema | undefined {
	kinds ??= new Map(Object.entries(data().definitions).flatMap(kindsOf));
	const name = kinds.get(`${group}/${version}/${kind}`);
	const schema = name === undefined ? undefined : definitionSchema(name);
	return schema?.kind === 'struct' ? schema : undefined;
}

function kindsOf([name, definition]: [string, Json]): [string, string][] {
	const all = listAt(definition, 'x-kubernetes-group-version-kind');
	return all.map(kind => [`${textAt(kind, 'group')}/${textAt(kind, 'version')}/${textAt(kind, 'kind')}`, name]);
}

export function definitionSchema(name: string): Schema {
	const known = valueDefinitions.get(name) ?? definitions.get(name);
	if (known !== undefined) {
		return known;
	}

	const schema = schemaOf(objectAt(data().definitions, name) ?? {}, name);
	definitions.set(name, schema);
	return schema;
}

/** The schema of an OpenAPI node; `name` only for the definition itself. */
function schemaOf(node: JsonObject, name = ''): Schema {
	const reference = referenceOf(node);
	if (reference !== undefined) {
		return withMapType(definitionSchema(reference), node);
	}

	switch (textAt(node, 'type')) {
		case 'object':
			return objectSchema(node, name);
		case 'array':
			return listSchema(node, schemaOf(objectAt(node, 'items') ?? {}));
		case undefined:
			return anything;
		default:
			return scalarSchema(node);
	}
}

/** A field may make atomic what its type leaves open. */
function withMapType(schema: Schema, node: JsonObject): Schema {
	const isAtomic = textAt(node, 'x-kubernetes-map-type') === 'atomic';
	if (!isAtomic || (schema.kind !== 'struct' && schema.kind !== 'map') || schema.isAtomic) {
		return schema;
	}

	return schema.kind === 'struct' ? Object.create(schema, {isAtomic: {value: true}}) : {...schema, isAtomic: true};
}

export function scalarSchema(node: JsonObject): ScalarSchema {
	const type = textAt(node, 'type') ?? 'string';
	const format = textAt(node, 'format') ?? '';
	if (type === 'integer' || type === 'number' || type === 'boolean') {
		return {kind: 'scalar', type, format};
	}

	return {kind: 'scalar', type: format === 'byte' ? 'bytes' : format === 'date-time' ? 'time' : 'string', format};
}

export function listSchema(node: JsonObject, items: Schema): ListSchema {
	const type = textAt(node, 'x-kubernetes-list-type');
	const keys = texts(node['x-kubernetes-list-map-keys']);
	const properties = keyProperties(objectAt(node, 'items') ?? {});
	const keyDefaults = keys.flatMap((key): [string, Json][] => {
		const value = objectAt(properties, key)?.default;
		return value === undefined ? [] : [[key, value]];
	});
	return {
		kind: 'list',
		items,
		type: type === 'set' || type === 'map' ? type : 'atomic',
		keys,
		keyDefaults: new Map(keyDefaults),
	};
}

function keyProperties(items: JsonObject): JsonObject {
	const reference = referenceOf(items);
	return objectAt(reference === undefined ? items : data().definitions[reference], 'properties') ?? {};
}

function objectSchema(node: JsonObject, name: string): StructSchema | MapSchema {
	const isAtomic = textAt(node, 'x-kubernetes-map-type') === 'atomic';
	const properties = objectAt(node, 'properties');
	const additional = node.additionalProperties;
	if (properties === undefined) {
		return {kind: 'map', items: isObject(additional) ? schemaOf(additional) : anything, isAtomic};
	}

	let fields: ReadonlyMap<string, Field> | undefined;
	let always: StructSchema['always'] | undefined;
	return {
		kind: 'struct',
		name,
		// Types refer to themselves: fields are looked at when they are needed.
		get fields() {
			fields ??= new Map(Object.entries(properties).map(([field, child]) => [field, fieldOf(child)]));
			return fields;
		},
		rest: undefined,
		required: texts(node.required),
		isAtomic,
		dropped: new Set(texts(objectAt(data().written, name)?.dropped)),
		get always() {
			always ??= texts(objectAt(data().written, name)?.always).flatMap(field => alwaysOf(this.fields, field));
			return always;
		},
	};
}

function fieldOf(child: Json): Field {
	const node = isObject(child) ? child : {};
	return {
		schema: schemaOf(node),
		default: node.default,
		isNullable: false,
		allowed: texts(node.enum),
		mergeKey: textAt(node, 'x-kubernetes-patch-merge-key'),
		strategies: (textAt(node, 'x-kubernetes-patch-strategy') ?? '').split(',').filter(strategy => strategy !== ''),
	};
}

function alwaysOf(fields: ReadonlyMap<string, Field>, field: string): readonly (readonly [string, Json])[] {
	const known = fields.get(field);
	return known === undefined ? [] : [[field, zeroOf(known.schema)]];
}

/** What Go writes for a value that nobody set. */
export function zeroOf(schema: Schema): Json {
	switch (schema.kind) {
		case 'struct':
			return Object.fromEntries(schema.always);
		case 'map':
		case 'list':
		case 'any':
			return null;
		case 'scalar':
			return zeroScalars[schema.type];
	}
}

const zeroScalars: Record<ScalarType, Json> = {
	string: '',
	integer: 0,
	number: 0,
	boolean: false,
	'int-or-string': 0,
	quantity: '0',
	time: null,
	bytes: null,
};
