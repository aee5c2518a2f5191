import {map, maps, podSpec, template, templates, twoContainers} from '../samples.ts';
import {configMap, inNamespace, patch, post, put, type Sequence} from '../sequence.ts';

const first = post(maps, configMap('a', {one: '1', two: '2'}));

export const mergePatches: readonly Sequence[] = [
	{
		title: 'a merge patch adds, changes, and removes by null',
		steps: [
			first,
			patch('merge', map, {data: {one: null, two: '22', three: '3', four: null}, metadata: {labels: {a: '1'}}}),
			patch('merge', map, {metadata: {labels: null}, data: null}),
		],
	},
	{
		title: 'a merge patch replaces lists whole',
		steps: [
			post(templates, twoContainers),
			patch('merge', template, podSpec({containers: [{name: 'web', image: 'web:2'}], tolerations: null})),
		],
	},
	{
		title: 'a merge patch keeps what it does not name',
		steps: [
			post(templates, twoContainers),
			patch('merge', template, {metadata: {annotations: {a: 'b'}}}),
			patch('merge', template, {}),
			patch('merge', template, podSpec({nodeSelector: {disk: null}})),
		],
	},
	{
		title: 'a merge patch takes directives for fields',
		steps: [
			post(templates, twoContainers),
			patch('merge', template, podSpec({nodeSelector: {$patch: 'replace', zone: 'b'}})),
			patch('merge', template, podSpec({nodeSelector: {$patch: 'x'}, $retainKeys: ['containers']}), {
				query: {fieldValidation: 'Strict'},
				only: ['reason', 'details.causes.0.field'],
			}),
		],
	},
	{
		title: 'a merge patch of the wrong shape is refused',
		steps: [
			first,
			patch('merge', map, []),
			patch('merge', map, '{'),
			patch('merge', map, '"text"'),
			patch('merge', map, 'null'),
			patch('merge', map, ''),
			patch('merge', map, '{"data":{}} {}'),
		],
	},
	{
		title: 'a merge patch may not change who the object is',
		steps: [
			first,
			patch('merge', map, {metadata: {name: 'b'}}),
			patch('merge', map, {metadata: {namespace: 'default'}}),
			patch('merge', map, {metadata: {uid: 'other'}}),
			patch('merge', map, {kind: 'Secret', data: null}),
			patch('strategic', map, {kind: 'Secret', apiVersion: 'v2'}),
			patch('merge', map, {apiVersion: 'v2'}),
			patch('merge', map, {metadata: {creationTimestamp: null}}),
			patch('merge', map, {metadata: null}),
		],
	},
	{
		title: 'a patch of another media type is refused',
		steps: [
			first,
			patch('merge', map, {}, {type: 'application/json'}),
			patch('merge', map, {}, {type: 'application/yaml'}),
			patch('merge', map, {}, {type: 'application/nonsense'}),
			patch('merge', map, {}, {type: 'application/merge-patch+json; charset=utf-8'}),
		],
	},
	{
		title: 'a patch of what is not there is refused',
		steps: [
			patch('merge', map, {}),
			patch('json', map, []),
			patch('strategic', map, {}),
			patch('merge', inNamespace('v1', 'configmaps'), {}),
			patch('merge', '/api/v1/configmaps/a', {}),
		],
	},
	{
		title: 'a patch that is not an apply may not force',
		steps: [
			first,
			patch('merge', map, {}, {query: {force: 'true'}}),
			patch('json', map, [], {query: {force: 'false'}}),
			patch('strategic', map, {}, {query: {force: 'true', fieldManager: 'one'}}),
		],
	},
	{
		title: 'a patch that changes nothing moves no version',
		steps: [
			first,
			patch('merge', map, {data: {one: '1'}}),
			patch('json', map, [{op: 'replace', path: '/data/one', value: '1'}]),
			patch('strategic', map, {data: {one: '1'}}),
			put(map, configMap('a', {one: '1', two: '2'})),
		],
	},
];
