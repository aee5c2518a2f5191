import {isObject, type Json, type JsonObject, listAt, objectAt, textAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {eachOf, invalidValue, oneOf, required} from './field-errors.ts';

/** Of a CustomResourceDefinition, with what makes a schema structural. */
export function validateCustomResourceDefinition(object: JsonObject): readonly Cause[] {
	const spec = objectAt(object, 'spec') ?? {};
	const name = textAt(object, 'metadata', 'name') ?? '';
	const versions = listAt(spec, 'versions');
	const stored = versions.filter(version => isObject(version) && version.storage === true);
	// A name is given once; what it should agree with may not change either.
	const isNew = textAt(object, 'metadata', 'resourceVersion') === undefined;
	return [
		...(!isNew || name === `${textAt(spec, 'names', 'plural')}.${textAt(spec, 'group')}`
			? []
			: [invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group')]),
		...missing(spec, ['group'], 'spec'),
		...oneOf('spec.scope', spec.scope ?? '', ['Cluster', 'Namespaced']),
		...missing(objectAt(spec, 'names') ?? {}, ['plural', 'kind'], 'spec.names'),
		...(stored.length === 1 ? [] : storage(versions)),
		...versions.flatMap((version, index) => versionCauses(version, index, versions.length)),
	];
}

function missing(value: JsonObject, fields: readonly string[], path: string): readonly Cause[] {
	return fields.filter(field => (textAt(value, field) ?? '') === '').map(field => required(`${path}.${field}`));
}

function storage(versions: readonly Json[]): readonly Cause[] {
	return [
		invalidValue('spec.versions', versions, 'must have exactly one version marked as storage version'),
		invalidValue('status.storedVersions', null, 'must have at least one stored version'),
	];
}

function versionCauses(version: Json, index: number, count: number): readonly Cause[] {
	const schema = objectAt(version, 'schema', 'openAPIV3Schema');
	if (schema === undefined) {
		return [required(`spec.versions[${index}].schema.openAPIV3Schema`)];
	}

	// The schema of an only version is taken for that of all.
	const path = count === 1 ? 'spec.validation.openAPIV3Schema' : `spec.versions[${index}].schema.openAPIV3Schema`;
	const root = textAt(schema, 'type') === undefined ? [required(`${path}.type`, 'must not be empty at the root')] : [];
	return [...properties(schema, path), ...root];
}

function properties(schema: JsonObject, path: string): readonly Cause[] {
	const own = Object.entries(objectAt(schema, 'properties') ?? {}).flatMap(([name, child]) =>
		typed(child, `${path}.properties[${name}]`, 'must not be empty for specified object fields'),
	);
	const {items, additionalProperties} = schema;
	return [
		...own,
		...(isObject(additionalProperties)
			? typed(additionalProperties, `${path}.additionalProperties`, 'must not be empty for specified object fields')
			: []),
		...(isObject(items) ? typed(items, `${path}.items`, 'must not be empty for specified array items') : []),
		...(textAt(schema, 'type') === 'array' && items === undefined
			? [required(`${path}.items`, 'must be specified')]
			: []),
		...keyed(schema, path),
	];
}

function typed(child: Json, path: string, detail: string): readonly Cause[] {
	const schema = isObject(child) ? child : {};
	const isOpen =
		schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
	return [
		...(textAt(schema, 'type') === undefined && !isOpen ? [required(`${path}.type`, detail)] : []),
		...properties(schema, path),
	];
}

function keyed(schema: JsonObject, path: string): readonly Cause[] {
	const keys = listAt(schema, 'x-kubernetes-list-map-keys');
	const isMap = schema['x-kubernetes-list-type'] === 'map';
	const items = objectAt(schema, 'items', 'properties') ?? {};
	return [
		...(isMap && keys.length === 0
			? [required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map')]
			: []),
		...eachOf(keys, `${path}.x-kubernetes-list-map-keys`, (key, place) =>
			items[String(key)] === undefined
				? [invalidValue(place, key, 'entries must all be names of item properties')]
				: [],
		),
	];
}
