import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {createDrafts} from '../../../source/adapters/config/drafts.ts';
import {createStore} from '../../../source/adapters/store/create-store.ts';
import {LocalEngine} from '../../../source/engine/engine.ts';
import {type Application, folderSource, type Tool} from '../../../source/model/application.ts';
import type {Event} from '../../../source/model/event.ts';
import type {JsonObject} from '../../../source/model/json.ts';
import {UnreachableError} from '../../../source/model/operator-error.ts';
import type {Clusters, Configuration} from '../../../source/model/ports.ts';
import type {Row} from '../../../source/model/row.ts';
import {createFakeCluster} from './fake-cluster.ts';
import {createFakeSources} from './fake-sources.ts';

export const configMap = (name: string, data: JsonObject = {}, annotations: JsonObject = {}): JsonObject => ({
	apiVersion: 'v1',
	kind: 'ConfigMap',
	metadata: {name, ...(Object.keys(annotations).length > 0 ? {annotations} : {})},
	data,
});

export const deployment = (name: string, replicas: number): JsonObject => ({
	apiVersion: 'apps/v1',
	kind: 'Deployment',
	metadata: {name},
	spec: {replicas},
});

type Options = {
	readonly cluster?: string;
	readonly tool?: Tool;
	readonly policy?: Partial<Application['policy']>;
	readonly name?: string;
	readonly path?: string;
	readonly repository?: string;
	readonly namespace?: string;
	/** In place of the one that the others make. */
	readonly sources?: Application['sources'];
};

export const application = ({
	policy = {},
	name = 'web',
	path = 'web',
	repository = '/repo',
	namespace = 'shop',
	cluster = '',
	tool = {kind: 'detected'},
	sources = [folderSource({repository, revision: 'main', path, tool})],
}: Options = {}): Application => ({
	name,
	project: 'default',
	sources,
	destination: {cluster, namespace},
	policy: {automated: false, prune: false, selfHeal: false, createNamespace: false, ...policy},
	origin: 'flags',
});

/** An engine over a cluster and a repository in memory, and a real store. */
export function setUp(applications: readonly Application[] = [application()]) {
	const folder = mkdtempSync(join(tmpdir(), 'trueup-engine-'));
	const fake = createFakeCluster();
	const git = createFakeSources();
	const openEngines: LocalEngine[] = [];
	onTestFinished(async () => {
		await Promise.all(openEngines.map(engine => engine.close()));
		rmSync(folder, {recursive: true, force: true});
	});

	/** As a process that starts on the same state. */
	function start(
		all: readonly Application[] = applications,
		problemsOf: Configuration['problemsOf'] = new Map(),
		{isReadOnly}: {readonly isReadOnly: boolean} = {isReadOnly: false},
	) {
		const {store} = createStore({file: join(folder, 'state.db'), isReadOnly});
		const clusters: Clusters = {
			contextOf: cluster => (cluster === '' ? {context: 'test'} : {problem: `no context ${cluster}`}),
			open: () => fake.open(),
			overview: () => ({context: 'test', server: 'https://test', contexts: ['other', 'test']}),
			async close() {},
		};
		const clock = {
			now: () => Date.now(),
			ticks: () => performance.timeOrigin + performance.now(),
			random: () => 0.5,
			sleep: (milliseconds: number, signal: AbortSignal) =>
				new Promise<void>((resolve, reject) => {
					const timer = setTimeout(resolve, milliseconds);
					signal.addEventListener('abort', () => {
						clearTimeout(timer);
						reject(signal.reason);
					});
				}),
		};
		const ports = {clock, sources: git.sources, clusters, store, drafts: createDrafts(folder)};
		const engine = new LocalEngine(
			ports,
			{applications: all, problems: [], problemsOf},
			{confirmedCluster: undefined, remarks: ['a remark']},
		);
		openEngines.push(engine);
		const events: Event[] = [];
		engine.subscribe(event => events.push(event));
		return {engine, events, store, ports};
	}

	return {fake, git, folder, start, unreachable: new UnreachableError('repository /repo does not answer')};
}

export const never = new AbortController().signal;

/** Plans and approves, as a person does who reads nothing. */
export async function approve(engine: LocalEngine, app = 'web', prune = false) {
	const {digest} = await engine.plan(app, {prune}, never);
	return engine.sync({app, digest, resources: [], by: 'somebody@test', timeoutMs: 5000}, never);
}

/** Runs the loop until the test ends; `heard` resolves with the first event from now on that is asked for. */
export function run(engine: LocalEngine, options: {readonly isReadOnly?: boolean; readonly intervalMs?: number} = {}) {
	const stop = new AbortController();
	const rows = new Map<string, Row>();
	const listeners = new Set<() => void>();
	const running = engine.run(
		{
			isReadOnly: options.isReadOnly ?? false,
			intervalMs: options.intervalMs ?? 20,
			onRow(row) {
				rows.set(row.name, row);
				for (const listener of listeners) {
					listener();
				}
			},
		},
		stop.signal,
	);
	onTestFinished(async () => {
		stop.abort();
		await running;
	});
	return {
		rows,
		async stop() {
			stop.abort();
			await running;
		},
		heard: (isIt: (event: Event) => boolean) =>
			new Promise<Event>(resolve => {
				const done = engine.subscribe(event => {
					if (isIt(event)) {
						done();
						resolve(event);
					}
				});
			}),
		shown: (isIt: (row: Row) => boolean) =>
			new Promise<Row>(resolve => {
				const look = () => {
					const row = [...rows.values()].find(isIt);
					if (row) {
						listeners.delete(look);
						resolve(row);
					}
				};
				listeners.add(look);
				look();
			}),
	};
}
