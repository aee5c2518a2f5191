import type {Event} from '../model/event.ts';
import type {Hello, Message} from '../model/protocol.ts';
import type {Answer} from '../model/question.ts';
import type {Row} from '../model/row.ts';

/** How many of the last events are kept for the screen; the state keeps more. */
const eventsKept = 2000;

/** Whether the engine's thread answers. `lost` says why it does not; what is shown is the last that is known. */
export type EngineStatus =
	| {readonly kind: 'starting'}
	| {readonly kind: 'live'}
	| {readonly kind: 'lost'; readonly message: string}
	| {readonly kind: 'failed'; readonly message: string; readonly advice: string; readonly exitCode: number}
	| {readonly kind: 'ended'};

/** What was asked, as far as it is known. A refusal leaves the last answer in place. */
export type Reply = {readonly answer?: Answer; readonly refusal?: Refusal};

type Refusal = {readonly message: string; readonly advice: string; readonly againInMs?: number};

/** Everything that the engine has told, as the interface shows it. */
export type Board = {
	readonly engine: EngineStatus;
	readonly hello: Hello | undefined;
	/** By name. */
	readonly rows: ReadonlyMap<string, Row>;
	/** The newest last. */
	readonly events: readonly Event[];
	/** By the id of the question. */
	readonly replies: ReadonlyMap<number, Reply>;
};

export const emptyBoard: Board = {
	engine: {kind: 'starting'},
	hello: undefined,
	rows: new Map(),
	events: [],
	replies: new Map(),
};

export function receive(board: Board, message: Message): Board {
	switch (message.kind) {
		case 'hello':
			return {...board, engine: {kind: 'live'}, hello: message.hello, rows: listed(board.rows, message.hello)};
		case 'rows':
			return {...board, rows: patched(board.rows, message)};
		case 'events':
			return {...board, events: [...board.events, ...message.events].slice(-eventsKept)};
		case 'answer':
			return {...board, replies: withReply(board.replies, message.id, {answer: message.answer})};
		case 'refused': {
			const {kind: _, id, ...refusal} = message;
			return {...board, replies: withReply(board.replies, id, {...board.replies.get(id), refusal})};
		}

		case 'lost':
			return {...board, engine: {kind: 'lost', message: message.message}};
		case 'failed':
			return {...board, engine: message};
		case 'ended':
			return board.engine.kind === 'failed' ? board : {...board, engine: {kind: 'ended'}};
	}
}

/** Nobody asks any more. */
export function forget(board: Board, ids: readonly number[]): Board {
	if (ids.length === 0) {
		return board;
	}

	const replies = new Map(board.replies);
	for (const id of ids) {
		replies.delete(id);
	}

	return {...board, replies};
}

/** An engine that was started anew may have other applications. */
function listed(rows: Board['rows'], {applications}: Hello): Board['rows'] {
	const names = new Set(applications.map(({name}) => name));
	const gone = [...rows.keys()].filter(name => !names.has(name));
	return gone.length === 0 ? rows : new Map([...rows].filter(([name]) => names.has(name)));
}

/** Whether it says something new: not that nothing has changed, nor that a cluster still does not answer. */
export function isNews({kind, app}: Event): boolean {
	return kind !== 'unchanged' && kind !== 'next' && !(kind === 'stale' && app !== '');
}

/** When the last operation of all ended; empty where there was none. */
export function lastSync(rows: Board['rows']): string {
	let last = '';
	for (const {syncedAt} of rows.values()) {
		last = syncedAt > last ? syncedAt : last;
	}

	return last;
}

function patched(rows: Board['rows'], {upserts, deletes}: Extract<Message, {kind: 'rows'}>): Board['rows'] {
	const next = new Map(rows);
	for (const name of deletes) {
		next.delete(name);
	}

	for (const row of upserts) {
		next.set(row.name, row);
	}

	return next;
}

function withReply(replies: Board['replies'], id: number, reply: Reply): Board['replies'] {
	return new Map(replies).set(id, reply);
}
