import type {JsonObject} from '../../../source/model/json.ts';
import {forced} from '../samples.ts';
import {apply, get, patch, put, type Sequence} from '../sequence.ts';
import {definedBy, thing, things} from '../things.ts';

const path = `${things}/a`;
const text = {type: 'string'};

const lists = definedBy({
	properties: {
		spec: {
			type: 'object',
			properties: {
				plain: {type: 'array', items: {type: 'object', properties: {name: text, value: text}}},
				whole: {type: 'array', 'x-kubernetes-list-type': 'atomic', items: text},
				set: {type: 'array', 'x-kubernetes-list-type': 'set', items: text},
				named: {
					type: 'array',
					'x-kubernetes-list-type': 'map',
					'x-kubernetes-list-map-keys': ['name'],
					items: {
						type: 'object',
						required: ['name'],
						properties: {name: text, value: text, more: {type: 'array', items: text}},
					},
				},
				ports: {
					type: 'array',
					'x-kubernetes-list-type': 'map',
					'x-kubernetes-list-map-keys': ['port', 'protocol'],
					items: {
						type: 'object',
						required: ['port', 'protocol'],
						properties: {port: {type: 'integer'}, protocol: {type: 'string', default: 'TCP'}, name: text},
					},
				},
			},
		},
	},
});

const maps = definedBy({
	properties: {
		spec: {
			type: 'object',
			properties: {
				free: {type: 'object', additionalProperties: text},
				whole: {type: 'object', additionalProperties: text, 'x-kubernetes-map-type': 'atomic'},
				struct: {type: 'object', properties: {a: text, b: text}},
				wholeStruct: {type: 'object', properties: {a: text, b: text}, 'x-kubernetes-map-type': 'atomic'},
				any: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true},
				port: {'x-kubernetes-int-or-string': true},
			},
		},
	},
});

function spec(content: JsonObject): JsonObject {
	return thing('a', {spec: content});
}

export const applyCustom: readonly Sequence[] = [
	{
		title: 'lists of a custom resource without a type are atomic',
		steps: [
			...lists,
			apply('one', path, spec({plain: [{name: 'a', value: '1'}], whole: ['a', 'b']})),
			apply('two', path, spec({plain: [{name: 'b'}]})),
			apply('two', path, spec({plain: [{name: 'b'}], whole: ['c']}), forced),
			apply('one', path, spec({})),
			apply('two', path, spec({plain: []})),
			apply('two', path, spec({})),
		],
	},
	{
		title: 'sets of a custom resource are owned value by value',
		steps: [
			...lists,
			apply('one', path, spec({set: ['a', 'b']})),
			apply('two', path, spec({set: ['b', 'c']})),
			apply('one', path, spec({set: ['d']})),
			apply('one', path, spec({set: ['d', 'd']})),
			patch('merge', path, {spec: {set: ['a', 'a']}}),
			apply('two', path, spec({})),
		],
	},
	{
		title: 'lists by one key of a custom resource are owned item by item',
		steps: [
			...lists,
			apply(
				'one',
				path,
				spec({
					named: [
						{name: 'a', value: '1'},
						{name: 'b', more: ['x']},
					],
				}),
			),
			apply('two', path, spec({named: [{name: 'c'}, {name: 'a', more: ['y']}]})),
			apply('two', path, spec({named: [{name: 'a', value: '2'}]})),
			apply('one', path, spec({named: [{name: 'b', more: ['z']}]})),
			apply('one', path, spec({named: [{name: 'b'}, {name: 'b'}]})),
			apply('one', path, spec({named: [{value: '1'}]})),
			patch('merge', path, {spec: {named: [{name: 'd'}, {name: 'd'}]}}),
			apply('two', path, spec({})),
		],
	},
	{
		title: 'lists by several keys of a custom resource know the default of a key',
		steps: [
			...lists,
			apply('one', path, spec({ports: [{port: 53, protocol: 'UDP'}, {port: 53}]})),
			apply('two', path, spec({ports: [{port: 53, protocol: 'TCP', name: 'tcp'}]})),
			apply('one', path, spec({ports: [{port: 53, protocol: 'UDP', name: 'udp'}]})),
			apply('one', path, spec({ports: [{port: 53}, {port: 53, protocol: 'TCP'}]})),
			apply('one', path, spec({ports: [{protocol: 'TCP'}]})),
			apply('two', path, spec({})),
		],
	},
	{
		title: 'maps of a custom resource are owned key by key, but for atomic ones',
		steps: [
			...maps,
			apply('one', path, spec({free: {a: '1'}, whole: {a: '1'}, struct: {a: '1'}, wholeStruct: {a: '1'}})),
			apply('two', path, spec({free: {b: '1'}, struct: {b: '1'}})),
			apply('two', path, spec({whole: {b: '1'}, wholeStruct: {b: '1'}})),
			apply('two', path, spec({whole: {b: '1'}, wholeStruct: {b: '1'}}), forced),
			apply('one', path, spec({free: {a: '1'}})),
		],
	},
	{
		title: 'what is beyond the schema and preserved is owned as deep as it goes, its lists as a whole',
		steps: [
			...maps,
			apply('one', path, spec({any: {deep: {a: 1, b: [1, 2]}, list: [{name: 'a'}], none: {}, zero: null}})),
			apply('two', path, spec({any: {deep: {c: true}}})),
			apply('two', path, spec({any: {list: [{name: 'b'}]}})),
			apply('one', path, spec({any: {deep: {a: 1}}})),
			apply('two', path, spec({any: {deep: 'text'}}), forced),
		],
	},
	{
		title: 'a value that is a number or a text keeps to what it was written as',
		steps: [
			...maps,
			apply('one', path, spec({port: 80})),
			apply('one', path, spec({port: 80})),
			apply('two', path, spec({port: '80'})),
			apply('one', path, spec({port: 'http'})),
			apply('one', path, spec({port: 1.5})),
		],
	},
	{
		title: 'unknown fields of a custom resource are refused where it is applied, and pruned where it is patched',
		steps: [
			...maps,
			apply('one', path, spec({struct: {a: '1', c: '2'}})),
			apply('one', path, {...spec({struct: {a: '1'}}), extra: 1}),
			apply('one', path, spec({struct: {a: '1'}})),
			patch('merge', path, {extra: 1, spec: {other: {}, struct: {c: '1', b: '2'}}}),
			apply('one', path, spec({struct: {a: '1'}})),
		],
	},
	{
		title: 'unknown fields of a custom resource that is applied are refused whatever the validation of fields',
		steps: [
			...maps,
			...['Strict', 'Warn', 'Ignore'].map(fieldValidation =>
				apply('one', path, spec({struct: {a: '1', c: '2'}}), {query: {fieldValidation}}),
			),
		],
	},
	{
		title: 'values of a custom resource that do not fit its schema are refused where they are applied',
		steps: [
			...lists,
			apply('one', path, spec({whole: 'text'})),
			apply('one', path, spec({whole: [1]})),
			apply('one', path, spec({ports: [{port: 'x'}]})),
			apply('one', path, thing('a', {spec: []})),
			apply('one', path, thing('a', {spec: 'text'})),
			get(path),
		],
	},
	{
		title: 'a replacement of a custom resource takes from appliers what it changes',
		steps: [
			...lists,
			apply('one', path, spec({set: ['a'], named: [{name: 'a', value: '1'}], whole: ['x']}), {name: 'made'}),
			put(
				path,
				{
					...spec({set: ['a', 'b'], named: [{name: 'a', value: '2'}], whole: ['x']}),
					metadata: {name: 'a', resourceVersion: '{as:made.metadata.resourceVersion}'},
				},
				{query: {fieldManager: 'hand'}},
			),
			apply('one', path, spec({set: ['a'], named: [{name: 'a', value: '1'}], whole: ['x']})),
			apply('one', path, spec({set: ['a']})),
		],
	},
];
