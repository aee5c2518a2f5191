import {expect, test} from 'vitest';
import type {Event} from '../../source/model/event.ts';
import type {Message} from '../../source/model/protocol.ts';
import type {Row} from '../../source/model/row.ts';
import {createOutbox} from '../../source/state/outbox.ts';

const event = (message: string): Event => ({time: '2026-01-01T00:00:00.000Z', kind: 'created', app: 'web', message});
const row = (name: string, resources: number): Row => ({
	name,
	project: 'default',
	sync: 'Synced',
	health: 'Healthy',
	revision: '',
	path: '.',
	destination: 'test/default',
	message: '',
	resources,
});

function collect() {
	const sent: Message[] = [];
	const moments: (() => void)[] = [];
	const outbox = createOutbox(
		message => sent.push(message),
		flush => moments.push(flush),
	);
	return {outbox, sent, pass: () => moments.shift()?.()};
}

test('what comes in one moment goes out together, in order', () => {
	const {outbox, sent, pass} = collect();
	outbox.event(event('one'));
	outbox.event(event('two'));
	expect(sent).toEqual([]);
	pass();
	expect(sent).toEqual([{kind: 'events', events: [event('one'), event('two')]}]);
});

test('of a row that changes twice in a moment only its last state goes out, and batches are numbered', () => {
	const {outbox, sent, pass} = collect();
	outbox.row(row('web', 1));
	outbox.row(row('api', 1));
	outbox.row(row('web', 2));
	pass();
	outbox.row(row('web', 3));
	pass();
	expect(sent).toEqual([
		{kind: 'rows', seq: 1, upserts: [row('web', 2), row('api', 1)], deletes: []},
		{kind: 'rows', seq: 2, upserts: [row('web', 3)], deletes: []},
	]);
});

test('nothing that waits is lost at the end', () => {
	const {outbox, sent, pass} = collect();
	outbox.event(event('last'));
	outbox.end({kind: 'ended'});
	pass();
	expect(sent).toEqual([{kind: 'events', events: [event('last')]}, {kind: 'ended'}]);
});
