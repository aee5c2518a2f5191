import {map, maps, podTemplate} from '../samples.ts';
import {configMap, get, inNamespace, patch, post, put, remove, type Sequence} from '../sequence.ts';

const first = post(maps, configMap('a', {one: '1'}));

export const metadata: readonly Sequence[] = [
	{
		title: 'names that are not valid are refused',
		steps: [
			post(maps, configMap('A', {})),
			post(maps, configMap('-a', {})),
			post(maps, configMap('a_b', {})),
			post(maps, configMap('a'.repeat(254), {})),
			post(maps, configMap('', {})),
			post(maps, {metadata: {}}),
			post(maps, {}),
		],
	},
	{
		title: 'names of namespaces, accounts and roles have rules of their own',
		steps: [
			post('/api/v1/namespaces', {metadata: {name: 'a.b'}}),
			post('/api/v1/namespaces', {metadata: {name: 'a'.repeat(64)}}),
			post(inNamespace('v1', 'serviceaccounts'), {metadata: {name: 'A'}}),
			post(inNamespace('rbac.authorization.k8s.io/v1', 'roles'), {metadata: {name: 'system:A'}}),
			post(inNamespace('rbac.authorization.k8s.io/v1', 'roles'), {metadata: {name: 'a%b'}}),
			post(inNamespace('v1', 'podtemplates'), podTemplate('A')),
		],
	},
	{
		title: 'generated names take the beginning and a rest',
		steps: [
			post(maps, {metadata: {generateName: 'A_'}}, {only: ['reason', 'details.causes.0', 'details.causes.1.field']}),
			post(maps, {metadata: {generateName: 'a'.repeat(250), name: ''}}),
		],
	},
	{
		title: 'labels that are not valid are refused',
		steps: [
			post(maps, {metadata: {name: 'a', labels: {'a b': 'x'}}}),
			post(maps, {metadata: {name: 'a', labels: {ok: 'not ok'}}}),
			post(maps, {metadata: {name: 'a', labels: {'x/y/z': ''}}}),
			post(maps, {metadata: {name: 'a', labels: {'/a': ''}}}),
			first,
			patch('merge', map, {metadata: {labels: {['k'.repeat(64)]: 'v'}}}),
			patch('merge', map, {metadata: {labels: {k: 'v'.repeat(64)}}}),
			patch('merge', map, {metadata: {labels: {k: 1}}}),
		],
	},
	{
		title: 'annotations that are too much are refused',
		steps: [
			post(maps, {metadata: {name: 'a', annotations: {a: 'x'.repeat(262_144)}}}),
			post(maps, {metadata: {name: 'a', annotations: {'a b': 'x', A: 'y'}}}),
		],
	},
	{
		title: 'owners that are not valid are refused',
		steps: [
			post(maps, {metadata: {name: 'a', ownerReferences: [{}]}}),
			post(maps, {
				metadata: {
					name: 'a',
					ownerReferences: [
						{apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: '1', controller: true},
						{apiVersion: 'v1', kind: 'ConfigMap', name: 'y', uid: '2', controller: true},
					],
				},
			}),
			post(maps, {metadata: {name: 'a', ownerReferences: [{apiVersion: 'v1', kind: 'Event', name: 'x', uid: '1'}]}}),
			post(maps, {metadata: {name: 'a', ownerReferences: [{apiVersion: 'a/b/c', kind: 'X', name: 'x', uid: '1'}]}}),
		],
	},
	{
		title: 'finalizers that are not valid are refused',
		steps: [
			post(maps, {metadata: {name: 'a', finalizers: ['hold']}}),
			post(maps, {metadata: {name: 'a', finalizers: ['a b/c']}}),
			post(maps, {metadata: {name: 'a', finalizers: ['orphan', 'foregroundDeletion']}}),
			first,
		],
	},
	{
		title: 'no finalizer is added under deletion',
		steps: [
			post(maps, {metadata: {name: 'a', finalizers: ['example.com/one']}}),
			remove(map),
			patch('merge', map, {metadata: {finalizers: ['example.com/one', 'example.com/two']}}),
			patch('merge', map, {metadata: {labels: {a: '1'}}}),
			patch('merge', map, {metadata: {finalizers: null}}),
			get(map),
		],
	},
	{
		title: 'what the server says of an object stays',
		steps: [
			first,
			patch('merge', map, {
				metadata: {
					creationTimestamp: '2020-01-01T00:00:00Z',
					deletionTimestamp: '2020-01-01T00:00:00Z',
					deletionGracePeriodSeconds: 5,
					generateName: 'x',
					selfLink: '/x',
				},
			}),
			put(map, {metadata: {name: 'a', creationTimestamp: '2020-01-01T00:00:00Z', generateName: 'x'}}),
		],
	},
];
