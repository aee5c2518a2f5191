import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import type {Event} from '../../../source/model/event.ts';
import {at, openNew, operationOf, query} from './state.ts';

const eventOf = (message: string): Event => ({time: at(0), kind: 'compared', app: 'shop', message});

const written = (file: string) => query(file, 'SELECT count(*) AS count FROM events')[0]?.count;

beforeEach(() => {
	vi.useFakeTimers({toFake: ['setTimeout']});
});

afterEach(() => {
	vi.useRealTimers();
});

test('what is told within a moment is written at its end, and read before that', () => {
	using state = openNew();
	state.store.record(eventOf('one'));
	vi.advanceTimersByTime(19);
	state.store.record(eventOf('two'));
	expect(written(state.file)).toBe(0);
	vi.advanceTimersByTime(1);
	expect(written(state.file)).toBe(2);
	state.store.record(eventOf('three'));
	expect(state.store.events('shop', at(0), at(0)).map(({message}) => message)).toEqual(['one', 'two', 'three']);
});

test('what is promised takes with it what was told before', () => {
	using state = openNew();
	state.store.record(eventOf('before'));
	state.store.begin(operationOf());
	expect(written(state.file)).toBe(1);
});

test('what is promised is kept, and said, where what was told before it can not be', () => {
	using state = openNew();
	query(state.file, 'ALTER TABLE events RENAME TO gone');
	state.store.record(eventOf('lost'));
	const {id} = state.store.begin(operationOf());
	expect(query(state.file, 'SELECT id FROM operations')).toEqual([{id}]);
	expect(() => state.store.record(eventOf('told'))).toThrow('no such table');
});

test('what was told last is written before the state is closed', () => {
	using state = openNew();
	state.store.record(eventOf('last'));
	expect(state.reopen().events('shop', at(0), at(0))).toEqual([eventOf('last')]);
});

test('what could not be written is said once, to whoever tells something next', () => {
	using state = openNew();
	query(state.file, 'ALTER TABLE events RENAME TO gone');
	state.store.record(eventOf('lost'));
	vi.advanceTimersByTime(20);
	query(state.file, 'ALTER TABLE gone RENAME TO events');
	expect(() => state.store.record(eventOf('told'))).toThrow('no such table');
	expect(['after it', 'as ever'].map(name => state.store.record(eventOf(name)))).toEqual([true, false]);
	const kept = state.store.events('shop', at(0), at(0));
	expect(kept.map(({message}) => message)).toEqual(['told', 'after it', 'as ever']);
});

test('the newest 10,000 events are kept', () => {
	using state = openNew();
	const event = (index: number): Event => ({time: at(0), kind: 'compared', app: 'shop', message: String(index)});
	for (let index = 0; index < 10_003; index++) {
		state.store.record(event(index));
	}

	vi.advanceTimersByTime(20);

	const [first, ...others] = query(state.file, 'SELECT app, json FROM events ORDER BY id');
	expect(first).toEqual({app: 'shop', json: JSON.stringify(event(3))});
	expect(others).toHaveLength(9999);
});
