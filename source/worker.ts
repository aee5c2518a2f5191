import {parentPort, workerData} from 'node:worker_threads';
import {OperatorError} from './model/operator-error.ts';
import type {Message} from './model/protocol.ts';
import {unknownApplication} from './model/unknown-application.ts';
import type {ThreadData} from './start-session.ts';
import {createOutbox} from './state/outbox.ts';
import type {ThreadIntent, ThreadMessage} from './state/thread.ts';
import {openEngine} from './wiring.ts';

// Composition root of the engine's thread: intents down, events, rows and answers up.
const port = parentPort;
if (port === null) {
	throw new Error("worker.js is the engine's thread; start trueup instead");
}

const {options, succession}: ThreadData = workerData;
const stop = new AbortController();
const post = (message: ThreadMessage) => port.postMessage(message);
const outbox = createOutbox(
	(message: Message) => post(message),
	flush => void setTimeout(flush, 50),
);
const early: ThreadIntent[] = [];
let take = (intent: ThreadIntent) => void early.push(intent);
port.on('message', (intent: ThreadIntent) => {
	switch (intent.kind) {
		case 'ping':
			post({kind: 'pong'});
			break;
		case 'stop':
			stop.abort();
			break;
		case 'refresh':
		case 'begin':
		case 'ask':
		case 'drop':
			take(intent);
	}
});

try {
	const engine = await openEngine(options, succession);
	if (options.only !== undefined && !engine.names().includes(options.only)) {
		throw unknownApplication(options.only, engine.names());
	}

	engine.subscribe(outbox.event);
	const {isReadOnly, isHeld, intervalMs} = options;
	const running = {isReadOnly, isHeld, intervalMs, onRow: outbox.row};
	const {desk, begin, ended} = engine.attend(running, outbox.post, stop.signal);
	take = intent => {
		switch (intent.kind) {
			case 'refresh':
				engine.refresh(intent.app);
				break;
			case 'begin':
				begin();
				break;
			case 'ask':
				desk.ask(intent.id, intent.question, intent);
				break;
			case 'drop':
				desk.drop(intent.id);
				break;
			case 'ping':
			case 'stop':
				break;
		}
	};
	early.forEach(take);
	await ended.finally(() => engine.close());
	outbox.end({kind: 'ended'});
} catch (error) {
	if (!(error instanceof OperatorError)) {
		throw error;
	}

	const exitCode = error.name === 'UsageError' ? 2 : 1;
	outbox.end({kind: 'failed', message: error.message, advice: error.advice, exitCode});
}

port.close();
