import {expect, test} from 'vitest';
import {apply} from '../../../source/sandbox/objects/apply.ts';
import {type JsonObject, listAt, objectAt, textAt, withValueAt} from '../../../source/sandbox/objects/json.ts';
import {keepTimes} from '../../../source/sandbox/objects/managed-fields.ts';
import {builtInSchema} from '../../../source/sandbox/objects/schema.ts';
import {resetFields} from '../../../source/sandbox/objects/strategy.ts';
import {trackUpdate} from '../../../source/sandbox/objects/track.ts';

const kind = {group: '', version: 'v1', kind: 'ConfigMap'};

function options(manager: string, now: string, subresource = '') {
	const schema = builtInSchema(kind);
	if (schema === undefined) {
		throw new Error('no schema of ConfigMap');
	}

	return {manager, now, subresource, apiVersion: 'v1', schema, kind, force: false};
}

function config(data: JsonObject): JsonObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data};
}

function applied(live: JsonObject | undefined, data: JsonObject, manager: string, now: string): JsonObject {
	const result = apply(live, config(data), options(manager, now));
	if (result.kind === 'refused') {
		throw new Error(result.refusal.message);
	}

	return withValueAt(result.object, ['metadata', 'uid'], 'u');
}

function times(object: JsonObject) {
	return listAt(object, 'metadata', 'managedFields').map(owner => [textAt(owner, 'manager'), textAt(owner, 'time')]);
}

test('applying the same again is the live object itself', () => {
	const live = applied(undefined, {a: '1'}, 'm', '1');
	expect(applied(live, {a: '1'}, 'm', '2')).toBe(live);
});

test('who applies what is there already gets no time, and moves nobody else’s', () => {
	const live = applied(undefined, {a: '1', b: '2'}, 'm', '1');
	const shared = applied(live, {a: '1'}, 'n', '2');
	expect(times(shared)).toEqual([
		['n', undefined],
		['m', '1'],
	]);
	expect(times(applied(shared, {a: '1', c: '3'}, 'n', '3'))).toEqual([
		['m', '1'],
		['n', '3'],
	]);
});

test('giving up a field that others keep moves no time, because the object stays as it is', () => {
	const shared = applied(applied(undefined, {a: '1', b: '2'}, 'm', '1'), {b: '2'}, 'n', '2');
	const given = applied(shared, {a: '1'}, 'm', '3');
	expect([objectAt(given, 'data'), times(given)]).toEqual([
		{a: '1', b: '2'},
		[
			['n', undefined],
			['m', '1'],
		],
	]);
});

test('an update that changes nothing keeps the times of owners, and so the object', () => {
	const live = trackUpdate(undefined, config({a: '1'}), options('c', '1'));
	const stored = withValueAt(live, ['metadata', 'uid'], 'u');
	expect(keepTimes(stored, trackUpdate(stored, stored, options('c', '2')))).toBe(stored);
});

test('a write with nothing but new times is no change', () => {
	const live = applied(undefined, {a: '1'}, 'm', '1');
	const [owner] = listAt(live, 'metadata', 'managedFields');
	const moved = withValueAt(live, ['metadata', 'managedFields'], [{...objectAt(owner), time: '2'}]);
	expect(keepTimes(live, moved)).toBe(live);
	expect(keepTimes(live, withValueAt(moved, ['data', 'a'], '2'))).not.toBe(live);
});

test('beyond ten updaters the oldest become one', () => {
	let live = withValueAt(trackUpdate(undefined, config({}), options('u0', '00')), ['metadata', 'uid'], 'u');
	for (let index = 0; index < 14; index += 1) {
		const time = String(index).padStart(2, '0');
		live = trackUpdate(live, withValueAt(live, ['data', `k${time}`], 'x'), options(`u${time}`, time));
	}

	const managers = listAt(live, 'metadata', 'managedFields').map(owner => textAt(owner, 'manager'));
	expect(managers).toHaveLength(10);
	expect(managers).toEqual(expect.arrayContaining(['ancient-changes', 'u13']));
});

test('an object that nobody has owned belongs to whoever was there first', () => {
	const live = {...config({a: '1'}), metadata: {name: 'a', uid: 'u'}};
	const result = apply(live, config({a: '2'}), options('m', '1'));
	expect(result).toMatchObject({
		kind: 'refused',
		refusal: {code: 409, message: 'Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.a'},
	});
});

test('a conflict with a writer of a subresource names it', () => {
	const live = applied(undefined, {a: '1'}, 'm', '1');
	const other = trackUpdate(live, withValueAt(live, ['data', 'a'], '2'), options('s', '2', 'status'));
	const result = apply(other, config({a: '3'}), options('m', '3'));
	expect(result).toMatchObject({
		refusal: {causes: [{field: '.data.a', message: 'conflict with "s" with subresource "status" using v1'}]},
	});
});

test.for<[string, Parameters<typeof resetFields>[0], string, unknown]>([
	[
		'an object with a status leaves it alone',
		{hasStatus: true, custom: false, subresource: ''},
		'apps/Deployment',
		{'f:status': {}},
	],
	['one without owns all', {hasStatus: false, custom: false, subresource: ''}, '/ConfigMap', undefined],
	[
		'the status of a Deployment takes no labels',
		{hasStatus: true, custom: false, subresource: 'status'},
		'apps/Deployment',
		{'f:spec': {}, 'f:metadata': {'f:labels': {}}},
	],
	[
		'that of a custom resource takes no metadata',
		{hasStatus: true, custom: true, subresource: 'status'},
		'x/Y',
		{'f:metadata': {}, 'f:spec': {}},
	],
])('%s', ([, facts, kindName, expected]) => {
	expect(resetFields(facts, kindName)).toEqual(expected);
});
