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
	policy: {automated: false, prune: false, selfHeal: false, createNamespace: false},
	syncedAt: '',
	isStale: false,
	isUnreached: false,
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

test('what is posted goes out at once, after what waits', () => {
	const {outbox, sent, pass} = collect();
	const refused: Message = {kind: 'refused', id: 1, message: 'no', advice: ''};
	outbox.event(event('before'));
	outbox.post(refused);
	pass();
	expect(sent).toEqual([{kind: 'events', events: [event('before')]}, refused]);
});

test('what a thousand applications have to tell of their start in one moment is told whole', () => {
	const {outbox, sent, pass} = collect();
	const all = Array.from({length: 10_000}, (_, index) => event(String(index)));
	for (const one of all) {
		outbox.event(one);
	}

	pass();
	expect(sent).toEqual([{kind: 'events', events: all}]);
});

test('of a flood in one moment, what says that nothing is new is left out first, then the oldest, and it is said', () => {
	const {outbox, sent, pass} = collect();
	const spare = {...event('unchanged'), kind: 'unchanged'} as const;
	for (let index = 0; index < 200_000; index++) {
		outbox.event(index % 10 === 0 ? event(String(index)) : spare);
	}

	outbox.event(event('last'));
	pass();
	const [message] = sent;
	const events = message?.kind === 'events' ? message.events : [];
	const kept = events.filter(({kind}) => kind === 'created').map(({message}) => message);
	expect(events.length).toBeLessThanOrEqual(20_001);
	expect(events[0]).toMatchObject({kind: 'warning', message: expect.stringMatching(/^\d+ events are left out here/)});
	expect(Number.parseInt(events[0]?.message ?? '', 10) + events.length - 1).toBe(200_001);
	expect(kept.at(-1)).toBe('last');
	expect(kept.length).toBeGreaterThan(8000);
});
