import {map, maps, templates} from '../samples.ts';
import {apply, configMap, inNamespace, patch, post, put, type Sequence, type Step} from '../sequence.ts';

const yaml = 'application/yaml';
const sample = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}};
const unknown = {metadata: {name: 'a', colour: 'red'}, data: {one: '1'}, size: 3};
const web = {name: 'web', image: 'web:1', imagePullPolice: 'Always', ports: [{containerPort: 80, prt: 1}]};
const nested = {
	metadata: {name: 'a'},
	template: {metadata: {labels: {app: 'web'}}, spec: {containers: [web], unknown: {deep: [1]}}},
};
const twice = '{"metadata":{"name":"b","name":"a"},"data":{"one":"1","one":"2"}}';

const ignore = {query: {fieldValidation: 'Ignore'}};
const warn = {query: {fieldValidation: 'Warn'}};
const strict = {query: {fieldValidation: 'Strict'}};

/** The same request in each of the three ways. */
function three(
	what: string,
	step: (options: typeof ignore) => Step,
	before: readonly Step[] = [],
): readonly Sequence[] {
	return [
		{title: `${what} are ignored by Ignore`, steps: [...before, step(ignore)]},
		{title: `${what} are warned of by Warn`, steps: [...before, step(warn)]},
		{title: `${what} are refused by Strict`, steps: [...before, step(strict)]},
	];
}

export const fieldValidation: readonly Sequence[] = [
	...three('unknown fields of a create', extra => post(maps, unknown, extra)),
	...three('unknown fields deep in a create', extra => post(templates, nested, extra)),
	...three('keys that stand twice in JSON', extra => post(maps, twice, extra)),
	...three('keys that stand twice and are unknown in YAML', extra =>
		post(maps, 'metadata:\n  name: a\n  name: a\ndata:\n  one: "1"\n  one: "2"\nsize: 3\n', {...extra, type: yaml}),
	),
	...three('unknown fields of a replacement', extra => put(map, unknown, extra), [post(maps, configMap('a', {}))]),
	...three('unknown fields of a merge patch', extra => patch('merge', map, {size: 3, data: {one: '1'}}, extra), [
		post(maps, configMap('a', {})),
	]),
	...three(
		'unknown fields of a strategic merge patch',
		extra =>
			patch(
				'strategic',
				inNamespace('v1', 'podtemplates', 'a'),
				{template: {spec: {containers: [{name: 'web', prts: 1}], sizes: 3}}},
				extra,
			),
		[post(templates, nested, ignore)],
	),
	...three(
		'unknown fields of a JSON patch',
		extra =>
			patch(
				'json',
				map,
				[
					{op: 'add', path: '/size', value: 3},
					{op: 'add', path: '/metadata/colour', value: 'red'},
				],
				extra,
			),
		[post(maps, configMap('a', {}))],
	),
	...three(
		'keys that stand twice in a merge patch',
		extra => patch('merge', map, '{"data":{"one":"1","one":"2"}}', extra),
		[post(maps, configMap('a', {}))],
	),
	...three(
		'keys that stand twice in a JSON patch',
		extra => patch('json', map, '[{"op":"add","path":"/data","path":"/data","value":{"one":"2"}}]', extra),
		[post(maps, configMap('a', {}))],
	),
	...three('keys that stand twice in an applied configuration', extra =>
		apply('one', map, 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  one: "1"\n  one: "2"\n', extra),
	),
	...three('unknown fields of an applied configuration', extra => apply('one', map, {...sample, size: 3}, extra)),
	{
		title: 'an object that stands twice in JSON is both of them in one',
		steps: [post(maps, '{"metadata":{"name":"a"},"data":{"one":"1"},"data":{"two":"2"}}')],
	},
	{
		title: 'nothing is said of what is in order',
		steps: [
			post(maps, configMap('a', {}), strict),
			post(maps, configMap('b', {}), warn),
			put(map, configMap('a', {one: '1'}), strict),
		],
	},
	{
		title: 'field validation without a word is Warn',
		steps: [post(maps, unknown), post(maps, {...unknown, metadata: {name: 'b'}}, {query: {fieldValidation: ''}})],
	},
	{
		title: 'field validation of another name is refused',
		steps: [
			post(maps, unknown, {query: {fieldValidation: 'strict'}}),
			patch('merge', map, {}, {query: {fieldValidation: 'Yes'}}),
			put(map, configMap('a', {}), {query: {fieldValidation: 'No'}}),
		],
	},
	{
		title: 'names of fields in other letters are unknown',
		steps: [
			post(maps, {Metadata: {name: 'a'}, metadata: {name: 'a'}, Data: {one: '1'}}, strict),
			post(maps, {metadata: {name: 'a'}, Data: {one: '1'}}, warn),
		],
	},
	{
		title: 'values of the wrong type are refused whatever the validation',
		steps: [
			post(maps, {metadata: {name: 'a'}, data: {one: 1}}, ignore),
			post(maps, {metadata: {name: 'a'}, data: 'text'}, warn),
			post(maps, {metadata: {name: 3}}, strict),
			post(templates, {metadata: {name: 'a'}, template: {spec: {containers: {}}}}),
			post(inNamespace('v1', 'services'), {metadata: {name: 'a'}, spec: {ports: [{port: '80'}]}}),
		],
	},
	{
		title: 'values of the wrong type in a patch are refused',
		steps: [
			post(maps, configMap('a', {})),
			patch('merge', map, {data: {one: 1}}),
			patch('merge', map, {data: ['one']}),
			patch('strategic', map, {data: {one: true}}),
			patch('json', map, [{op: 'add', path: '/data', value: 3}]),
		],
	},
	{
		title: 'a YAML body answers as JSON, and is read with its comments',
		steps: [
			post(maps, '# a comment\nmetadata: {name: a}\ndata:\n  one: |\n    text\n  two: "2"\n', {type: yaml}),
			put(map, 'metadata: {name: a}\ndata: {three: "3"}\n', {type: yaml}),
		],
	},
	{
		title: 'YAML scalars become what Kubernetes takes them for',
		steps: [
			post(maps, 'metadata: {name: a}\ndata: {one: yes}\n', {type: yaml}),
			post(maps, 'metadata: {name: a}\ndata: {one: 1}\n', {type: yaml}),
			post(maps, 'metadata: {name: a}\nimmutable: yes\n', {type: yaml}),
			post(maps, 'metadata: {name: b}\nimmutable: true\ndata: {one: "yes"}\n', {type: yaml}),
			post(maps, 'metadata: {name: c}\ndata: {one: 2020-01-01}\n', {type: yaml}),
		],
	},
];
