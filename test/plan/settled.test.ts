import {expect, test} from 'vitest';
import type {JsonObject} from '../../source/model/json.ts';
import type {Live} from '../../source/model/resource.ts';
import {localDifferences} from '../../source/plan/settled.ts';

const live = (body: JsonObject, ...paths: string[]): Live => ({
	id: {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'},
	uid: 'u',
	resourceVersion: '1',
	body: {apiVersion: 'apps/v1', ...body},
	managers: [{manager: 'trueup', operation: 'Apply', subresource: '', time: '', paths}],
});

type Row = [title: string, desired: JsonObject, live: Live, paths: string[]];

test.for<Row>([
	['what the cluster adds is no difference', {spec: {a: 1}}, live({spec: {a: 1, b: 2}, status: {}}, 'spec.a'), []],
	['a value that was changed', {spec: {a: 1}}, live({spec: {a: 2}}, 'spec.a'), ['spec.a']],
	['a value that is missing', {spec: {a: 1}}, live({spec: {}}, 'spec.a'), ['spec.a']],
	['a field that Git dropped', {spec: {a: 1}}, live({spec: {a: 1, b: 2}}, 'spec.a', 'spec.b'), ['spec.b']],
	[
		'a list item that Git dropped',
		{l: [{name: 'a'}]},
		live({l: [{name: 'a'}, {name: 'b'}]}, 'l.[name=a]', 'l.[name=b]'),
		['l.[name=b]'],
	],
	[
		'an item that somebody else added to a keyed list',
		{l: [{name: 'a'}]},
		live({l: [{name: 'x'}, {name: 'a'}]}, 'l.[name=a]'),
		[],
	],
	['an item that somebody else added to an atomic list', {l: ['a']}, live({l: ['a', 'b']}, 'l'), ['l']],
	[
		'another order of what we declare in a keyed list',
		{l: [{name: 'a'}, {name: 'b'}]},
		live({l: [{name: 'b'}, {name: 'a'}]}, 'l.[name=a]', 'l.[name=b]'),
		['l'],
	],
	[
		'a key that Git leaves to its default',
		{ports: [{port: 80}]},
		live({ports: [{port: 80, protocol: 'TCP'}]}, 'ports.[port=80,protocol=TCP]'),
		[],
	],
	[
		'quantities that mean the same',
		{resources: {limits: {cpu: '1000m', memory: '1024Mi'}}},
		live({resources: {limits: {cpu: '1', memory: '1Gi'}}}, 'resources.limits'),
		[],
	],
	[
		'quantities that do not',
		{resources: {limits: {cpu: '100m'}}},
		live({resources: {limits: {cpu: '1'}}}, 'resources.limits'),
		['resources.limits.cpu'],
	],
	['what only looks like a quantity', {data: {cpu: '1000m'}}, live({data: {cpu: '1'}}, 'data.cpu'), ['data.cpu']],
	['another API version is for a dry-run to judge', {apiVersion: 'apps/v2'}, live({}), ['apiVersion']],
])('%s', ([, desired, object, paths]) => {
	expect(localDifferences({apiVersion: 'apps/v1', ...desired}, object).map(({path}) => path)).toEqual(paths);
});

test('an object that we never applied is for a dry-run to judge', () => {
	const never = {...live({spec: {a: 1}}), managers: []};
	expect(localDifferences({apiVersion: 'apps/v1', spec: {a: 1}}, never)).toEqual([
		{path: 'metadata.managedFields', after: 'trueup'},
	]);
});
