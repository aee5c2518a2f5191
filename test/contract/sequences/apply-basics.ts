import {map as path} from '../samples.ts';
import {apply, configMap, get, inNamespace, patch, post, put, remove, type Sequence, tick} from '../sequence.ts';

const secretPath = inNamespace('v1', 'secrets', 'a');

const fromYaml = `
# A comment.
kind: ConfigMap
apiVersion: v1
metadata: {name: a}
data:
  text: |
    two
    lines
  yes: "yes"
`;

function secret(content: {readonly [key: string]: string | Readonly<Record<string, string>>}) {
	return {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'a'}, ...content};
}

export const applyBasics: readonly Sequence[] = [
	{
		title: 'an apply of what is not there creates it',
		steps: [apply('one', path, configMap('a', {a: '1', b: '2'})), get(path)],
	},
	{
		title: 'an apply that changes nothing moves neither version nor time',
		isTimed: true,
		steps: [
			tick(),
			apply('one', path, configMap('a', {a: '1'})),
			tick(),
			apply('one', path, configMap('a', {a: '1'})),
			get(path),
			tick(),
			apply('one', path, configMap('a', {a: '2'})),
		],
	},
	{
		title: 'an apply that adds a field moves the time of its own entry alone',
		isTimed: true,
		steps: [
			tick(),
			apply('one', path, configMap('a', {a: '1'})),
			tick(),
			apply('two', path, configMap('a', {b: '1'})),
			tick(),
			apply('one', path, configMap('a', {a: '1', c: '1'})),
		],
	},
	{
		title: 'a patch, a replacement and a forced apply that change nothing move neither version nor time',
		isTimed: true,
		steps: [
			tick(),
			post(inNamespace('v1', 'configmaps'), configMap('a', {a: '1'}), {query: {fieldManager: 'one'}}),
			tick(),
			patch('merge', path, {data: {a: '1'}}, {query: {fieldManager: 'one'}}),
			patch('strategic', path, {data: {a: '1'}}, {query: {fieldManager: 'two'}}),
			patch('json', path, [{op: 'replace', path: '/data/a', value: '1'}], {query: {fieldManager: 'three'}}),
			put(path, configMap('a', {a: '1'}), {query: {fieldManager: 'four'}}),
			apply('five', path, configMap('a', {a: '1'}), {query: {force: 'true'}}),
			tick(),
			apply('five', path, configMap('a', {a: '1'}), {query: {force: 'true'}}),
		],
	},
	{
		title: 'giving up a field that is shared is a change of the owners alone, with a new time',
		isTimed: true,
		steps: [
			tick(),
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			tick(),
			apply('two', path, configMap('a', {a: '1', b: '1'})),
			tick(),
			apply('two', path, configMap('a', {a: '1'})),
		],
	},
	{
		title: 'an apply of fewer fields removes what nobody else owns',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '2'}, {labels: {x: 'y'}, annotations: {n: 'm'}})),
			apply('one', path, configMap('a', {a: '1'}, {labels: {}})),
			apply('one', path, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}}),
			get(path),
		],
	},
	{
		title: 'an apply that names nothing is refused, and creates nothing',
		steps: [apply('one', path, {apiVersion: 'v1', kind: 'ConfigMap'}), get(path)],
	},
	{title: 'an apply in YAML does what one in JSON does', steps: [apply('one', path, fromYaml), get(path)]},
	{
		title: 'an apply of fields in another order changes nothing',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '2'}, {labels: {x: '1', y: '2'}})),
			apply('one', path, configMap('a', {b: '2', a: '1'}, {labels: {y: '2', x: '1'}})),
		],
	},
	{
		title: 'an apply as a dry run tells what would be, and writes nothing',
		steps: [
			apply('one', path, configMap('a', {a: '1'}), {query: {dryRun: 'All'}}),
			get(path),
			apply('one', path, configMap('a', {a: '1'})),
			apply('one', path, configMap('a', {a: '2', b: '1'}), {query: {dryRun: 'All'}}),
			apply('two', path, configMap('a', {a: '2'}), {query: {dryRun: 'All'}}),
			apply('two', path, configMap('a', {a: '2'}), {query: {dryRun: 'All', force: 'true'}}),
			apply('one', path, configMap('a', {a: '1'}), {query: {dryRun: 'All'}}),
			get(path),
		],
	},
	{
		title: 'an apply after a deletion creates anew, without the owners of before',
		steps: [
			apply('one', path, configMap('a', {a: '1'})),
			apply('two', path, configMap('a', {b: '1'})),
			remove(path),
			apply('one', path, configMap('a', {a: '1'})),
		],
	},
	{
		title: 'an apply of stringData is stored as data, and is a change each time where it is no longer there',
		steps: [
			apply('one', secretPath, secret({stringData: {a: 'plain'}})),
			apply('one', secretPath, secret({stringData: {a: 'plain'}})),
			apply('one', secretPath, secret({stringData: {b: 'other'}})),
			apply('two', secretPath, secret({data: {a: 'b3RoZXI='}})),
		],
	},
	{
		title: 'an apply of a Secret keeps its type, and may not change it',
		steps: [
			apply('one', secretPath, secret({data: {a: 'cGxhaW4='}})),
			apply('one', secretPath, secret({type: 'Opaque', data: {a: 'cGxhaW4='}})),
			apply('one', secretPath, secret({type: 'example.com/other', data: {a: 'cGxhaW4='}})),
			apply('one', secretPath, secret({data: {a: 'not base64'}})),
		],
	},
	{
		title: 'an apply may not change what is immutable',
		steps: [
			apply('one', path, {...fields({a: '1'}), immutable: true}),
			apply('one', path, {...fields({a: '2'}), immutable: true}),
			apply('one', path, fields({a: '1'})),
			apply('one', path, {...fields({a: '1'}, {x: 'y'}), immutable: true}),
		],
	},
];

function fields(data: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>> = {}) {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', labels}, data};
}
