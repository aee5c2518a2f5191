import {expect, test} from 'vitest';
import type {Result} from '../../../source/model/event.ts';
import type {Operation} from '../../../source/model/operation.ts';
import {keyOf} from '../../../source/model/resource.ts';
import {at, openNew, operationOf, planOf, query} from './state.ts';

const keyed = (name: string) => keyOf({group: 'apps', kind: 'Deployment', namespace: 'shop', name});
const [web, cart, role] = [keyed('web'), keyed('cart'), keyed('system:role/odd')];

test('an operation that was begun is unfinished, with its plan and the latest state of its steps in their order', () => {
	using state = openNew();
	const begun = state.store.begin(operationOf({resources: [web, role]}));
	state.store.step(begun.id, {key: web, op: 'update', wave: 0, state: 'started'});
	state.store.step(begun.id, {key: role, op: 'delete', wave: 1, state: 'started'});
	state.store.step(begun.id, {key: web, op: 'update', wave: 0, state: 'done'});
	const expected: Operation = {
		...operationOf({resources: [web, role]}),
		id: begun.id,
		steps: [
			{key: web, op: 'update', wave: 0, state: 'done'},
			{key: role, op: 'delete', wave: 1, state: 'started'},
		],
	};
	expect(begun).toStrictEqual({...expected, steps: []});
	expect(state.reopen().unfinished('here', 'shop')).toStrictEqual(expected);
});

test('steps that are written down together are all there, in their order', () => {
	using state = openNew();
	const {id} = state.store.begin(operationOf({resources: [web, cart]}));
	const steps = [web, cart].map(key => ({key, op: 'create', wave: 0, state: 'started'}) as const);
	state.store.step(id, ...steps);
	expect(state.reopen().unfinished('here', 'shop')?.steps).toStrictEqual(steps);
});

test('the numbers of operations rise, whatever was forgotten between', () => {
	using state = openNew();
	const first = state.store.begin(operationOf());
	query(state.file, 'DELETE FROM operations');
	const second = state.reopen().begin(operationOf());
	expect(second.id).toBeGreaterThan(first.id);
});

test.for<[string, string, string]>([
	['the cluster', 'there', 'shop'],
	['the application', 'here', 'other'],
])('an operation counts for %s that it was begun in alone', ([, cluster, app]) => {
	using state = openNew();
	const {id} = state.store.begin(operationOf());
	expect(state.store.unfinished(cluster, app)).toBeUndefined();
	state.store.finish(id, {time: at(5), result: 'succeeded', message: ''});
	expect(state.store.lastAttempt(cluster, app)).toBeUndefined();
	expect(state.store.history(app, cluster)).toEqual([]);
});

test('a finished operation is the last attempt, with its plan and the whole of its message', () => {
	using state = openNew();
	const {id} = state.store.begin(operationOf());
	const message = 'denied by a webhook\n'.repeat(5000);
	state.store.finish(id, {time: at(5), result: 'failed', message});
	expect(state.reopen().unfinished('here', 'shop')).toBeUndefined();
	const {plan, revision} = operationOf();
	expect(state.store.lastAttempt('here', 'shop')).toStrictEqual({
		kind: 'operation',
		id,
		time: at(5),
		revision,
		digest: plan.digest,
		by: 'ann@desk',
		result: 'failed',
		message,
		plan,
	});
});

test.for<[Result, string]>([
	['failed', 'second'],
	['timed-out', 'second'],
	['interrupted', 'second'],
	['stale', 'first'],
])('with a second operation that ended as %s, the last attempt is the %s one', ([result, expected]) => {
	using state = openNew();
	for (const [by, end] of [
		['first', 'succeeded'],
		['second', result],
	] as const) {
		state.store.finish(state.store.begin(operationOf({by})).id, {time: at(1), result: end, message: ''});
	}

	expect(state.store.lastAttempt('here', 'shop')?.by).toBe(expected);
});

test('history names the newest first, of one cluster or of all', () => {
	using state = openNew();
	for (const [index, cluster] of ['here', 'there', 'here'].entries()) {
		const {id} = state.store.begin(operationOf({cluster, by: `${cluster} ${index}`}));
		state.store.finish(id, {time: at(index), result: 'succeeded', message: ''});
	}

	expect(state.store.history('shop').map(({by}) => by)).toEqual(['here 2', 'there 1', 'here 0']);
	expect(state.store.history('shop', 'here').map(({by}) => by)).toEqual(['here 2', 'here 0']);
});

test('what had nothing to change is the last attempt, and in the history only where it failed', () => {
	using state = openNew();
	const run = (by: string, result: Result, resources: Operation['resources'] = []) => {
		const {id} = state.store.begin(operationOf({by, resources}));
		state.store.finish(id, {time: at(1), result, message: ''});
		return [state.store.lastAttempt('here', 'shop')?.by, ...state.store.history('shop', 'here').map(entry => entry.by)];
	};
	expect(run('one', 'succeeded')).toEqual(['one']);
	expect(run('two', 'failed')).toEqual(['two', 'two']);
	expect(run('three', 'succeeded', [web])).toEqual(['three', 'three', 'two']);
	expect(run('four', 'succeeded')).toEqual(['four', 'three', 'two']);
	expect(run('five', 'stale')).toEqual(['four', 'five', 'three', 'two']);
	expect(run('six', 'succeeded')).toEqual(['six', 'five', 'three', 'two']);
	// However many commits need no change, they drive nothing out.
	expect(query(state.file, 'SELECT actor FROM operations ORDER BY id').map(({actor}) => actor)).toEqual([
		...['two', 'three', 'four', 'five', 'six'],
	]);
});

test('an operation without an end runs while its lock is held by a living process, and was cut off otherwise', () => {
	using state = openNew();
	state.store.lock('here', 'shop', at(0));
	const {id} = state.store.begin(operationOf({resources: [web, cart, role]}));
	state.store.step(id, {key: web, op: 'create', wave: 0, state: 'done'});
	state.store.step(id, {key: cart, op: 'create', wave: 0, state: 'started'});
	const of = () =>
		state.store.history('shop').map(entry => entry.kind === 'operation' && [entry.time, entry.result, entry.message]);
	expect(of()).toEqual([[at(0), 'running', '1 of 3 steps done']]);
	state.store.unlock('here', 'shop');
	expect(of()).toEqual([[at(0), 'interrupted', 'cut off; 1 of 3 steps done']]);
});

test('a new operation ends those that were cut off before it', () => {
	using state = openNew();
	const cut = state.store.begin(operationOf({resources: [web]}));
	const next = state.store.begin(operationOf({startedAt: at(9)}));
	expect(state.store.unfinished('here', 'shop')?.id).toBe(next.id);
	state.store.finish(next.id, {time: at(10), result: 'succeeded', message: ''});
	expect(state.store.unfinished('here', 'shop')).toBeUndefined();
	expect(state.store.history('shop')).toMatchObject([
		{id: next.id, result: 'succeeded'},
		{id: cut.id, result: 'interrupted', time: at(9), message: 'cut off; 0 of 1 steps done'},
	]);
});

test('the newest 100 operations of a cluster and application are kept, with the plans of these', () => {
	using state = openNew();
	const run = (cluster: string, index: number) => {
		const plan = planOf(`${cluster}${String(index).padStart(8, '0')}`);
		const {id} = state.store.begin(operationOf({cluster, plan, by: String(index)}));
		state.store.step(id, {key: web, op: 'update', wave: 0, state: 'done'});
		state.store.finish(id, {time: at(1), result: 'succeeded', message: ''});
	};
	run('there', 0);
	for (let index = 0; index < 110; index++) {
		run('here', index);
	}

	const history = state.store.history('shop', 'here');
	expect(history.map(({by}) => by)).toEqual(Array.from({length: 100}, (_, index) => String(109 - index)));
	expect(state.store.history('shop', 'there')).toHaveLength(1);
	expect(state.store.plan('shop', 'here00000009')).toBeUndefined();
	expect(state.store.plan('shop', 'here00000010')).toBeDefined();
	expect(query(state.file, 'SELECT count(*) AS count FROM steps')).toEqual([{count: 101}]);
});
