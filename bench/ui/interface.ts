import process from 'node:process';
import type {Message, Session} from '../../source/model/protocol.ts';
import {runInterface} from '../../source/ui/interface.tsx';
import {openTerminal} from '../../source/ui/terminal/terminal.ts';
import {benchRow} from './rows.ts';

// The interface as it is built, with a session that tells `APPLICATIONS` rows at once and then nothing more.
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
			remarks: [],
			isReadOnly: false,
		},
	},
	{kind: 'rows', seq: 1, upserts: rows, deletes: []},
];

const session: Session = {
	subscribe(listener) {
		setImmediate(() => {
			for (const message of messages) {
				listener(message);
			}
		});
		return () => undefined;
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
