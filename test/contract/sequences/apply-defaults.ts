import type {JsonObject} from '../../../source/model/json.ts';
import {apply, get, patch, type Sequence} from '../sequence.ts';
import {definedBy, group, thing, things, thingsIn} from '../things.ts';

const path = `${things}/a`;
const text = {type: 'string'};

const defaults = definedBy({
	properties: {
		spec: {
			type: 'object',
			default: {},
			properties: {
				must: {type: 'string', default: 'given'},
				mode: {type: 'string', default: 'Auto', enum: ['Auto', 'Manual']},
				count: {type: 'integer', default: 1, nullable: true},
				plain: text,
				none: {type: 'string', nullable: true},
				nested: {type: 'object', properties: {size: {type: 'integer', default: 3}, name: text}},
				items: {
					type: 'array',
					items: {type: 'object', properties: {name: text, on: {type: 'boolean', default: true}}},
				},
			},
		},
	},
});

const strict = definedBy({
	properties: {
		spec: {
			type: 'object',
			required: ['name'],
			properties: {
				name: {type: 'string', maxLength: 5, pattern: '^[a-z]+$'},
				size: {type: 'integer', minimum: 1, maximum: 3},
				mode: {type: 'string', enum: ['A', 'B']},
				list: {type: 'array', maxItems: 1, items: text},
			},
		},
	},
});

const open = definedBy({properties: {}, schema: {'x-kubernetes-preserve-unknown-fields': true}});
const twice = definedBy({
	properties: {
		spec: {type: 'object', properties: {a: text, b: text}},
		status: {type: 'object', properties: {a: text}},
	},
	versions: ['v1', 'v2'],
});

function spec(content: JsonObject): JsonObject {
	return thing('a', {spec: content});
}

function second(content: JsonObject): JsonObject {
	return thing('a', {spec: content}, 'v2');
}

export const applyDefaults: readonly Sequence[] = [
	{
		title: 'defaults of a custom resource belong to nobody, and come back',
		steps: [
			...defaults,
			apply('one', path, thing('a')),
			apply('two', path, spec({mode: 'Manual', nested: {}})),
			apply('three', path, spec({mode: 'Manual', count: 1, must: 'given'})),
			apply('three', path, spec({nested: {size: 4}, items: [{name: 'a'}, {name: 'b', on: false}]})),
			apply('two', path, thing('a')),
			apply('three', path, thing('a')),
		],
	},
	{
		title: 'null for a field of a custom resource is its default, or null where it may be that',
		steps: [
			...defaults,
			apply('one', path, spec({mode: null, count: null, none: null, nested: null})),
			apply('one', path, spec({mode: null, count: null, none: null, nested: null})),
			apply('one', path, spec({plain: null})),
			apply('two', path, spec({count: 2, none: 'x'})),
			patch('merge', path, {spec: {count: null, none: null}}),
			get(path),
		],
	},
	{
		title: 'an apply of a custom resource that breaks its schema tells the cause',
		steps: [
			...strict,
			apply('one', path, spec({size: 4, name: 'a'})),
			apply('one', path, spec({mode: 'C', name: 'a'})),
			apply('one', path, spec({list: ['a', 'b'], name: 'a'})),
			apply('one', path, spec({name: 'toolong'})),
			apply('one', path, spec({name: 'No'})),
			apply('one', path, thing('a')),
			apply('one', path, spec({name: 'a', size: 1.5})),
			apply('one', path, spec({name: 'a'})),
			apply('one', path, spec({size: 2})),
			get(path),
		],
	},
	{
		title: 'a custom resource without a schema of its own is owned as deep as it goes',
		steps: [
			...open,
			apply('one', path, spec({a: {b: {c: 1}}, list: [{name: 'a'}]})),
			apply('two', path, {...spec({a: {b: {d: 1}}}), top: 'x'}),
			apply('one', path, spec({a: {}})),
			apply('two', path, spec({list: null})),
		],
	},
	{
		title: 'a new generation of a custom resource comes of its content alone',
		steps: [
			...twice,
			apply('one', path, spec({a: '1'})),
			apply('one', path, {...spec({a: '1'}), metadata: {name: 'a', labels: {x: '1'}}}),
			apply('one', path, {...spec({a: '2'}), metadata: {name: 'a', labels: {x: '1'}}}),
			apply('one', path, {...spec({a: '2'}), status: {a: '1'}}),
			apply('one', path, spec({a: '2'})),
		],
	},
	{
		title: 'the same manager applies by several versions of a kind, as one',
		steps: [
			...twice,
			apply('one', path, spec({a: '1', b: '1'})),
			apply('one', `${thingsIn('v2')}/a`, second({a: '1'})),
			patch('merge', `${thingsIn('v2')}/a`, {spec: {a: '2'}}, {query: {fieldManager: 'hand'}}),
			patch('merge', path, {spec: {b: '2'}}, {query: {fieldManager: 'hand'}}),
			apply('one', `${thingsIn('v2')}/a`, second({a: '1', b: '1'})),
			apply('one', path, second({a: '1'})),
			get(path),
		],
	},
	{
		title: 'a kind of the whole cluster is applied without a namespace',
		steps: [
			...definedBy({properties: {spec: {type: 'object', properties: {a: text}}}, scope: 'Cluster'}),
			apply('one', `/apis/${group}/v1/things/a`, spec({a: '1'})),
			apply('one', `/apis/${group}/v1/things/a`, spec({a: '1'})),
			apply('two', `/apis/${group}/v1/things/a`, spec({a: '2'})),
			apply('one', `/apis/${group}/v1/things/a`, {
				...spec({a: '1'}),
				metadata: {name: 'a', namespace: 'default'},
			}),
			apply('one', path, spec({a: '1'})),
		],
	},
	{
		title: 'a namespace is applied as other objects are, and keeps the label of its name',
		steps: [
			apply('one', '/api/v1/namespaces/{namespace}', namespace({labels: {x: '1'}})),
			apply('one', '/api/v1/namespaces/{namespace}', namespace({labels: {'kubernetes.io/metadata.name': 'b'}})),
			apply('one', '/api/v1/namespaces/{namespace}', namespace({})),
			apply('one', '/api/v1/namespaces/{namespace}', namespace({})),
		],
	},
];

function namespace(metadata: JsonObject): JsonObject {
	return {apiVersion: 'v1', kind: 'Namespace', metadata: {name: '{namespace}', ...metadata}};
}
