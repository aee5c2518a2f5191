import {parentPort, workerData} from 'node:worker_threads';
import {type Running, runSandbox} from './sandbox/run.ts';
import type {WorkerMessage, WorkerOptions} from './sandbox/thread.ts';

// Composition root of the embedded cluster's thread.
const port = parentPort;
if (port === null) {
	throw new Error("sandbox.js is the embedded cluster's thread; start trueup sandbox instead");
}

const options: WorkerOptions = workerData;
const say = (message: WorkerMessage) => port.postMessage(message);

// Who stops it while it starts is heard too.
const stopped = new Promise<void>(resolve => port.on('message', () => resolve()));
const running = await start();
if (running !== undefined) {
	const {url, ca, token, viewerToken} = running;
	say({kind: 'ready', url, ca, token, viewerToken});
	await stopped;
	await running.stop();
}

port.close();

async function start(): Promise<Running | undefined> {
	try {
		return await runSandbox(options, () => undefined);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error)) {
			throw error;
		}

		say({kind: 'failed', message: why(error)});
		return undefined;
	}
}

function why(error: Error & {readonly code: unknown}): string {
	switch (error.code) {
		case 'EADDRINUSE':
			return `port ${options.port} of 127.0.0.1 is taken`;
		case 'EACCES':
			return `port ${options.port} of 127.0.0.1 may not be used by this user`;
		default:
			return error.message;
	}
}
