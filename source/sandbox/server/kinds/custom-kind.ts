import type {Resource, Subresource} from '../../objects/catalog.ts';
import {type Json, type JsonObject, listAt, objectAt, textAt} from '../../objects/json.ts';
import type {StructSchema} from '../../objects/schema.ts';
import {structuralSchema} from '../../objects/structural.ts';
import {type CustomKind, compareVersions, type PrinterColumn, type ScalePaths, type Served} from '../registry.ts';

const verbs = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const partVerbs = ['get', 'patch', 'update'];

/** What a CustomResourceDefinition defines. */
export function customKindOf(definition: JsonObject): CustomKind {
	const spec = objectAt(definition, 'spec') ?? {};
	const versions = listAt(spec, 'versions').filter(version => objectAt(version)?.served === true);
	const sorted = [...versions].sort((one, other) =>
		compareVersions(textAt(one, 'name') ?? '', textAt(other, 'name') ?? ''),
	);
	return {
		definition: textAt(definition, 'metadata', 'name') ?? '',
		group: textAt(spec, 'group') ?? '',
		served: sorted.map(version => servedVersion(definition, spec, version)),
		schemas: new Map(
			sorted.map(version => [textAt(version, 'name') ?? '', objectAt(version, 'schema', 'openAPIV3Schema') ?? {}]),
		),
	};
}

function servedVersion(definition: JsonObject, spec: JsonObject, version: Json): Served {
	const group = textAt(spec, 'group') ?? '';
	const name = textAt(version, 'name') ?? '';
	const storedIn = listAt(spec, 'versions').find(one => objectAt(one)?.storage === true);
	const parts = objectAt(version, 'subresources') ?? {};
	const openApi = objectAt(version, 'schema', 'openAPIV3Schema');
	let schema: StructSchema | undefined;
	return {
		resource: resourceOf(spec, name, parts),
		apiVersion: `${group}/${name}`,
		storage: textAt(definition, 'metadata', 'name') ?? '',
		storedVersion: `${group}/${textAt(storedIn, 'name') ?? name}`,
		isCustom: true,
		hasStatus: parts.status !== undefined,
		schema() {
			schema ??= structuralSchema(openApi);
			return schema;
		},
		columns: listAt(version, 'additionalPrinterColumns').map(columnOf),
		scale: scaleOf(objectAt(parts, 'scale')),
		selectable: listAt(version, 'selectableFields').map(field => (textAt(field, 'jsonPath') ?? '').replace(/^\./, '')),
		deprecation: deprecationOf(version, spec),
		isEnding: textAt(definition, 'metadata', 'deletionTimestamp') !== undefined,
	};
}

function resourceOf(spec: JsonObject, version: string, parts: JsonObject): Resource {
	const names = objectAt(spec, 'names') ?? {};
	const kind = textAt(names, 'kind') ?? '';
	const status: readonly Subresource[] = parts.status === undefined ? [] : [{name: 'status', kind, verbs: partVerbs}];
	const scale: readonly Subresource[] =
		parts.scale === undefined
			? []
			: [{name: 'scale', group: 'autoscaling', version: 'v1', kind: 'Scale', verbs: partVerbs}];
	return {
		group: textAt(spec, 'group') ?? '',
		version,
		plural: textAt(names, 'plural') ?? '',
		singular: textAt(names, 'singular') ?? kind.toLowerCase(),
		kind,
		namespaced: textAt(spec, 'scope') !== 'Cluster',
		verbs,
		shortNames: texts(names, 'shortNames'),
		categories: texts(names, 'categories'),
		subresources: [...status, ...scale],
	};
}

function texts(value: JsonObject, field: string): readonly string[] {
	return listAt(value, field).filter(one => typeof one === 'string');
}

function columnOf(column: Json): PrinterColumn {
	const priority = objectAt(column)?.priority;
	const path = textAt(column, 'jsonPath') ?? '';
	return {
		name: textAt(column, 'name') ?? '',
		type: textAt(column, 'type') ?? 'string',
		format: textAt(column, 'format') ?? '',
		description: textAt(column, 'description') || `Custom resource definition column (in JSONPath format): ${path}`,
		priority: typeof priority === 'number' ? priority : 0,
		jsonPath: path,
	};
}

function scaleOf(scale: JsonObject | undefined): ScalePaths | undefined {
	return scale === undefined
		? undefined
		: {
				specReplicasPath: textAt(scale, 'specReplicasPath') ?? '.spec.replicas',
				statusReplicasPath: textAt(scale, 'statusReplicasPath') ?? '.status.replicas',
				labelSelectorPath: textAt(scale, 'labelSelectorPath') ?? '',
			};
}

function deprecationOf(version: Json, spec: JsonObject): string | undefined {
	if (objectAt(version)?.deprecated !== true) {
		return undefined;
	}

	const name = textAt(version, 'name') ?? '';
	const [better] = listAt(spec, 'versions')
		.filter(one => objectAt(one)?.served === true && objectAt(one)?.deprecated !== true)
		.map(one => textAt(one, 'name') ?? '')
		.filter(other => compareVersions(other, name) < 0)
		.sort(compareVersions);
	const shown = (one: string) => `${textAt(spec, 'group')}/${one} ${textAt(spec, 'names', 'kind')}`;
	const advice = better === undefined ? '' : `; use ${shown(better)}`;
	return textAt(version, 'deprecationWarning') ?? `${shown(name)} is deprecated${advice}`;
}
