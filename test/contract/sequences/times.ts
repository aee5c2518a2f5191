import {mainContainer, map, maps, template} from '../samples.ts';
import {apply, configMap, patch, post, put, type Sequence, tick} from '../sequence.ts';
import {definedBy, thing, things} from '../things.ts';

const one = `${things}/a`;
const namespace = '/api/v1/namespaces/{namespace}';
const text = {type: 'string'};
const withStatus = definedBy({
	properties: {
		spec: {type: 'object', properties: {text}},
		status: {type: 'object', properties: {text}},
	},
	subresources: {status: {}},
});

function by(fieldManager: string) {
	return {query: {fieldManager}};
}

function limit(cpu: string) {
	return mainContainer({resources: {limits: {cpu}}});
}

/** When the time of an entry of managedFields moves, and with it the version. */
export const times: readonly Sequence[] = [
	{
		title: 'an update moves the time of the entry of who updates, and of no other',
		isTimed: true,
		steps: [
			tick(),
			post(maps, configMap('a', {a: '1'}), by('one')),
			tick(),
			patch('merge', map, {data: {b: '1'}}, by('two')),
			tick(),
			patch('merge', map, {data: {c: '1'}}, by('one')),
		],
	},
	{
		title: 'another writing of the same quantity moves neither version nor time',
		isTimed: true,
		steps: [
			tick(),
			apply('one', template, limit('1000m')),
			tick(),
			apply('one', template, limit('1')),
			patch('strategic', template, {template: limit('1000m').template ?? {}}, by('two')),
		],
	},
	{
		title: 'a change that the server takes back moves the time of who asks for it once',
		isTimed: true,
		steps: [
			tick(),
			patch('merge', namespace, {spec: {finalizers: ['example.com/other']}}, by('one')),
			tick(),
			patch('merge', namespace, {spec: {finalizers: ['example.com/other']}}, by('one')),
		],
	},
	{
		title: 'a write of which the server takes nothing moves neither version nor time',
		isTimed: true,
		steps: [
			...withStatus,
			tick(),
			post(things, thing('a', {spec: {text: 'a'}}), {...by('one'), name: 'made'}),
			tick(),
			patch('merge', one, {status: {text: 'b'}}, by('one')),
			patch('merge', one, {metadata: {generation: 9}}, by('one')),
			patch('merge', one, {spec: {unknown: 'c'}}, by('one')),
			apply('two', one, thing('a', {status: {text: 'b'}})),
			put(
				`${one}/status`,
				thing('a', {metadata: {resourceVersion: '{as:made.metadata.resourceVersion}'}, spec: {text: 'b'}}),
			),
		],
	},
];
