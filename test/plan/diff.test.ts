import {expect, test} from 'vitest';
import type {JsonObject} from '../../source/model/json.ts';
import {type Difference, differences} from '../../source/plan/diff.ts';
import {listKindsOf} from '../../source/plan/lists.ts';

const managers = (...paths: string[]) => [{manager: 'trueup', operation: 'Apply', subresource: '', time: '', paths}];

type Row = [title: string, before: JsonObject, after: JsonObject, paths: string[], expected: Difference[]];

test.for<Row>([
	['equal objects differ nowhere', {a: {b: 1}}, {a: {b: 1}}, [], []],
	['the order of members is no difference', {a: 1, b: 2}, {b: 2, a: 1}, [], []],
	['a scalar that changed', {a: {b: 1}}, {a: {b: 2}}, [], [{path: 'a.b', before: 1, after: 2}]],
	[
		'a whole number beyond 2^53 counts exactly',
		{a: 9007199254740993n},
		{a: 9007199254740992n},
		[],
		[{path: 'a', before: 9007199254740993n, after: 9007199254740992n}],
	],
	['a part that is new is one difference', {}, {a: {b: 1, c: 2}}, [], [{path: 'a', after: {b: 1, c: 2}}]],
	['a part that is gone is one difference', {a: {b: 1}}, {}, [], [{path: 'a', before: {b: 1}}]],
	['null is not the same as absent', {a: null}, {}, [], [{path: 'a', before: null}]],
	[
		'a dot within a name is escaped',
		{a: {'x.y/z': '1'}},
		{a: {'x.y/z': '2'}},
		[],
		[{path: String.raw`a.x\.y/z`, before: '1', after: '2'}],
	],
	[
		'items of a keyed list are paired by their keys, wherever they stand',
		{
			spec: {
				containers: [
					{name: 'web', image: 'a'},
					{name: 'log', image: 'x'},
				],
			},
		},
		{
			spec: {
				containers: [
					{name: 'web', image: 'b'},
					{name: 'log', image: 'x'},
				],
			},
		},
		['spec.containers.[name=web].image'],
		[{path: 'spec.containers.[name=web].image', before: 'a', after: 'b'}],
	],
	[
		'an item that is new or gone is one difference',
		{l: [{name: 'a'}]},
		{l: [{name: 'b'}]},
		['l.[name=a]'],
		[
			{path: 'l.[name=a]', before: {name: 'a'}},
			{path: 'l.[name=b]', after: {name: 'b'}},
		],
	],
	[
		'a list keyed by two fields',
		{
			ports: [
				{port: 53, protocol: 'TCP', n: 1},
				{port: 53, protocol: 'UDP', n: 1},
			],
		},
		{
			ports: [
				{port: 53, protocol: 'TCP', n: 1},
				{port: 53, protocol: 'UDP', n: 2},
			],
		},
		['ports.[port=53,protocol=TCP].n'],
		[{path: 'ports.[port=53,protocol=UDP].n', before: 1, after: 2}],
	],
	[
		'the order of a keyed list is a difference of its own',
		{env: [{name: 'a'}, {name: 'b'}]},
		{env: [{name: 'b'}, {name: 'a'}]},
		['env.[name=a]'],
		[{path: 'env', before: ['name=a', 'name=b'], after: ['name=b', 'name=a']}],
	],
	[
		'members of a set',
		{finalizers: ['a', 'b']},
		{finalizers: ['a', 'c']},
		['finalizers.[=a]'],
		[
			{path: 'finalizers.[=b]', before: 'b'},
			{path: 'finalizers.[=c]', after: 'c'},
		],
	],
	[
		'an atomic list is compared by place',
		{args: ['a', 'b']},
		{args: ['a', 'c', 'd']},
		[],
		[
			{path: 'args.[1]', before: 'b', after: 'c'},
			{path: 'args.[2]', after: 'd'},
		],
	],
	[
		'items that share a key are compared by place',
		{
			l: [
				{name: 'a', v: 1},
				{name: 'a', v: 2},
			],
		},
		{
			l: [
				{name: 'a', v: 1},
				{name: 'a', v: 3},
			],
		},
		['l.[name=a].v'],
		[{path: 'l.[1].v', before: 2, after: 3}],
	],
])('%s', ([, before, after, paths, expected]) => {
	expect(differences(before, after, listKindsOf(managers(...paths)))).toEqual(expected);
});
