import {expect, test} from 'vitest';
import type {JsonObject} from '../../source/model/json.ts';
import {hasPath, joinPath, type Segment, splitPath, withoutPath} from '../../source/plan/path.ts';

test.for<[path: string, segments: Segment[]]>([
	[
		'spec.replicas',
		[
			{kind: 'member', name: 'spec'},
			{kind: 'member', name: 'replicas'},
		],
	],
	[
		String.raw`metadata.labels.a\.b/c`,
		[
			{kind: 'member', name: 'metadata'},
			{kind: 'member', name: 'labels'},
			{kind: 'member', name: 'a.b/c'},
		],
	],
	[
		'c.[name=web].image',
		[
			{kind: 'member', name: 'c'},
			{kind: 'item', pairs: [['name', 'web']]},
			{kind: 'member', name: 'image'},
		],
	],
	[
		'p.[containerPort=80,protocol=TCP]',
		[
			{kind: 'member', name: 'p'},
			{
				kind: 'item',
				pairs: [
					['containerPort', '80'],
					['protocol', 'TCP'],
				],
			},
		],
	],
	[
		'm.[mountPath=/var/x.y]',
		[
			{kind: 'member', name: 'm'},
			{kind: 'item', pairs: [['mountPath', '/var/x.y']]},
		],
	],
	[
		'f.[=a.b/c]',
		[
			{kind: 'member', name: 'f'},
			{kind: 'value', value: 'a.b/c'},
		],
	],
	[
		'a.[0]',
		[
			{kind: 'member', name: 'a'},
			{kind: 'index', index: 0},
		],
	],
	[
		String.raw`e.[name=a\]\,b\=c]`,
		[
			{kind: 'member', name: 'e'},
			{kind: 'item', pairs: [['name', 'a],b=c']]},
		],
	],
])('%s is split into its segments', ([path, segments]) => {
	expect(splitPath(path)).toEqual(segments);
});

test.for(['a.b', 'a\\b', '[x]', 'plain', 'a.[b]', 'ends.', '.starts', ''])('the name %j survives a path', name => {
	expect(splitPath(joinPath('top', name))).toEqual([
		{kind: 'member', name: 'top'},
		{kind: 'member', name},
	]);
});

const body: JsonObject = {spec: {c: [{name: 'web', ports: [{containerPort: 80}]}], f: ['x'], n: null, e: {}}};

test.for<[path: string, isThere: boolean]>([
	['spec.c.[name=web]', true],
	['spec.c.[name=log]', false],
	['spec.c.[name=web].ports.[containerPort=80,protocol=TCP]', true],
	['spec.c.[name=web].ports.[containerPort=81,protocol=TCP]', false],
	['spec.f.[=x]', true],
	['spec.f.[=y]', false],
	['spec.n', true],
	['spec.e.deeper', false],
	['spec.constructor', false],
])('%s stands in the object: %s', ([path, isThere]) => {
	expect(hasPath(body, splitPath(path))).toBe(isThere);
});

test.for<[path: string, before: JsonObject, after: JsonObject | undefined]>([
	['a.b', {a: {b: 1, c: 2}}, {a: {c: 2}}],
	['a.b', {a: {b: 1}, d: 1}, {d: 1}],
	['a.b', {a: {b: 1}}, undefined],
	['l.[name=a]', {l: [{name: 'a'}, {name: 'b'}]}, {l: [{name: 'b'}]}],
	['l.[name=a].v', {l: [{name: 'a', v: 1}]}, {l: [{name: 'a'}]}],
	['x.y', {a: 1}, {a: 1}],
])('without %s', ([path, before, after]) => {
	expect(withoutPath(before, splitPath(path))).toEqual(after);
});
