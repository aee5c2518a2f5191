import {map, maps, template, templates, twoContainers} from '../samples.ts';
import {configMap, get, patch, post, type Sequence} from '../sequence.ts';

const first = post(maps, configMap('a', {one: '1', two: '2'}));

export const jsonPatches: readonly Sequence[] = [
	{
		title: 'a JSON patch adds, replaces and removes',
		steps: [
			first,
			patch('json', map, [
				{op: 'add', path: '/data/three', value: '3'},
				{op: 'replace', path: '/data/one', value: '11'},
				{op: 'remove', path: '/data/two'},
			]),
		],
	},
	{
		title: 'a JSON patch moves and copies',
		steps: [
			first,
			patch('json', map, [
				{op: 'move', from: '/data/one', path: '/data/three'},
				{op: 'copy', from: '/data/two', path: '/data/four'},
			]),
			patch('json', map, [{op: 'move', from: '/data/gone', path: '/data/five'}]),
			patch('json', map, [{op: 'copy', from: '/data/gone', path: '/data/five'}]),
		],
	},
	{
		title: 'a JSON patch whose test fails changes nothing',
		steps: [
			first,
			patch('json', map, [
				{op: 'replace', path: '/data/one', value: '11'},
				{op: 'test', path: '/data/two', value: 'other'},
			]),
			patch('json', map, [{op: 'test', path: '/data/gone', value: '1'}]),
			patch('json', map, [{op: 'test', path: '/data/gone', value: null}]),
			get(map),
		],
	},
	{
		title: 'a JSON patch whose test holds goes on',
		steps: [
			first,
			patch('json', map, [
				{op: 'test', path: '/data/one', value: '1'},
				{op: 'test', path: '/metadata/labels', value: null},
				{op: 'replace', path: '/data/one', value: '11'},
			]),
		],
	},
	{
		title: 'a JSON patch of a path that is not there is refused',
		steps: [
			first,
			patch('json', map, [{op: 'replace', path: '/data/gone', value: '1'}]),
			patch('json', map, [{op: 'remove', path: '/data/gone'}]),
			patch('json', map, [{op: 'add', path: '/binaryData/x', value: 'eA=='}]),
			patch('json', map, [{op: 'remove', path: '/metadata/labels/x'}]),
			patch('json', map, [{op: 'add', path: 'data/x', value: '1'}]),
		],
	},
	{
		title: 'a JSON patch writes into lists by place',
		steps: [
			post(templates, twoContainers),
			patch('json', template, [
				{op: 'add', path: '/template/spec/containers/0/args/-', value: 'y'},
				{op: 'add', path: '/template/spec/containers/0/args/0', value: 'w'},
				{op: 'remove', path: '/template/spec/containers/1'},
			]),
			patch('json', template, [{op: 'replace', path: '/template/spec/containers/5/image', value: 'x'}]),
			patch('json', template, [{op: 'add', path: '/template/spec/containers/0/args/9', value: 'x'}]),
			patch('json', template, [{op: 'remove', path: '/template/spec/containers/x'}]),
			patch('json', template, [{op: 'add', path: '/template/spec/containers/0/args/-1', value: 'x'}]),
		],
	},
	{
		title: 'a JSON patch with a slash and a tilde in a key',
		steps: [
			post(maps, {metadata: {name: 'a', annotations: {'example.com/a~b': '1'}}}),
			patch('json', map, [{op: 'replace', path: '/metadata/annotations/example.com~1a~0b', value: '2'}]),
		],
	},
	{
		title: 'a JSON patch of operations that are not known is refused',
		steps: [
			first,
			patch('json', map, [{op: 'merge', path: '/data', value: {}}]),
			patch('json', map, [{path: '/data'}]),
			patch('json', map, [{op: 'add', value: 1}]),
			patch('json', map, [{op: 'add', path: '/data/three'}]),
			patch('json', map, [{op: 'move', path: '/data/three'}]),
		],
	},
	{
		title: 'a JSON patch of the wrong shape is refused',
		steps: [
			first,
			patch('json', map, {op: 'add'}),
			patch('json', map, '['),
			patch('json', map, ['add']),
			patch('json', map, 'null'),
			patch('json', map, []),
			patch('json', map, ''),
		],
	},
	{
		title: 'a JSON patch that takes away what must be there is refused',
		steps: [
			post(templates, twoContainers),
			patch('json', template, [{op: 'remove', path: '/template/spec/containers'}]),
			patch('json', template, [{op: 'remove', path: '/metadata/name'}]),
			patch('json', template, [{op: 'replace', path: '/metadata', value: {}}]),
			patch('json', template, [{op: 'replace', path: '', value: {}}]),
			patch('json', template, [{op: 'remove', path: '/kind'}]),
		],
	},
];
