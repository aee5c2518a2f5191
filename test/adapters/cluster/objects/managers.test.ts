import {expect, test} from 'vitest';
import {managersOf} from '../../../../source/adapters/cluster/objects/managers.ts';
import type {JsonObject} from '../../../../source/model/json.ts';

test.for<[string, JsonObject, string[]]>([
	['a leaf', {'f:spec': {'f:replicas': {}}}, ['spec.replicas']],
	[
		'an object that is owned as such',
		{'f:metadata': {'f:labels': {'.': {}, 'f:app': {}}}},
		['metadata.labels', 'metadata.labels.app'],
	],
	[
		'items by one key',
		{'f:containers': {'k:{"name":"web"}': {'.': {}, 'f:image': {}}}},
		['containers.[name=web]', 'containers.[name=web].image'],
	],
	[
		'items by several keys, in the order of the keys',
		{'f:ports': {'k:{"protocol":"TCP","containerPort":80}': {'f:name': {}}}},
		['ports.[containerPort=80,protocol=TCP].name'],
	],
	['members of sets', {'f:finalizers': {'v:"x"': {}, 'v:7': {}}}, ['finalizers.[=x]', 'finalizers.[=7]']],
	['items by place', {'f:args': {'i:0': {}}}, ['args.[0]']],
	['a dot within a key is escaped', {'f:annotations': {'f:a.b/c': {}}}, ['annotations.a\\.b/c']],
	['a backslash within a key is escaped', {'f:a\\b': {}}, ['a\\\\b']],
	['a key that looks like an item is escaped', {'f:[name=x]': {}}, ['\\[name=x]']],
	[
		'brackets, commas and equals signs within a value are escaped, and dots are not',
		{'f:env': {'k:{"name":"a.b],c=d\\\\"}': {}}},
		[String.raw`env.[name=a.b\]\,c\=d\\]`],
	],
	['the same within sets', {'f:finalizers': {'v:"example.com/a=b"': {}}}, ['finalizers.[=example.com/a\\=b]']],
	['a key named __proto__', JSON.parse('{"f:data":{"f:__proto__":{}}}'), ['data.__proto__']],
	['nothing', {}, []],
])('%s', ([, fieldsV1, paths]) => {
	const entry = {manager: 'm', operation: 'Apply', apiVersion: 'v1', time: 't', fieldsType: 'FieldsV1', fieldsV1};
	expect(managersOf([entry])).toEqual([{manager: 'm', operation: 'Apply', subresource: '', time: 't', paths}]);
});

test('different things never give the same path', () => {
	const keys = ['a],b=c', 'a', 'a\\', 'a=b', 'a,b'].map(name => `k:${JSON.stringify({name, z: 'b'})}`);
	const paths = keys.flatMap(key => managersOf([{fieldsV1: {'f:list': {[key]: {}}}}]).flatMap(({paths}) => paths));
	expect(new Set(paths).size).toBe(keys.length);
});

test.for<[string, Parameters<typeof managersOf>[0]]>([
	['no managed fields', undefined],
	['managed fields that are no list', {a: 'b'}],
])('%s: nobody is known', ([, managedFields]) => {
	expect(managersOf(managedFields)).toEqual([]);
});

test('subresources are told apart, and fields of another form than ours are left out', () => {
	expect(managersOf([{manager: 'm', operation: 'Update', subresource: 'status', fieldsV1: null}])).toEqual([
		{manager: 'm', operation: 'Update', subresource: 'status', time: '', paths: []},
	]);
});

test('objects of the same make share their paths', () => {
	const entry = () => ({manager: 'm', fieldsV1: {'f:spec': {'f:shared': {}}}});
	const [one] = managersOf([entry()]);
	const [other] = managersOf([entry()]);
	expect(one?.paths).toBe(other?.paths);
});
