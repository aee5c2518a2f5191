import {Worker} from 'node:worker_threads';
import type {WorkerMessage, WorkerOptions} from './thread.ts';

/** An embedded cluster that runs. */
export type Sandbox = {
	readonly url: string;
	/** PEM. */
	readonly ca: string;
	/** Of the admin. */
	readonly token: string;
	/** Of a user without rights, to see what that is like. */
	readonly viewerToken: string;
	/** The admin's, as text of the file. */
	readonly kubeconfig: string;
	/** Resolves after `stop`; rejects where it ends by itself. */
	readonly ended: Promise<void>;
	stop(): Promise<void>;
};

/** Most of what a request leaves behind is dead at once: a small nursery keeps the process small, at little cost. */
const youngMebibytes = 8;
/** Room for tens of thousands of objects. The more V8 may have, the longer it lets garbage lie. */
const oldMebibytes = 1024;

/** Starts an embedded cluster in a thread of its own; resolves when it serves, rejects where it can't. */
export function startSandbox(options: WorkerOptions = {}): Promise<Sandbox> {
	const worker = new Worker(workerFile(), {
		workerData: options,
		resourceLimits: {maxYoungGenerationSizeMb: youngMebibytes, maxOldGenerationSizeMb: oldMebibytes},
	});
	const over = Promise.withResolvers<void>();
	// Who does not wait for the end is not to fall over it.
	over.promise.catch(() => undefined);
	let isStopping = false;
	const stop = () => {
		isStopping = true;
		worker.postMessage('stop');
		return over.promise.catch(() => undefined);
	};
	return new Promise((resolve, reject) => {
		let failure = new Error('the sandbox ended by itself');
		worker.on('message', (message: WorkerMessage) => {
			switch (message.kind) {
				case 'ready': {
					const {url, ca, token, viewerToken} = message;
					resolve({url, ca, token, viewerToken, kubeconfig: kubeconfigOf(message), ended: over.promise, stop});
					break;
				}

				case 'failed':
					failure = new Error(message.message);
					break;
			}
		});
		worker.on('error', error => {
			failure = error instanceof Error ? error : new Error(String(error));
		});
		worker.on('exit', () => {
			reject(failure);
			if (isStopping) {
				over.resolve();
			} else {
				over.reject(failure);
			}
		});
	});
}

/** Beside the bundle, or as source where this is source. */
function workerFile(): URL {
	const name = import.meta.url.endsWith('.ts') ? '../sandbox-worker.ts' : 'sandbox.js';
	return new URL(name, import.meta.url);
}

type Access = {readonly url: string; readonly ca: string; readonly token: string};

/** As JSON, which is YAML. */
function kubeconfigOf({url, ca, token}: Access): string {
	const name = 'trueup-sandbox';
	const authority = Buffer.from(ca).toString('base64');
	const config = {
		apiVersion: 'v1',
		kind: 'Config',
		clusters: [{name, cluster: {server: url, 'certificate-authority-data': authority}}],
		users: [{name, user: {token}}],
		contexts: [{name, context: {cluster: name, user: name}}],
		'current-context': name,
	};
	return `${JSON.stringify(config, undefined, 2)}\n`;
}
