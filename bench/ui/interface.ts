import process from 'node:process';
import type {Message, Session} from '../../source/model/protocol.ts';
import {runInterface} from '../../source/ui/interface.tsx';
import {openTerminal} from '../../source/ui/terminal/terminal.ts';
import {benchRow} from './rows.ts';

// The interface as it is built, with a session that tells `APPLICATIONS` rows at once, and then `EVENTS` events a second,
// each with a row that changed.
const rows = Array.from({length: Number(process.env.APPLICATIONS)}, (_, index) => benchRow(index));
const ended = Promise.withResolvers<void>();

const messages: readonly Message[] = [
	{
		kind: 'hello',
		hello: {
			context: 'production',
			server: 'https://cluster.example:6443',
			contexts: ['production'],
			applications: rows.map(({name, project, policy}) => ({
				name,
				project,
				context: 'production',
				policy,
				origin: 'apps.yaml:1',
			})),
			cutOff: [],
			remarks: [],
			isReadOnly: false,
		},
	},
	{kind: 'rows', seq: 1, upserts: rows, deletes: []},
];

/** As often as the engine's thread tells anything, in milliseconds. */
const paceMs = 50;

const eventsEach = (Number(process.env.EVENTS ?? 0) * paceMs) / 1000;

function news(seq: number): readonly Message[] {
	if (eventsEach === 0) {
		return [];
	}

	const changed = Array.from({length: eventsEach}, (_, index) => (seq * eventsEach + index) % rows.length);
	const time = new Date().toISOString();
	const events = changed.map(index => {
		const app = benchRow(index).name;
		return {time, kind: 'configured', app, message: `Deployment ${app}/web configured`} as const;
	});
	const upserts = changed.map(index => ({...benchRow(index), message: `operation ${seq}`}));
	return [
		{kind: 'events', events},
		{kind: 'rows', seq, upserts, deletes: []},
	];
}

const session: Session = {
	subscribe(listener) {
		setImmediate(() => {
			for (const message of messages) {
				listener(message);
			}
		});
		let seq = 1;
		const telling = setInterval(() => {
			seq++;
			for (const message of news(seq)) {
				listener(message);
			}
		}, paceMs);
		return () => clearInterval(telling);
	},
	send({kind}) {
		if (kind === 'stop') {
			ended.resolve();
		}
	},
	ended: ended.promise,
};

const {stdin, stdout, env} = process;
await runInterface({
	terminal: openTerminal({stdin, stdout, environment: env}),
	openSession: () => session,
	by: 'bench@here',
	isReadOnly: false,
	isHeld: false,
	signal: new AbortController().signal,
});
