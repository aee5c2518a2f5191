import {Worker} from 'node:worker_threads';
import {expect, onTestFinished, test} from 'vitest';
import type {Intent, Message} from '../../source/model/protocol.ts';
import {LastingSession} from '../../source/state/lasting-session.ts';
import type {StartThread, Thread, ThreadIntent, ThreadListener} from '../../source/state/thread.ts';

const live: Intent = {kind: 'ask', id: 1, isLive: true, question: {kind: 'history', app: 'web'}};
const sync: Intent = {
	...{kind: 'ask', id: 2, isLive: false},
	question: {kind: 'sync', app: 'web', digest: 'abc', resources: [], by: 'ann@desk', timeoutMs: 1000},
};
const preview: Intent = {...sync, id: 3, question: {kind: 'history', app: 'web'}};

/** What is heard, each in a word or two; `until` resolves as soon as that was said so often. */
function listen(session: LastingSession) {
	const said: string[] = [];
	const wakes = new Set<() => void>();
	session.subscribe(message => {
		said.push(wordsOf(message));
		for (const wake of wakes) {
			wake();
		}
	});
	return {
		said,
		until: (words: string, times = 1) =>
			new Promise<void>(resolve => {
				const look = () => said.filter(one => one === words).length >= times && resolve();
				wakes.add(look);
				look();
			}),
	};
}

function wordsOf(message: Message): string {
	switch (message.kind) {
		case 'rows':
			return `rows ${message.seq}`;
		case 'answer':
			return `answer ${message.id}`;
		case 'refused':
			return `refused ${message.id}: ${message.message}. ${message.advice}`;
		case 'lost':
		case 'failed':
			return `${message.kind}: ${message.message}`;
		case 'hello':
		case 'events':
		case 'ended':
			return message.kind;
	}
}

/** Over real threads; time goes faster by that factor. */
function startReal(faster: number) {
	const start: StartThread = listener => {
		const worker = new Worker(new URL('programs/mortal-thread.ts', import.meta.url));
		let trouble: Error | undefined;
		worker.on('message', message => listener.message(message));
		worker.on('error', error => {
			trouble = error instanceof Error ? error : new Error(String(error));
		});
		worker.on('exit', () => listener.ended(trouble));
		return {post: intent => worker.postMessage(intent), terminate: () => void worker.terminate()};
	};
	const session = new LastingSession({
		start,
		later(milliseconds, call) {
			const timer = setTimeout(call, milliseconds / faster);
			return () => clearTimeout(timer);
		},
	});
	onTestFinished(async () => {
		session.send({kind: 'stop'});
		await session.ended;
	});
	return session;
}

test('a thread that dies is followed by a new one, which is asked again what is live, and what was begun stays begun', async () => {
	const session = startReal(1);
	const {said, until} = listen(session);
	session.send({kind: 'begin'});
	session.send(live);
	await until('answer 1');
	session.send(sync);
	session.send(preview);
	session.send({kind: 'refresh', app: 'die'});
	await until('answer 1', 2);
	expect(said).toEqual([
		'hello',
		'rows 1',
		'answer 1',
		'lost: the engine died: the thread broke; a new one is started in 0.2 s',
		'refused 2: the engine died: the thread broke. What it had begun goes on with the new engine, as soon as that may write: the history shows how it ends',
		'refused 3: the engine died: the thread broke. Ask again',
		'hello',
		'rows 2',
		'answer 1',
	]);
});

test('a thread that hangs is ended by force, and followed by a new one', async () => {
	const session = startReal(25);
	const {until} = listen(session);
	await until('hello');
	session.send({kind: 'refresh', app: 'hang'});
	await until('lost: the engine died: it has not answered for 15 s; a new one is started in 0.2 s');
	await until('hello', 2);
});

/** Over threads that are played, on a clock that is turned by hand. */
function startPlayed() {
	const threads: {posted: ThreadIntent[]; isTerminated: boolean; listener: ThreadListener}[] = [];
	const alarms = new Map<() => void, number>();
	let now = 0;
	const session = new LastingSession({
		start(listener): Thread {
			const posted: ThreadIntent[] = [];
			const thread = {posted, isTerminated: false, listener};
			threads.push(thread);
			return {
				post: intent => thread.posted.push(intent),
				terminate() {
					thread.isTerminated = true;
					listener.ended();
				},
			};
		},
		later(milliseconds, call) {
			const alarm = () => call();
			alarms.set(alarm, now + milliseconds);
			return () => alarms.delete(alarm);
		},
	});
	return {
		session,
		threads,
		last: () => threads.at(-1),
		alarms,
		/** Lets that much time pass, alarm by alarm. */
		pass(milliseconds: number) {
			const end = now + milliseconds;
			for (;;) {
				const [next] = [...alarms].filter(([, at]) => at <= end).toSorted((a, b) => a[1] - b[1]);
				if (!next) {
					now = end;
					return;
				}

				now = next[1];
				alarms.delete(next[0]);
				next[0]();
			}
		},
	};
}

const hello = {
	kind: 'hello',
	hello: {context: '', server: '', contexts: [], applications: [], cutOff: [], remarks: [], isReadOnly: false},
} as const;

test('threads that die one after another are started with growing delays, until one of them lives', () => {
	const {session, threads, last, pass} = startPlayed();
	const {said} = listen(session);
	const die = () => last()?.listener.ended(new Error('no'));
	for (const delay of [200, 1000, 5000, 5000]) {
		die();
		pass(delay - 1);
		const before = threads.length;
		pass(1);
		expect(threads.length).toBe(before + 1);
	}

	for (let second = 0; second < 61; second += 5) {
		last()?.listener.message({kind: 'pong'});
		pass(5000);
	}

	die();
	expect(said.at(-1)).toContain('in 0.2 s');
});

test('a stop waits five seconds for what is in flight, and then ends the thread by force', async () => {
	const {session, last, pass, alarms} = startPlayed();
	const {said} = listen(session);
	session.send({kind: 'stop'});
	expect(last()?.posted).toEqual([{kind: 'stop'}]);
	pass(4999);
	expect(last()?.isTerminated).toBe(false);
	pass(1);
	expect(last()?.isTerminated).toBe(true);
	await session.ended;
	expect([said, alarms.size]).toEqual([['ended'], 0]);
});

test('a stop between two threads ends at once', async () => {
	const {session, last, threads, pass} = startPlayed();
	last()?.listener.ended(new Error('no'));
	session.send({kind: 'stop'});
	await session.ended;
	pass(10_000);
	expect(threads).toHaveLength(1);
});

test('what is asked between two threads waits where it is live, and is refused where it is not', () => {
	const {session, last, pass} = startPlayed();
	const {said} = listen(session);
	last()?.listener.ended(new Error('no'));
	session.send(live);
	session.send(sync);
	expect(said.at(-1)).toMatch(/^refused 2: the engine is being started again/);
	pass(200);
	expect(last()?.posted).toEqual([live]);
});

test('what was dropped is not asked again', () => {
	const {session, last, pass} = startPlayed();
	session.send(live);
	session.send({kind: 'drop', id: 1});
	last()?.listener.ended(new Error('no'));
	pass(200);
	expect(last()?.posted).toEqual([]);
});

test('what keeps the first engine from starting ends the session, and what stops a later one is tried again', async () => {
	const failed = {kind: 'failed', message: 'no such file', advice: '', exitCode: 2} as const;
	const first = startPlayed();
	const {said} = listen(first.session);
	first.last()?.listener.message(failed);
	first.last()?.listener.ended();
	await first.session.ended;
	expect(said).toEqual(['failed: no such file', 'ended']);

	const later = startPlayed();
	const heard = listen(later.session);
	later.last()?.listener.message(hello);
	later.last()?.listener.message(failed);
	later.last()?.listener.ended();
	later.pass(200);
	expect(heard.said).toEqual(['hello', 'lost: the engine died: no such file; a new one is started in 0.2 s']);
	expect(later.threads).toHaveLength(2);
});

test('what is told before anybody listens is heard', () => {
	const {session, last} = startPlayed();
	last()?.listener.message(hello);
	expect(listen(session).said).toEqual(['hello']);
});
