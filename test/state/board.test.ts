import {expect, test} from 'vitest';
import {emptyBoard, forget, receive} from '../../source/state/board.ts';
import {sampleEvent, sampleHello, sampleRow} from '../ui/support/samples.ts';

test('rows are patched by name', () => {
	const first = receive(emptyBoard, {
		kind: 'rows',
		seq: 1,
		upserts: [sampleRow({name: 'a'}), sampleRow({name: 'b'})],
		deletes: [],
	});
	const next = receive(first, {
		kind: 'rows',
		seq: 2,
		upserts: [sampleRow({name: 'a', sync: 'Unknown'})],
		deletes: ['b'],
	});
	expect([...next.rows.values()].map(({name, sync}) => [name, sync])).toEqual([['a', 'Unknown']]);
	expect(first.rows.size).toBe(2);
});

test('of the events the last 2,000 are kept', () => {
	const events = Array.from({length: 1500}, (_, index) => sampleEvent({message: String(index)}));
	const board = receive(receive(emptyBoard, {kind: 'events', events}), {kind: 'events', events});
	expect(board.events).toHaveLength(2000);
	expect(board.events.at(-1)?.message).toBe('1499');
});

test('a refusal leaves the last answer, and an answer takes the refusal away', () => {
	const answer = {kind: 'history', value: []} as const;
	const refused = {kind: 'refused', id: 1, message: 'no', advice: ''} as const;
	const answered = receive(emptyBoard, {kind: 'answer', id: 1, answer});
	expect(receive(answered, refused).replies.get(1)).toEqual({answer, refusal: {message: 'no', advice: ''}});
	expect(receive(receive(answered, refused), {kind: 'answer', id: 1, answer}).replies.get(1)).toEqual({answer});
	expect(forget(answered, [1]).replies.size).toBe(0);
});

test('what was told last stays while the engine is lost, and until it greets again', () => {
	const board = receive(emptyBoard, {kind: 'rows', seq: 1, upserts: [sampleRow()], deletes: []});
	const lost = receive(board, {kind: 'lost', message: 'gone'});
	expect(lost.rows.size).toBe(1);
	expect(receive(lost, {kind: 'hello', hello: sampleHello()}).engine).toEqual({kind: 'live'});
});
