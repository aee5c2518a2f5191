import {builtInGroups, builtInResources, type Resource, serverVersion} from './catalog.ts';
import {data} from './data.ts';
import {isList, isObject, type Json, type JsonObject, listAt, textAt} from './json.ts';

const documents = new Map<string, JsonObject>();

/** The paths below `/openapi/v3/` that have a document, such as `apis/apps/v1`. */
export function openApiPaths(): readonly string[] {
	return builtInGroups().flatMap(({name, versions}) => versions.map(version => pathOf(name, version)));
}

function pathOf(group: string, version: string): string {
	return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

/** The document of a group and version, made when it is first asked for. */
export function openApiDocument(path: string): JsonObject | undefined {
	const known = documents.get(path);
	if (known !== undefined) {
		return known;
	}

	const resources = builtInResources().filter(({group, version}) => pathOf(group, version) === path);
	if (resources.length === 0) {
		return undefined;
	}

	const roots = Object.keys(data().definitions).filter(name => isRoot(name, resources));
	const document = documentOf(resources, Object.fromEntries(closure(roots)));
	documents.set(path, document);
	return document;
}

/**
 * The document of custom resources of one group and version. `schemas` by the name of their definition, such as
 * `com.example.v1.Thing`, each with its `x-kubernetes-group-version-kind`.
 */
export function openApiDocumentOf(resources: readonly Resource[], schemas: JsonObject): JsonObject {
	const shared = closure([
		'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta',
		'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta',
	]);
	return documentOf(resources, {...Object.fromEntries(shared), ...schemas});
}

function isRoot(name: string, resources: readonly Resource[]): boolean {
	const kinds = listAt(data().definitions, name, 'x-kubernetes-group-version-kind');
	return kinds.some(kind =>
		resources.some(
			({group, version, kind: own}) =>
				textAt(kind, 'group') === group &&
				textAt(kind, 'version') === version &&
				[own, `${own}List`, 'DeleteOptions', 'Eviction', 'Scale'].includes(textAt(kind, 'kind') ?? ''),
		),
	);
}

/** The definitions and all that they refer to. */
function closure(names: readonly string[]): ReadonlyMap<string, Json> {
	const found = new Map<string, Json>();
	const waiting = [...names];
	for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
		const definition = data().definitions[name];
		if (definition !== undefined && !found.has(name)) {
			found.set(name, definition);
			waiting.push(...references(definition));
		}
	}

	return found;
}

function references(node: Json): readonly string[] {
	if (isList(node)) {
		return node.flatMap(references);
	}

	return isObject(node)
		? Object.entries(node).flatMap(([key, value]) =>
				key === '$ref' && typeof value === 'string' ? [value.slice(value.lastIndexOf('/') + 1)] : references(value),
			)
		: [];
}

function documentOf(resources: readonly Resource[], schemas: JsonObject): JsonObject {
	const paths = resources.flatMap(resource => resourcePaths(resource, schemas));
	return {
		openapi: '3.0.0',
		info: {title: 'Kubernetes', version: textAt(serverVersion(), 'gitVersion') ?? ''},
		paths: Object.fromEntries(paths),
		components: {schemas},
	};
}

function resourcePaths(resource: Resource, schemas: JsonObject): readonly (readonly [string, Json])[] {
	const {group, version, kind, plural, namespaced, verbs} = resource;
	const base = `/${pathOf(group, version)}/${namespaced ? 'namespaces/{namespace}/' : ''}${plural}`;
	const about = {group, version, kind};
	const reference = {$ref: `#/components/schemas/${definitionOf(about, schemas)}`};
	const operation = (verb: string, action: string) =>
		verbs.includes(verb) ? operationOf(verb, {action, about, reference}) : undefined;
	return [
		[
			base,
			present({
				get: operation('list', 'list'),
				post: operation('create', 'post'),
				delete: operation('deletecollection', 'deletecollection'),
			}),
		],
		[
			`${base}/{name}`,
			present({
				get: operation('get', 'get'),
				put: operation('update', 'put'),
				patch: operation('patch', 'patch'),
				delete: operation('delete', 'delete'),
			}),
		],
	];
}

function present(operations: {readonly [verb: string]: JsonObject | undefined}): JsonObject {
	return Object.fromEntries(
		Object.entries(operations).flatMap(([verb, operation]): [string, Json][] =>
			operation === undefined ? [] : [[verb, operation]],
		),
	);
}

function definitionOf(
	{group, version, kind}: {group: string; version: string; kind: string},
	schemas: JsonObject,
): string {
	const isKind = ([, schema]: [string, Json]) =>
		listAt(schema, 'x-kubernetes-group-version-kind').some(
			one => textAt(one, 'group') === group && textAt(one, 'version') === version && textAt(one, 'kind') === kind,
		);
	return Object.entries(schemas).find(isKind)?.[0] ?? '';
}

const text = {type: 'string', uniqueItems: true};
const writing = ['dryRun', 'fieldManager', 'fieldValidation'];
const parametersOf: Readonly<Record<string, readonly string[]>> = {
	create: writing,
	update: writing,
	patch: [...writing, 'force'],
	delete: ['dryRun', 'gracePeriodSeconds', 'propagationPolicy'],
	list: ['continue', 'fieldSelector', 'labelSelector', 'limit', 'resourceVersion', 'watch'],
};
const patchTypes = ['apply-patch+yaml', 'json-patch+json', 'merge-patch+json', 'strategic-merge-patch+json'];

/** kubectl looks here for whether the server validates fields: `fieldValidation` among a patch's parameters. */
function operationOf(
	verb: string,
	{action, about, reference}: {readonly action: string; readonly about: JsonObject; readonly reference: JsonObject},
): JsonObject {
	const parameters = (parametersOf[verb] ?? []).map(name => ({
		name,
		in: 'query',
		schema: name === 'force' || name === 'watch' ? {type: 'boolean', uniqueItems: true} : text,
	}));
	const body = bodyOf(verb, reference);
	return {
		...(parameters.length === 0 ? {} : {parameters}),
		...(body === undefined ? {} : {requestBody: {content: body, required: true}}),
		responses: {200: {description: 'OK', content: {'application/json': {schema: reference}}}},
		'x-kubernetes-action': action,
		'x-kubernetes-group-version-kind': about,
	};
}

function bodyOf(verb: string, reference: JsonObject): JsonObject | undefined {
	if (verb === 'patch') {
		return Object.fromEntries(patchTypes.map(type => [`application/${type}`, {schema: {type: 'object'}}]));
	}

	return verb === 'create' || verb === 'update' ? {'*/*': {schema: reference}} : undefined;
}
