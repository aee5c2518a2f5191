import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import type {Event} from '../../../source/model/event.ts';
import {at, openNew, query} from './state.ts';

const eventOf = (message: string): Event => ({time: at(0), kind: 'compared', app: 'shop', message});

const written = (file: string) => query(file, 'SELECT count(*) AS count FROM events')[0]?.count;

test('what is told in one turn of the loop is written at its end, and read before that', async () => {
	using state = openNew();
	state.store.record(eventOf('one'));
	state.store.record(eventOf('two'));
	expect(written(state.file)).toBe(0);
	await setImmediate();
	expect(written(state.file)).toBe(2);
	state.store.record(eventOf('three'));
	expect(state.store.events('shop', at(0), at(0)).map(({message}) => message)).toEqual(['one', 'two', 'three']);
});

test('what was told last is written before the state is closed', () => {
	using state = openNew();
	state.store.record(eventOf('last'));
	expect(state.reopen().events('shop', at(0), at(0))).toEqual([eventOf('last')]);
});

test('what could not be written is said once, to whoever tells something next', async () => {
	using state = openNew();
	query(state.file, 'ALTER TABLE events RENAME TO gone');
	state.store.record(eventOf('lost'));
	await setImmediate();
	query(state.file, 'ALTER TABLE gone RENAME TO events');
	expect(() => state.store.record(eventOf('told'))).toThrow('no such table');
	expect(['after it', 'as ever'].map(name => state.store.record(eventOf(name)))).toEqual([true, false]);
	const kept = state.store.events('shop', at(0), at(0));
	expect(kept.map(({message}) => message)).toEqual(['told', 'after it', 'as ever']);
});

test('the newest 10,000 events are kept', async () => {
	using state = openNew();
	const event = (index: number): Event => ({time: at(0), kind: 'compared', app: 'shop', message: String(index)});
	for (let index = 0; index < 10_003; index++) {
		state.store.record(event(index));
	}

	await setImmediate();

	const [first, ...others] = query(state.file, 'SELECT app, json FROM events ORDER BY id');
	expect(first).toEqual({app: 'shop', json: JSON.stringify(event(3))});
	expect(others).toHaveLength(9999);
});
