import {expect, test} from 'vitest';
import type {Plan} from '../../../source/model/plan.ts';
import {at, openNew, operationOf, planOf, query} from './state.ts';

const config = {group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings'};

const full = planOf('abcdef0123', {
	kind: 'awaiting-approval',
	changes: [
		{
			op: 'update',
			id: config,
			phase: 'Sync',
			wave: -1,
			fields: [
				{path: 'data.limit', before: 9_007_199_254_740_993n, after: null, managers: ['kubectl-edit (Update)']},
				{path: 'data.added', after: ['a', {b: 1.5}], managers: [], isFromServer: true},
			],
			before: {data: {limit: 9_007_199_254_740_993n}},
			after: {data: {limit: null, text: 'line\n\u0000"é'}},
			risks: ['restarts 3 Pods'],
			consents: ['adopt'],
			digest: 'd1',
			seen: {uid: 'u1', resourceVersion: '7'},
			origin: {file: 'apps/shop.yaml', line: 3},
		},
	],
	leftovers: [config],
	problems: [{scope: 'object', where: 'ConfigMap shop/settings', message: 'immutable'}],
	notes: ['history was rewritten'],
	reasons: ['the application is manual'],
	prune: true,
});

test.for<[string, Plan]>([
	['in full, whole numbers beyond 2^53 included', full],
	['without what is absent', planOf('abcdef01')],
])('a plan comes back as it was saved: %s', ([, plan]) => {
	using state = openNew();
	state.store.savePlan(plan, at(0));
	expect(state.reopen().plan('shop', plan.digest)).toStrictEqual(plan);
});

test.for<[string, string, string | undefined]>([
	['its whole digest', 'aaaaaaaa1'.padEnd(64, '0'), 'aaaaaaaa1'],
	['an unambiguous start', 'bbbbbbbb', 'bbbbbbbb1'],
	['a longer start where the shorter one is ambiguous', 'aaaaaaaa2', 'aaaaaaaa2'],
	['not by a start that two plans share', 'aaaaaaaa', undefined],
	['not by fewer than 8 digits', 'bbbbbbb', undefined],
	['not by what is no start of it', 'cccccccc', undefined],
	['not by a pattern', 'bbbbbbb_', undefined],
])('a plan is found by %s', ([, digest, expected]) => {
	using state = openNew();
	for (const start of ['aaaaaaaa1', 'aaaaaaaa2', 'bbbbbbbb1']) {
		state.store.savePlan(planOf(start), at(0));
	}

	expect(state.store.plan('shop', digest)?.digest).toBe(expected?.padEnd(64, '0'));
});

test('a plan is found under its own application alone', () => {
	using state = openNew();
	state.store.savePlan(planOf('abcdef01'), at(0));
	expect(state.store.plan('other', planOf('abcdef01').digest)).toBeUndefined();
});

test('of two plans with the same digest the one that was saved last is found', () => {
	using state = openNew();
	for (const revision of ['old', 'new', 'old', 'last']) {
		state.store.savePlan(planOf('abcdef01', {revision}), at(0));
	}

	expect(state.store.plan('shop', 'abcdef01')?.revision).toBe('last');
	state.store.savePlan(planOf('abcdef01', {revision: 'old'}), at(1));
	expect(state.store.plan('shop', 'abcdef01')?.revision).toBe('old');
});

test('the newest 50 plans of an application are kept, and those of operations', () => {
	using state = openNew();
	const operated = planOf('0ddddddd');
	state.store.begin(operationOf({plan: operated}));
	state.store.savePlan(planOf('eeeeeeee', {app: 'other'}), at(0));
	const digests = Array.from({length: 60}, (_, index) => `${String(index).padStart(8, '0')}f`);
	for (const digest of digests) {
		state.store.savePlan(planOf(digest), at(0));
	}

	const kept = digests.filter(digest => state.store.plan('shop', digest));
	expect(kept).toEqual(digests.slice(10));
	expect(state.store.plan('shop', operated.digest)).toEqual(operated);
	expect(state.store.plan('other', 'eeeeeeee')).toBeDefined();
});

test('a plan that does not read any more is told as damage to the file, not as a bug', () => {
	using state = openNew();
	state.store.savePlan(full, at(0));
	query(state.file, "UPDATE plans SET json = replace(json, 'awaiting-approval', 'something')");
	expect(() => state.store.plan('shop', full.digest)).toThrow(`the state file ${state.file} is damaged`);
});
