import {expect, test} from 'vitest';
import {collectionPath, objectPath} from '../../../../source/adapters/cluster/rest/paths.ts';
import {InvalidError} from '../../../../source/model/operator-error.ts';
import {configMaps, deployments} from '../fakes/api.ts';

const roles = {
	...deployments,
	group: 'rbac.authorization.k8s.io',
	kind: 'ClusterRole',
	plural: 'clusterroles',
	isNamespaced: false,
};

test.for([
	[
		'the core group has no name',
		configMaps,
		{namespace: 'shop', name: 'web'},
		'/api/v1/namespaces/shop/configmaps/web',
	],
	['other groups have', deployments, {namespace: 'shop', name: 'web'}, '/apis/apps/v1/namespaces/shop/deployments/web'],
	[
		'names keep their case, and colons are encoded',
		roles,
		{namespace: '', name: 'system:MyRole'},
		'/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3AMyRole',
	],
	[
		'a namespace is left out where the kind has none',
		roles,
		{namespace: 'shop', name: 'a'},
		'/apis/rbac.authorization.k8s.io/v1/clusterroles/a',
	],
	[
		'a name cannot reach another path',
		configMaps,
		{namespace: 'shop', name: '../secrets/x?a=b#c%2f'},
		'/api/v1/namespaces/shop/configmaps/..%2Fsecrets%2Fx%3Fa%3Db%23c%252f',
	],
] as const)('%s', ([, kind, id, expected]) => {
	expect(objectPath(kind, id)).toBe(expected);
});

test.for([
	['no name', configMaps, {namespace: 'shop', name: ''}],
	['no namespace', configMaps, {namespace: '', name: 'web'}],
	['a name that means the folder', configMaps, {namespace: 'shop', name: '.'}],
	['a name that means the folder above', roles, {namespace: '', name: '..'}],
	['a namespace that means the folder above', configMaps, {namespace: '..', name: 'web'}],
] as const)('%s is refused, for the path would mean something else', ([, kind, id]) => {
	expect(() => objectPath(kind, id)).toThrow(InvalidError);
});

test.for([
	['everywhere', configMaps, undefined, '/api/v1/configmaps'],
	['one namespace', configMaps, 'shop', '/api/v1/namespaces/shop/configmaps'],
	['not namespaced', roles, 'shop', '/apis/rbac.authorization.k8s.io/v1/clusterroles'],
] as const)('collections: %s', ([, kind, namespace, expected]) => {
	expect(collectionPath(kind, namespace)).toBe(expected);
});
