import packageJson from '../package.json' with {type: 'json'};
import {systemClock} from './adapters/clock.ts';
import {createClusters} from './adapters/cluster/clusters.ts';
import {withoutClusters} from './adapters/cluster/without-clusters.ts';
import {defaultCacheFolder} from './adapters/config/defaults.ts';
import {createDrafts} from './adapters/config/drafts.ts';
import {readConfiguration} from './adapters/config/read-configuration.ts';
import {readSettings} from './adapters/config/read-settings.ts';
import {createCredentials} from './adapters/credentials/create-credentials.ts';
import {openEntries} from './adapters/credentials/open-entries.ts';
import {createSources} from './adapters/sources/sources.ts';
import {createStore} from './adapters/store/create-store.ts';
import type {Succession} from './adapters/store/locks.ts';
import {defaultStateFile} from './adapters/store/state-file.ts';
import {LocalEngine} from './engine/engine.ts';
import type {Engine} from './model/engine.ts';
import {UsageError} from './model/operator-error.ts';
import type {Clusters} from './model/ports.ts';
import type {EngineOptions} from './model/protocol.ts';

/** Puts the engine together with the adapters that it works through. Only composition roots call it. */
export async function openEngine(options: EngineOptions, succession?: Succession): Promise<LocalEngine> {
	const {configuration, clusters, store, remarks} = await openWorld(options, succession);
	const settings = await readSettings({file: options.config, cwd: process.cwd(), environment: process.env});
	const cacheFolder = options.cache ?? defaultCacheFolder(process.env);
	const entries = openEntries({...settings.credentials, environment: process.env, clusters, ticks: systemClock.ticks});
	const credentials = createCredentials(entries);
	const sources = createSources({cacheFolder, credentials, settings, version: packageJson.version});
	const ports = {clock: systemClock, sources, clusters, store, drafts: createDrafts(process.cwd())};
	const known = (await Promise.all(entries.map(entry => entry.remarks()))).flat();
	const told = {confirmedCluster: options.confirmedCluster, remarks: [...remarks, ...known]};
	return new LocalEngine(ports, configuration, told);
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
