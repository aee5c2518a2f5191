import {randomUUID} from 'node:crypto';
import path from 'node:path';
import {type ResourceLimits, Worker} from 'node:worker_threads';
import packageJson from '../package.json' with {type: 'json'};
import {systemClock} from './adapters/clock.ts';
import {createClusters} from './adapters/cluster/clusters.ts';
import {withoutClusters} from './adapters/cluster/without-clusters.ts';
import {defaultCacheFolder} from './adapters/config/defaults.ts';
import {createDrafts} from './adapters/config/drafts.ts';
import {readConfiguration} from './adapters/config/read-configuration.ts';
import {readSettings} from './adapters/config/read-settings.ts';
import {createSources} from './adapters/sources/sources.ts';
import {createStore} from './adapters/store/create-store.ts';
import type {Succession} from './adapters/store/locks.ts';
import {defaultStateFile} from './adapters/store/state-file.ts';
import {LocalEngine} from './engine/engine.ts';
import type {Engine} from './model/engine.ts';
import {UsageError} from './model/operator-error.ts';
import type {Clusters} from './model/ports.ts';
import type {EngineOptions, Session} from './model/protocol.ts';
import {LastingSession} from './state/lasting-session.ts';
import type {StartThread, ThreadMessage} from './state/thread.ts';

/** What the engine's thread is given. */
export type ThreadData = {
	readonly options: EngineOptions;
	readonly succession: Succession;
};

/** Sessions of this process that have ended; one that was ended by force may have left locks. */
const endedSessions = new Set<string>();

/** Puts the engine together with the adapters that it works through. Only composition roots call it. */
export async function openEngine(options: EngineOptions, succession?: Succession): Promise<LocalEngine> {
	const {configuration, clusters, store, remarks} = await openWorld(options, succession);
	const settings = await readSettings({file: options.config, cwd: process.cwd(), environment: process.env});
	const cacheFolder = options.cache ?? defaultCacheFolder(process.env);
	const sources = createSources({cacheFolder, settings, version: packageJson.version});
	const ports = {clock: systemClock, sources, clusters, store, drafts: createDrafts(process.cwd())};
	return new LocalEngine(ports, configuration, {confirmedCluster: options.confirmedCluster, remarks});
}

/** The same for a verb, which has a line for each remark. */
export async function createLocalEngine(options: EngineOptions): Promise<Engine> {
	const engine = await openEngine(options);
	for (const remark of engine.remarks) {
		process.stderr.write(`trueup: ${remark}\n`);
	}

	return engine;
}

async function openWorld(options: EngineOptions, succession: Succession | undefined) {
	const {files, flags, isReadOnly, mayForget = false, state} = options;
	const configuration = await readConfiguration({
		files,
		...(flags === undefined ? {} : {flags}),
		cwd: process.cwd(),
	});
	const clusters = await openClusters(options);
	const file = state ?? defaultStateFile(process.env);
	const {store, notices} = createStore({
		file,
		isReadOnly,
		mayForget,
		isOurs: state === undefined,
		...(succession && {succession}),
	});
	const remarks = [...configuration.problems.map(({where, message}) => `${where}: ${message}`), ...notices];
	return {configuration, clusters, store, remarks};
}

async function openClusters({kubeconfig, context, mayLackCluster = false}: EngineOptions): Promise<Clusters> {
	try {
		return await createClusters({
			environment: process.env,
			version: packageJson.version,
			...(kubeconfig === undefined ? {} : {kubeconfig}),
			...(context === undefined ? {} : {context}),
		});
	} catch (error) {
		const isNamed = kubeconfig !== undefined || context !== undefined;
		if (mayLackCluster && !isNamed && error instanceof UsageError) {
			return withoutClusters(error.message);
		}

		throw error;
	}
}

/** The engine in its own thread; one that dies or hangs is followed by a new one. */
export function startLastingSession(options: EngineOptions, limits: ResourceLimits = {}): Session {
	const session = randomUUID();
	const succession = {session, ended: [...endedSessions]};
	const files = [...options.files];
	const start: StartThread = listener => startThread({options: {...options, files}, succession}, limits)(listener);
	const lasting = new LastingSession({start, later: laterBy});
	// What was created meanwhile is an application of the next thread too.
	lasting.subscribe(message => {
		if (message.kind === 'answer' && message.answer.kind === 'create' && !isRead(message.answer.value.file, files)) {
			files.push(message.answer.value.file);
		}
	});
	void lasting.ended.then(() => endedSessions.add(session));
	return lasting;
}

function isRead(file: string, files: readonly string[]): boolean {
	return files.some(one => !path.relative(path.resolve(one), path.resolve(file)).startsWith('..'));
}

/**
 * V8 keeps what a burst made it take for young objects. Beside an interface, memory counts for more than the 7 % of time
 * that a limit costs a cold start: with 1,000 resources the process has 189 MiB instead of 224.
 */
export const modest: ResourceLimits = {maxYoungGenerationSizeMb: 8};

function startThread(data: ThreadData, resourceLimits: ResourceLimits): StartThread {
	return listener => {
		const worker = new Worker(new URL('worker.js', import.meta.url), {workerData: data, resourceLimits});
		let trouble: Error | undefined;
		worker.on('message', (message: ThreadMessage) => listener.message(message));
		worker.on('error', error => {
			trouble = error instanceof Error ? error : new Error(String(error));
		});
		worker.on('exit', () => listener.ended(trouble));
		return {
			post: intent => worker.postMessage(intent),
			terminate: () => void worker.terminate(),
		};
	};
}

function laterBy(milliseconds: number, call: () => void): () => void {
	const timer = setTimeout(call, milliseconds);
	return () => clearTimeout(timer);
}
