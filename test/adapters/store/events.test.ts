import {expect, test} from 'vitest';
import type {Event} from '../../../source/model/event.ts';
import {at, openNew, query} from './state.ts';

test('the newest 10,000 events are kept', () => {
	using state = openNew();
	const event = (index: number): Event => ({time: at(0), kind: 'compared', app: 'shop', message: String(index)});
	for (let index = 0; index < 10_003; index++) {
		state.store.record(event(index));
	}

	state.store.events('shop', at(0), at(0));

	const [first, ...others] = query(state.file, 'SELECT app, json FROM events ORDER BY id');
	expect(first).toEqual({app: 'shop', json: JSON.stringify(event(3))});
	expect(others).toHaveLength(9999);
});
