import {createHash} from 'node:crypto';
import type {Json, JsonObject} from '../../objects/json.ts';
import {objectAt} from '../../objects/json.ts';
import {openApiDocument, openApiDocumentOf, openApiPaths} from '../../objects/openapi.ts';
import type {CustomKind, Registry} from '../registry.ts';

const objectMeta = '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const listMeta = '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta';

/** `/openapi/v3`: where the documents are. Their hash tells clients when to read them again. */
export function openApiIndex(registry: Registry): string {
	const custom = customPaths(registry).map(path => [path, hashOf(customKinds(registry, path))] as const);
	// What is built in changes with the program alone.
	const builtIn = openApiPaths().map(path => [path, hashOf(path)] as const);
	const paths = [...builtIn, ...custom].map(([path, hash]) => [
		path,
		{serverRelativeURL: `/openapi/v3/${path}?hash=${hash}`},
	]);
	return JSON.stringify({paths: Object.fromEntries(paths)});
}

/** Undefined where there is none. */
export function openApiDocumentAt(registry: Registry, path: string): string | undefined {
	const builtIn = openApiDocument(path);
	const kinds = customKinds(registry, path);
	if (builtIn !== undefined && kinds.length === 0) {
		return JSON.stringify(builtIn);
	}

	return kinds.length === 0 ? undefined : JSON.stringify(customDocument(kinds, path));
}

function hashOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32).toUpperCase();
}

function customPaths(registry: Registry): readonly string[] {
	const paths = registry.custom().flatMap(({served}) => served.map(({apiVersion}) => `apis/${apiVersion}`));
	return [...new Set(paths)];
}

type CustomVersion = {readonly kind: CustomKind; readonly version: string; readonly schema: JsonObject};

function customKinds(registry: Registry, path: string): readonly CustomVersion[] {
	return registry
		.custom()
		.flatMap(kind =>
			[...kind.schemas].flatMap(([version, schema]) =>
				`apis/${kind.group}/${version}` === path ? [{kind, version, schema}] : [],
			),
		);
}

function customDocument(kinds: readonly CustomVersion[], path: string): JsonObject {
	const resources = kinds.flatMap(({kind}) =>
		kind.served.flatMap(({apiVersion, resource}) => (`apis/${apiVersion}` === path ? [resource] : [])),
	);
	return openApiDocumentOf(resources, Object.fromEntries(kinds.flatMap(definitionsOf)));
}

function definitionsOf({kind, version, schema}: CustomVersion): readonly (readonly [string, Json])[] {
	const name = kind.served[0]?.resource.kind ?? '';
	const prefix = `${kind.group.split('.').reverse().join('.')}.${version}`;
	const named = (own: string) => [{group: kind.group, version, kind: own}];
	const typed = {apiVersion: {type: 'string'}, kind: {type: 'string'}};
	const own: Json = {
		type: 'object',
		...schema,
		properties: {...objectAt(schema, 'properties'), ...typed, metadata: {allOf: [{$ref: objectMeta}]}},
		'x-kubernetes-group-version-kind': named(name),
	};
	const items = {type: 'array', items: {$ref: `#/components/schemas/${prefix}.${name}`}};
	const list: Json = {
		type: 'object',
		required: ['items'],
		properties: {...typed, metadata: {allOf: [{$ref: listMeta}]}, items},
		'x-kubernetes-group-version-kind': named(`${name}List`),
	};
	return [
		[`${prefix}.${name}`, own],
		[`${prefix}.${name}List`, list],
	];
}
