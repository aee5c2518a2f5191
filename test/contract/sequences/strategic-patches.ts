import {map, maps, podSpec, template, templates, twoContainers} from '../samples.ts';
import {patch, post, type Sequence} from '../sequence.ts';

const held = {metadata: {name: 'a', finalizers: ['example.com/one', 'example.com/two'], labels: {a: '1'}}};

export const strategicPatches: readonly Sequence[] = [
	{
		title: 'a strategic merge patch merges items by their key, and puts new ones first',
		steps: [
			post(templates, twoContainers),
			patch(
				'strategic',
				template,
				podSpec({
					containers: [
						{name: 'side', image: 'side:2'},
						{name: 'new', image: 'new:1'},
					],
				}),
			),
		],
	},
	{
		title: 'a strategic merge patch deletes an item by its key',
		steps: [
			post(templates, twoContainers),
			patch('strategic', template, podSpec({containers: [{name: 'side', $patch: 'delete'}]})),
			patch('strategic', template, podSpec({containers: [{name: 'gone', $patch: 'delete'}]})),
		],
	},
	{
		title: 'a strategic merge patch replaces a list',
		steps: [
			post(templates, twoContainers),
			patch('strategic', template, podSpec({containers: [{$patch: 'replace'}, {name: 'only', image: 'only:1'}]})),
		],
	},
	{
		title: 'a strategic merge patch replaces a map',
		steps: [
			post(templates, twoContainers),
			patch('strategic', template, podSpec({nodeSelector: {$patch: 'replace', disk: 'hdd'}})),
			patch('strategic', template, podSpec({nodeSelector: {$patch: 'merge', zone: 'b'}})),
		],
	},
	{
		title: 'a strategic merge patch deletes a map',
		steps: [
			post(templates, twoContainers),
			patch('strategic', template, podSpec({nodeSelector: {$patch: 'delete'}})),
			patch('strategic', template, podSpec({securityContext: {$patch: 'delete'}})),
		],
	},
	{
		title: 'a strategic merge patch keeps the named keys of a volume alone',
		steps: [
			post(templates, twoContainers),
			patch(
				'strategic',
				template,
				podSpec({volumes: [{name: 'tmp', $retainKeys: ['name', 'secret'], secret: {secretName: 's'}}]}),
			),
			patch('strategic', template, podSpec({volumes: [{name: 'conf', $retainKeys: ['name'], emptyDir: {}}]})),
		],
	},
	{
		title: 'a strategic merge patch orders items',
		steps: [
			post(templates, twoContainers),
			patch(
				'strategic',
				template,
				podSpec({
					'$setElementOrder/containers': [{name: 'side'}, {name: 'web'}],
					containers: [{name: 'web', image: 'web:2'}],
				}),
			),
			patch(
				'strategic',
				template,
				podSpec({
					'$setElementOrder/containers': [{name: 'new'}, {name: 'web'}, {name: 'side'}],
					containers: [{name: 'new', image: 'new:1'}],
				}),
			),
		],
	},
	{
		title: 'a strategic merge patch with an order that misses an item is refused',
		steps: [
			post(templates, twoContainers),
			patch(
				'strategic',
				template,
				podSpec({'$setElementOrder/containers': [{name: 'side'}], containers: [{name: 'web', image: 'web:2'}]}),
			),
		],
	},
	{
		title: 'a strategic merge patch deletes from a set',
		steps: [
			post(maps, held),
			patch('strategic', map, {metadata: {'$deleteFromPrimitiveList/finalizers': ['example.com/one']}}),
			patch('strategic', map, {metadata: {finalizers: ['example.com/three']}}),
			patch('strategic', map, {metadata: {'$deleteFromPrimitiveList/finalizers': ['example.com/gone']}}),
			patch('strategic', map, {metadata: {finalizers: null}}),
		],
	},
	{
		title: 'a strategic merge patch orders a set',
		steps: [
			post(maps, held),
			patch('strategic', map, {
				metadata: {
					'$setElementOrder/finalizers': ['example.com/three', 'example.com/two', 'example.com/one'],
					finalizers: ['example.com/three'],
				},
			}),
			patch('strategic', map, {metadata: {finalizers: null}}),
		],
	},
	{
		title: 'a strategic merge patch removes by null',
		steps: [
			post(templates, twoContainers),
			patch('strategic', template, podSpec({volumes: null, containers: [{name: 'web', args: null, ports: null}]})),
		],
	},
	{
		title: 'a strategic merge patch replaces atomic lists',
		steps: [
			post(templates, twoContainers),
			patch(
				'strategic',
				template,
				podSpec({tolerations: [{key: 'b', operator: 'Exists'}], containers: [{name: 'web', args: ['y', 'z']}]}),
			),
		],
	},
	{
		title: 'a strategic merge patch merges ports by their number',
		steps: [
			post(templates, twoContainers),
			patch(
				'strategic',
				template,
				podSpec({
					containers: [
						{
							name: 'web',
							ports: [
								{containerPort: 443, name: 'https'},
								{containerPort: 53, protocol: 'UDP'},
							],
						},
					],
				}),
			),
			patch(
				'strategic',
				template,
				podSpec({containers: [{name: 'web', ports: [{containerPort: 443, $patch: 'delete'}]}]}),
			),
		],
	},
	{
		title: 'a strategic merge patch without the key of an item is refused',
		steps: [post(templates, twoContainers), patch('strategic', template, podSpec({containers: [{image: 'web:2'}]}))],
	},
	{
		title: 'a strategic merge patch with a directive that is not known is refused',
		steps: [
			post(templates, twoContainers),
			patch('strategic', template, podSpec({nodeSelector: {$patch: 'remove'}})),
			patch('strategic', template, podSpec({containers: [{name: 'web', $patch: 'remove'}]})),
			patch('strategic', template, podSpec({volumes: [{name: 'tmp', $retainKeys: 'name'}]})),
		],
	},
	{
		title: 'a strategic merge patch of the wrong shape is refused',
		steps: [
			post(templates, twoContainers),
			patch('strategic', template, []),
			patch('strategic', template, '{'),
			patch('strategic', template, podSpec({containers: {name: 'web'}})),
			patch('strategic', template, 'null'),
			patch('strategic', template, '""'),
		],
	},
	{
		title: 'a strategic merge patch with items of two types is refused',
		steps: [post(templates, twoContainers), patch('strategic', template, podSpec({containers: ['web']}))],
	},
	{
		title: 'a strategic merge patch of nothing changes nothing',
		steps: [
			post(templates, twoContainers),
			patch('strategic', template, {}),
			patch('strategic', template, podSpec({containers: [{name: 'web', image: 'web:1'}]})),
		],
	},
];
