import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {Event} from '../../../source/model/event.ts';
import type {Verdict} from '../../../source/model/operation.ts';
import type {Store} from '../../../source/model/ports.ts';
import {keyOf} from '../../../source/model/resource.ts';
import {at, openNew, operationOf, query} from './state.ts';

const patienceMs = 20;
const eventOf = (message: string): Event => ({time: at(0), kind: 'compared', app: 'shop', message});
const verdict: Verdict = {
	key: keyOf({group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a'}),
	rendered: 'r'.repeat(64),
	uid: 'uid',
	resourceVersion: '1',
};

/** In the file, for whoever reads it beside the store. */
const written = (file: string) =>
	query(file, 'SELECT json FROM events ORDER BY id').map(({json}) => JSON.parse(String(json)).message);
const readable = ({store}: {readonly store: Store}) => store.events('shop', at(0), at(0)).map(({message}) => message);

/** As a disk without room for a single event. */
const fill = (file: string) =>
	query(file, "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no room'); END");
const makeRoom = (file: string) => query(file, 'DROP TRIGGER full');

function listenTo({store}: {readonly store: Store}): readonly string[] {
	const heard: string[] = [];
	store.listen({
		onWritten: () => heard.push('written'),
		onLost: error => heard.push(error instanceof Error ? error.message : 'lost'),
	});
	return heard;
}

beforeEach(() => {
	vi.useFakeTimers({toFake: ['setTimeout']});
});

afterEach(() => {
	vi.useRealTimers();
});

test('what is noted within a moment is written at its end, and read before that', () => {
	using state = openNew();
	const heard = listenTo(state);
	state.store.record(eventOf('one'));
	vi.advanceTimersByTime(patienceMs - 1);
	state.store.record(eventOf('two'));
	state.store.setLastCommit('shop', 'one', 'a');
	state.store.setLastCommit('shop', 'one', 'b');
	state.store.setVerdicts('here', 'shop', [verdict]);
	expect(written(state.file)).toEqual([]);
	expect([state.store.lastCommit('shop', 'one'), state.store.verdicts('here', 'shop')]).toEqual(['b', [verdict]]);
	vi.advanceTimersByTime(1);
	expect(written(state.file)).toEqual(['one', 'two']);
	expect(query(state.file, 'SELECT app, source, id FROM commits')).toEqual([{app: 'shop', source: 'one', id: 'b'}]);
	expect(query(state.file, 'SELECT json FROM verdicts')).toEqual([{json: JSON.stringify([verdict])}]);
	expect(heard).toEqual(['written']);
	state.store.record(eventOf('three'));
	expect(readable(state)).toEqual(['one', 'two', 'three']);
});

test('what another process has written since is read, not what was noted here before', () => {
	using state = openNew();
	state.store.setLastCommit('shop', 'one', 'ours');
	vi.advanceTimersByTime(patienceMs);
	query(state.file, "UPDATE commits SET id = 'theirs'");
	expect(state.store.lastCommit('shop', 'one')).toBe('theirs');
});

test('what is noted keeps no process alive', () => {
	vi.useRealTimers();
	const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
	using state = openNew();
	const before = timers();
	state.store.record(eventOf('one'));
	expect(timers()).toBe(before);
});

test.for<[string, (store: Store) => unknown, string, unknown]>([
	['begins', store => store.begin(operationOf()), 'SELECT max(id) AS found FROM operations', 2],
	[
		'takes a step',
		store => store.step(1, {key: verdict.key, op: 'create', wave: 0, state: 'started'}),
		'SELECT state AS found FROM steps',
		'started',
	],
	[
		'ends',
		store => store.finish(1, {time: at(1), result: 'succeeded', message: ''}),
		'SELECT result AS found FROM operations',
		'succeeded',
	],
])('that an operation %s is written at once, with what was noted before', ([, promise, sql, found]) => {
	using state = openNew();
	state.store.begin(operationOf());
	state.store.record(eventOf('before'));
	promise(state.store);
	expect(written(state.file)).toEqual(['before']);
	expect(query(state.file, sql)).toEqual([{found}]);
});

test('what is promised is written where what was noted before it can not be', () => {
	using state = openNew();
	const heard = listenTo(state);
	fill(state.file);
	state.store.record(eventOf('lost'));
	const {id} = state.store.begin(operationOf());
	expect(query(state.file, 'SELECT id FROM operations')).toEqual([{id}]);
	expect(heard).toEqual(['no room']);
});

test('what can not be written is lost, which fails for nobody, and the listener hears of it', () => {
	using state = openNew();
	const heard = listenTo(state);
	fill(state.file);
	state.store.setLastCommit('shop', 'one', 'a');
	state.store.record(eventOf('lost'));
	vi.advanceTimersByTime(patienceMs);
	expect(heard).toEqual(['no room']);
	expect(state.store.lastCommit('shop', 'one')).toBeUndefined();
	makeRoom(state.file);
	state.store.record(eventOf('kept'));
	vi.advanceTimersByTime(patienceMs);
	expect(heard).toEqual(['no room', 'written']);
	expect(readable(state)).toEqual(['kept']);
});

test.for<[string, (store: Store, id: number) => unknown]>([
	['an operation that was cut off', store => store.unfinished('here', 'shop')],
	['the last attempt', store => store.lastAttempt('here', 'shop') ?? 'none'],
	['the history', store => store.history('shop')],
	['an operation', (store, id) => store.operation('shop', id)],
	['the events', store => store.events('shop', at(0), at(0))],
	['the last commit', store => store.lastCommit('shop', 'one')],
	['the verdicts', store => store.verdicts('here', 'shop')],
])('%s can be read where what was noted can not be written', ([, read]) => {
	using state = openNew();
	const {id} = state.store.begin(operationOf());
	fill(state.file);
	state.store.setLastCommit('shop', 'one', 'a');
	state.store.record(eventOf('lost'));
	expect(read(state.store, id)).toBeDefined();
});

test('what was noted last is written before the state is closed, and nothing is tried after it', () => {
	using state = openNew();
	const {store} = state;
	const heard = listenTo(state);
	store.record(eventOf('last'));
	store.setLastCommit('shop', 'one', 'a');
	store.close();
	store.record(eventOf('too late'));
	vi.advanceTimersByTime(patienceMs);
	expect(heard).toEqual(['written']);
	expect(state.reopen().lastCommit('shop', 'one')).toBe('a');
	expect(readable(state)).toEqual(['last']);
});

test('a damaged state is not written again after a new one was begun', () => {
	using state = openNew();
	const heard = listenTo(state);
	state.store.record(eventOf('lost'));
	expect(state.store.startAnew()).toContain('kept');
	vi.advanceTimersByTime(patienceMs);
	expect(heard).toEqual([]);
});
