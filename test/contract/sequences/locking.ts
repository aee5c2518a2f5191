import {map, maps, podTemplate, templates} from '../samples.ts';
import {configMap, inNamespace, patch, post, put, type Sequence} from '../sequence.ts';

const first = post(maps, configMap('a', {one: '1'}));

export const locking: readonly Sequence[] = [
	{
		title: 'a replacement with an old version is refused, with the new one it goes',
		steps: [
			first,
			patch('merge', map, {data: {two: '2'}}),
			put(map, {metadata: {name: 'a', resourceVersion: '{0.metadata.resourceVersion}'}, data: {}}),
			put(map, {metadata: {name: 'a', resourceVersion: '{1.metadata.resourceVersion}'}, data: {}}),
			put(map, {metadata: {name: 'a', resourceVersion: '0'}, data: {x: '1'}}),
			put(map, {metadata: {name: 'a', resourceVersion: 'nonsense'}}),
		],
	},
	{
		title: 'patches with an old version are refused',
		steps: [
			first,
			patch('merge', map, {data: {two: '2'}}),
			patch('merge', map, {metadata: {resourceVersion: '{0.metadata.resourceVersion}'}, data: {}}),
			patch('json', map, [{op: 'replace', path: '/metadata/resourceVersion', value: '{0.metadata.resourceVersion}'}]),
			patch('strategic', map, {metadata: {resourceVersion: '{0.metadata.resourceVersion}'}, data: {one: 'x'}}),
			patch('merge', map, {metadata: {resourceVersion: '{1.metadata.resourceVersion}'}, data: {three: '3'}}),
		],
	},
	{
		title: 'a version or a uid that is not the live one is refused',
		steps: [
			first,
			put(map, {metadata: {name: 'a', uid: 'other'}}),
			patch('merge', map, {metadata: {uid: 'other'}}),
			put(map, {metadata: {name: 'a', uid: '{0.metadata.uid}'}, data: {x: '1'}}),
		],
	},
	{
		title: 'a create of an existing one is refused',
		steps: [
			first,
			first,
			post(maps, {metadata: {generateName: 'a', name: 'a'}}),
			post('/api/v1/namespaces', {metadata: {name: '{namespace}'}}),
			post(templates, podTemplate('web')),
			post(templates, podTemplate('web')),
		],
	},
	{
		title: 'a create may bring no version',
		steps: [
			post(maps, {metadata: {name: 'a', resourceVersion: '7'}}),
			post(maps, {metadata: {name: 'a', resourceVersion: ''}}),
			post(maps, {
				metadata: {
					name: 'b',
					uid: 'mine',
					creationTimestamp: '2020-01-01T00:00:00Z',
					deletionTimestamp: '2020-01-01T00:00:00Z',
					selfLink: '/x',
				},
			}),
		],
	},
	{
		title: 'a replacement of what is not there is refused, but of a lease',
		steps: [
			put(map, configMap('a', {})),
			put(inNamespace('coordination.k8s.io/v1', 'leases', 'a'), {metadata: {name: 'a'}}),
			put(inNamespace('v1', 'services', 'a'), {metadata: {name: 'a'}, spec: {ports: [{port: 80}]}}),
			put(inNamespace('discovery.k8s.io/v1', 'endpointslices', 'a'), {
				metadata: {name: 'a'},
				addressType: 'IPv4',
				endpoints: [],
			}),
		],
	},
	{
		title: 'a replacement that names another object is refused',
		steps: [
			first,
			put(map, configMap('b', {})),
			put(map, {metadata: {}}),
			put(map, {metadata: {name: 'a', namespace: 'default'}}),
			put(map, {apiVersion: 'apps/v1', kind: 'ConfigMap', metadata: {name: 'a'}}),
			put(map, {kind: 'Secret', metadata: {name: 'a'}}),
			post(maps, {metadata: {name: 'b', namespace: 'default'}}),
		],
	},
];
