import {parentPort, workerData} from 'node:worker_threads';
import {OperatorError, UsageError} from './model/operator-error.ts';
import type {EngineOptions, Intent, Message} from './model/protocol.ts';
import {createOutbox} from './state/outbox.ts';
import {createLocalEngine} from './wiring.ts';

// Composition root of the engine's thread: intents down, events and rows up.
const port = parentPort;
if (port === null) {
	throw new Error("worker.js is the engine's thread; start trueup instead");
}

const options: EngineOptions = workerData;
const stop = new AbortController();
const outbox = createOutbox(
	(message: Message) => port.postMessage(message),
	flush => void setTimeout(flush, 50),
);

try {
	const engine = await createLocalEngine(options);
	if (options.only !== undefined && !engine.names().includes(options.only)) {
		throw new UsageError(`no application ${options.only}; there are: ${engine.names().join(', ')}`);
	}

	engine.subscribe(outbox.event);
	port.on('message', (intent: Intent) => {
		switch (intent.kind) {
			case 'stop':
				stop.abort();
				break;
			case 'refresh':
				engine.refresh(intent.app);
				break;
		}
	});
	await engine.run({isReadOnly: options.isReadOnly, intervalMs: options.intervalMs, onRow: outbox.row}, stop.signal);
	await engine.close();
	outbox.end({kind: 'ended'});
} catch (error) {
	if (!(error instanceof OperatorError)) {
		throw error;
	}

	const exitCode = error.name === 'UsageError' ? 2 : 1;
	outbox.end({kind: 'failed', message: error.message, advice: error.advice, exitCode});
}

port.close();
