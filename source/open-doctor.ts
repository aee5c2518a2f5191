import {tmpdir} from 'node:os';
import packageJson from '../package.json' with {type: 'json'};
import {systemClock} from './adapters/clock.ts';
import {createClusters} from './adapters/cluster/clusters.ts';
import {withoutClusters} from './adapters/cluster/without-clusters.ts';
import {defaultCacheFolder} from './adapters/config/defaults.ts';
import {readConfiguration} from './adapters/config/read-configuration.ts';
import {readSettings} from './adapters/config/read-settings.ts';
import {createCredentials} from './adapters/credentials/create-credentials.ts';
import {openEntries} from './adapters/credentials/open-entries.ts';
import {checkCredentials} from './adapters/doctor/check-credentials.ts';
import {findPrograms} from './adapters/doctor/find-programs.ts';
import {lookAtBoundary} from './adapters/doctor/look-at-boundary.ts';
import {lookAtKeys} from './adapters/doctor/look-at-keys.ts';
import {measurePlaces} from './adapters/doctor/measure-places.ts';
import {createSources} from './adapters/sources/sources.ts';
import {defaultStateFile} from './adapters/store/state-file.ts';
import {diagnose} from './engine/doctor/diagnose.ts';
import type {Diagnosis} from './model/diagnosis.ts';
import {OperatorError} from './model/operator-error.ts';
import type {Configuration} from './model/ports.ts';
import type {EngineOptions} from './model/protocol.ts';

/** How long one cluster or one repository may take, in milliseconds. */
const limitMs = 30_000;

/** Looks at what there is to work with; only what was typed wrongly is an error. Opens no state. */
export async function openDoctor(options: EngineOptions, signal: AbortSignal): Promise<Diagnosis> {
	const {kubeconfig, context, state, cache, config} = options;
	const configuration = await configurationOf(options);
	for (const {where, message} of configuration.problems) {
		process.stderr.write(`trueup: ${where}: ${message}\n`);
	}

	const environment = {...process.env};
	const folders = {state: state ?? defaultStateFile(environment), cache: cache ?? defaultCacheFolder(environment)};
	const given = {
		environment,
		version: packageJson.version,
		...(kubeconfig === undefined ? {} : {kubeconfig}),
		...(context === undefined ? {} : {context}),
	};
	const {applications, problemsOf} = configuration;
	const settings = await readSettings({file: config, cwd: process.cwd(), environment});
	const programs = findPrograms(environment, settings, signal);
	const places = Promise.all([
		measurePlaces({...folders, temporary: tmpdir()}),
		lookAtKeys(settings.sops, environment),
	]).then(all => all.flat());
	const boundary = lookAtBoundary();
	// They are waited for together with the rest, which is still being opened.
	for (const looking of [programs, places, boundary]) {
		looking.catch(() => undefined);
	}

	const clusters = await attempt(() => createClusters(given));
	const entries = openEntries({
		...settings.credentials,
		environment,
		clusters: 'trouble' in clusters ? withoutClusters(clusters.trouble) : clusters,
		ticks: systemClock.ticks,
	});
	const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
	const access = checkCredentials(
		entries,
		applications.flatMap(one => one.sources),
		limited,
	);
	access.catch(() => undefined);
	const sourcesOptions = {
		cacheFolder: folders.cache,
		credentials: createCredentials(entries),
		settings,
		version: packageJson.version,
	};
	const sources = applications.length === 0 ? noSources : await attempt(async () => createSources(sourcesOptions));
	try {
		const looked = {programs, places, boundary, credentials: access};
		return await diagnose(
			{applications, problemsOf, clock: systemClock, clusters, sources, limitMs, ...looked},
			signal,
		);
	} finally {
		await Promise.all([clusters, sources].map(one => ('close' in one ? one.close() : undefined)));
	}
}

const noSources = {trouble: 'no application is given'};

async function configurationOf({files, flags}: EngineOptions): Promise<Configuration> {
	return files.length === 0 && flags === undefined
		? {applications: [], problems: [], problemsOf: new Map()}
		: await readConfiguration({files, ...(flags === undefined ? {} : {flags}), cwd: process.cwd()});
}

async function attempt<Opened>(open: () => Promise<Opened>): Promise<Opened | {readonly trouble: string}> {
	try {
		return await open();
	} catch (error) {
		if (error instanceof OperatorError) {
			return {trouble: [error.message, error.advice].filter(Boolean).join('. ')};
		}

		throw error;
	}
}
