import {forced, maps, map as path} from '../samples.ts';
import {apply, configMap, get, patch, post, put, type Sequence} from '../sequence.ts';

function by(fieldManager: string) {
	return {query: {fieldManager}};
}

export const applyManagers: readonly Sequence[] = [
	{
		title: 'an apply over the value of another manager is a conflict, and writes nothing',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '2'})),
			apply('two', path, configMap('a', {a: '2', b: '3', c: '4'})),
			get(path),
		],
	},
	{
		title: 'a single conflict is told in one line',
		steps: [apply('one', path, configMap('a', {a: '1'})), apply('two', path, configMap('a', {a: '2'}))],
	},
	{
		title: 'conflicts with several managers are told by manager',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			apply('two', path, configMap('a', {c: '1'}, {labels: {x: '1'}})),
			patch('merge', path, {data: {d: '1'}, metadata: {annotations: {'e/f': '1'}}}, by('three')),
			apply(
				'four',
				path,
				configMap('a', {a: '2', b: '2', c: '2', d: '2'}, {labels: {x: '2'}, annotations: {'e/f': '2'}}),
			),
		],
	},
	{
		title: 'two managers that apply the same value share it, and the last that gives it up removes it',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			apply('two', path, configMap('a', {a: '1'})),
			apply('one', path, configMap('a', {b: '1'})),
			apply('two', path, {apiVersion: 'v1', kind: 'ConfigMap'}),
		],
	},
	{
		title: 'a value that is shared is changed by neither without force',
		steps: [
			apply('one', path, configMap('a', {a: '1'})),
			apply('two', path, configMap('a', {a: '1'})),
			apply('one', path, configMap('a', {a: '2'})),
			apply('two', path, configMap('a', {a: '2'}), {query: {force: 'false'}}),
			apply('two', path, configMap('a', {a: '2'}), forced),
			apply('one', path, configMap('a', {a: '2'})),
		],
	},
	{
		title: 'force takes the value, and the entry of who has nothing left is gone',
		steps: [
			apply('one', path, configMap('a', {a: '1'})),
			apply('two', path, configMap('a', {a: '2', b: '2'}), forced),
			apply('three', path, configMap('a', {a: '3'}), forced),
			apply('one', path, configMap('a', {a: '1'})),
		],
	},
	{
		title: 'who lost a field by force may give it up without removing it',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			apply('two', path, configMap('a', {a: '2'}), forced),
			apply('one', path, configMap('a', {b: '1'})),
		],
	},
	{
		title: 'what somebody updated conflicts with the name of who did, and the version used',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			patch('merge', path, {data: {a: '2'}}, by('hand')),
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			apply('one', path, configMap('a', {a: '1', b: '1'}), forced),
		],
	},
	{
		title: 'an update to the same value takes no field, one to another takes it from the applier',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			patch('merge', path, {data: {a: '1'}}, by('hand')),
			patch('merge', path, {data: {a: '2'}}, by('hand')),
			patch('json', path, [{op: 'replace', path: '/data/b', value: '3'}], by('hand')),
		],
	},
	{
		title: 'a field that was removed by hand comes back without a conflict',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			patch('merge', path, {data: {a: null}}, by('hand')),
			apply('one', path, configMap('a', {a: '1', b: '1'})),
		],
	},
	{
		title: 'an applier that gives up a field which somebody updated meanwhile leaves it',
		steps: [
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			patch('merge', path, {data: {a: '2'}}, by('hand')),
			apply('one', path, configMap('a', {b: '1'})),
		],
	},
	{
		title: 'an applier that gives up a field which an updater shares leaves it',
		steps: [
			post(maps, configMap('a', {a: '1', b: '1'}), by('hand')),
			apply('one', path, configMap('a', {a: '1', b: '1'})),
			apply('one', path, configMap('a', {b: '1'})),
			apply('one', path, configMap('a', {})),
		],
	},
	{
		title: 'an applier leaves the keys of others in a map that it gives up',
		steps: [
			apply('one', path, configMap('a', {a: '1'}, {labels: {x: '1'}, annotations: {y: '1'}})),
			patch('merge', path, {metadata: {labels: {z: '1'}, annotations: {y: null, w: '1'}}}, by('hand')),
			apply('one', path, configMap('a', {a: '1'})),
		],
	},
	{
		title: 'the same name applies and updates by two entries',
		steps: [
			apply('one', path, configMap('a', {a: '1'})),
			patch('merge', path, {data: {a: '2', b: '2'}}, by('one')),
			apply('one', path, configMap('a', {a: '1'})),
			put(path, configMap('a', {a: '1', b: '3'}), by('one')),
		],
	},
	{
		title: 'who updates without a name of a manager is called by the user agent',
		steps: [
			post(maps, configMap('a', {a: '1'})),
			patch('merge', path, {data: {b: '1'}}),
			put(path, configMap('a', {a: '1', c: '1'}), by('somebody')),
		],
	},
	{
		title: 'the names of managers are printable and no longer than 128 characters',
		steps: [
			apply('n'.repeat(128), path, configMap('a', {a: '1'})),
			apply('n'.repeat(129), path, configMap('a', {a: '1'})),
			apply('one\ntwo', path, configMap('a', {a: '1'})),
			apply('two words, ünd "more"', path, configMap('a', {a: '2'})),
			apply('two words, ünd "more"', path, configMap('a', {b: '2'})),
			post(maps, configMap('b', {}), by('n'.repeat(129))),
			patch('merge', path, {data: {b: '1'}}, by('tab\t')),
		],
	},
	{
		title: 'of more than ten updaters the oldest become one entry',
		steps: [
			apply('one', path, configMap('a', {own: '1'})),
			...Array.from({length: 12}, (_, index) =>
				patch('merge', path, {data: {[`key${index}`]: '1'}}, {...by(`updater-${index + 10}`), isSilent: true}),
			),
			get(path),
		],
	},
];
