import {expect, test} from 'vitest';
import {builtInGroups, builtInResources, serverVersion} from '../../../source/sandbox/objects/catalog.ts';
import {isList, isObject, type Json, objectAt} from '../../../source/sandbox/objects/json.ts';
import {openApiDocument, openApiDocumentOf, openApiPaths} from '../../../source/sandbox/objects/openapi.ts';
import {builtInSchema} from '../../../source/sandbox/objects/schema.ts';
import {thingSchema} from './support/thing.ts';

function references(node: Json): readonly string[] {
	if (isList(node)) {
		return node.flatMap(references);
	}

	return isObject(node)
		? Object.entries(node).flatMap(([key, value]) =>
				key === '$ref' && typeof value === 'string' ? [value] : references(value),
			)
		: [];
}

test('the groups that people use are served, core first, no custom ones', () => {
	const names = builtInGroups().map(({name}) => name);
	expect(names[0]).toBe('');
	expect(names).toEqual(
		expect.arrayContaining(['apps', 'batch', 'autoscaling', 'policy', 'networking.k8s.io', 'apiextensions.k8s.io']),
	);
	expect(names.every(name => !name.includes('.') || name.endsWith('.k8s.io'))).toBe(true);
	expect(serverVersion().major).toBe('1');
});

test('every resource that can be created has a schema', () => {
	const missing = builtInResources()
		.filter(({verbs}) => verbs.includes('create') && verbs.includes('patch'))
		.filter(({group, version, kind}) => builtInSchema({group, version, kind}) === undefined);
	expect(missing.map(({kind}) => kind)).toEqual([]);
});

test('a resource is told of with its names and subresources', () => {
	expect(builtInResources().find(({kind}) => kind === 'Deployment')).toMatchObject({
		group: 'apps',
		version: 'v1',
		plural: 'deployments',
		singular: 'deployment',
		namespaced: true,
		shortNames: ['deploy'],
		categories: ['all'],
		subresources: [{name: 'scale', kind: 'Scale', group: 'autoscaling'}, {name: 'status'}],
	});
});

test.for(openApiPaths().map(path => [path]))('the document of %s refers to nothing outside itself', ([path = '']) => {
	const document = openApiDocument(path) ?? {};
	const schemas = objectAt(document, 'components', 'schemas') ?? {};
	expect(Object.keys(schemas).length).toBeGreaterThan(0);
	expect(
		references(document).filter(reference => schemas[reference.slice(reference.lastIndexOf('/') + 1)] === undefined),
	).toEqual([]);
});

test('kubectl finds that fields are validated by the server', () => {
	const patch = objectAt(
		openApiDocument('apis/apps/v1'),
		'paths',
		'/apis/apps/v1/namespaces/{namespace}/deployments/{name}',
		'patch',
	);
	expect(patch).toMatchObject({
		parameters: expect.arrayContaining([expect.objectContaining({name: 'fieldValidation'})]),
		'x-kubernetes-group-version-kind': {group: 'apps', version: 'v1', kind: 'Deployment'},
	});
});

test('custom resources have a document too', () => {
	const about = {group: 'example.com', version: 'v1', kind: 'Thing'};
	const resource = {
		...about,
		plural: 'things',
		singular: 'thing',
		namespaced: true,
		verbs: ['create', 'get', 'patch'],
		shortNames: [],
		categories: [],
		subresources: [],
	};
	const schema = {...thingSchema, 'x-kubernetes-group-version-kind': [about]};
	const document = openApiDocumentOf([resource], {'com.example.v1.Thing': schema});
	expect(objectAt(document, 'components', 'schemas')).toHaveProperty(['com.example.v1.Thing'], schema);
	expect(Object.keys(objectAt(document, 'paths') ?? {})).toEqual([
		'/apis/example.com/v1/namespaces/{namespace}/things',
		'/apis/example.com/v1/namespaces/{namespace}/things/{name}',
	]);
});
