import {Worker} from 'node:worker_threads';
import packageJson from '../package.json' with {type: 'json'};
import {systemClock} from './adapters/clock.ts';
import {createClusters} from './adapters/cluster/clusters.ts';
import {defaultCacheFolder} from './adapters/config/defaults.ts';
import {readConfiguration} from './adapters/config/read-configuration.ts';
import {createSources} from './adapters/git/sources.ts';
import {createStore} from './adapters/store/create-store.ts';
import {defaultStateFile} from './adapters/store/state-file.ts';
import {LocalEngine} from './engine/engine.ts';
import type {Engine} from './model/engine.ts';
import type {EngineOptions, Intent, Message, Session} from './model/protocol.ts';

/** Puts the engine together with the adapters that it works through. Only the two composition roots call it. */
export async function createLocalEngine(options: EngineOptions): Promise<Engine> {
	const {files, flags, kubeconfig, context, confirmedCluster} = options;
	const configuration = await readConfiguration({
		files,
		...(flags === undefined ? {} : {flags}),
		cwd: process.cwd(),
	});
	const clusters = await createClusters({
		environment: process.env,
		version: packageJson.version,
		...(kubeconfig === undefined ? {} : {kubeconfig}),
		...(context === undefined ? {} : {context}),
	});
	const {store, notices} = createStore({file: options.state ?? defaultStateFile(process.env)});
	const remarks = [...configuration.problems.map(({where, message}) => `${where}: ${message}`), ...notices];
	for (const remark of remarks) {
		process.stderr.write(`trueup: ${remark}\n`);
	}

	const sources = createSources({cacheFolder: options.cache ?? defaultCacheFolder(process.env)});
	return new LocalEngine({clock: systemClock, sources, clusters, store}, configuration, {confirmedCluster});
}

/** Starts the engine in its own thread. */
export function startSession(options: EngineOptions): Session {
	const worker = new Worker(new URL('worker.js', import.meta.url), {workerData: options});
	const listeners = new Set<(message: Message) => void>();
	const {promise: ended, resolve, reject} = Promise.withResolvers<void>();
	worker.on('message', (message: Message) => {
		for (const listener of listeners) {
			listener(message);
		}
	});
	worker.on('error', reject);
	worker.on('exit', () => resolve());
	return {
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		send: (intent: Intent) => worker.postMessage(intent),
		ended,
	};
}
