import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {systemClock} from '../../source/adapters/clock.ts';
import {createClusters} from '../../source/adapters/cluster/clusters.ts';
import {createDrafts} from '../../source/adapters/config/drafts.ts';
import {createSources} from '../../source/adapters/sources/sources.ts';
import {createStore} from '../../source/adapters/store/create-store.ts';
import {LocalEngine} from '../../source/engine/engine.ts';
import type {Application} from '../../source/model/application.ts';
import type {Event} from '../../source/model/event.ts';
import type {Sources} from '../../source/model/sources.ts';
import {createRepository, type Repository} from '../../test/support/repository.ts';
import {applicationsOf, change, monorepo, nameOf, type Variant} from './monorepo.ts';

export type Commits = {
	readonly variant: Variant;
	/** From nothing until all are compared: with empty caches, and by another engine with what the first has kept. */
	readonly coldMs: number;
	readonly restartMs: number;
	/** Of each commit that touches one application: from asking the remote until the plan is made. */
	readonly plans: readonly number[];
	/** Of that, until what is new was fetched. */
	readonly fetches: readonly number[];
	/** Applications that were rendered anew, of all those commits. */
	readonly renders: number;
};

type Fetch = {readonly at: number; readonly took: number};

/** Often enough that nobody waits for it, and seldom enough that most of the time is free. */
const intervalMs = 1000;

const patienceMs = 120_000;

type Stage = {readonly folder: string; readonly kubeconfig: string; readonly applications: readonly Application[]};

/** Applications of one repository, watched by an engine in this thread, and commits that touch one of them each. */
export async function measureCommits(
	variant: Variant,
	{kubeconfig, amount, commits}: {readonly kubeconfig: string; readonly amount: number; readonly commits: number},
): Promise<Commits> {
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-bench-commits-'));
	await using repository = await createRepository(monorepo(variant, amount));
	const stage = {folder, kubeconfig, applications: applicationsOf(variant, amount, repository.remote)};
	try {
		const first = await start(stage);
		const coldMs = await untilCompared(first, amount);
		const each = await followCommits(first, {variant, repository, commits});
		await first.end();
		const second = await start(stage);
		const restartMs = await untilCompared(second, amount);
		await second.end();
		return {variant, coldMs, restartMs, ...each};
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

type Running = Awaited<ReturnType<typeof start>>;

async function start({folder, kubeconfig, applications}: Stage) {
	const begun = performance.now();
	const clusters = await createClusters({environment: {}, version: 'bench', kubeconfig});
	const {store} = createStore({file: path.join(folder, 'state.db')});
	const real = createSources({cacheFolder: path.join(folder, 'cache')});
	/** When the remote was asked for a commit that was new, and how long that took. */
	const fetched = new Map<string, Fetch>();
	const sources: Sources = {
		...real,
		async resolve(...asked) {
			const at = performance.now();
			const answer = await real.resolve(...asked);
			for (const commit of answer.values()) {
				if (!(commit instanceof Error || fetched.has(commit.id))) {
					fetched.set(commit.id, {at, took: performance.now() - at});
				}
			}

			return answer;
		},
	};
	const ports = {clock: systemClock, sources, clusters, store, drafts: createDrafts(folder)};
	const engine = new LocalEngine(
		ports,
		{applications, problems: [], problemsOf: new Map()},
		{confirmedCluster: undefined, remarks: []},
	);
	const events: Event[] = [];
	engine.subscribe(event => events.push(event));
	const stop = new AbortController();
	const running = engine.run({isReadOnly: true, intervalMs, onRow: () => undefined}, stop.signal);
	return {
		engine,
		events,
		fetched,
		begun,
		async end() {
			stop.abort();
			await running;
			await engine.close();
		},
	};
}

/** Resolves once this was told of so many applications. */
function told({engine, events}: Running, isMeant: (event: Event) => boolean, applications: number): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const miss = () => reject(new Error(`not told in time; the last was ${JSON.stringify(events.at(-1))}`));
	const timer = setTimeout(miss, patienceMs);
	const look = () => {
		if (new Set(events.filter(isMeant).map(({app}) => app)).size >= applications) {
			clearTimeout(timer);
			unsubscribe();
			resolve();
		}
	};
	const unsubscribe = engine.subscribe(look);
	look();
	return promise;
}

async function untilCompared(running: Running, amount: number): Promise<number> {
	await told(running, ({kind}) => kind === 'compared', amount);
	return performance.now() - running.begun;
}

type Following = {readonly variant: Variant; readonly repository: Repository; readonly commits: number};

async function followCommits(running: Running, {variant, repository, commits}: Following) {
	const [plans, fetches]: [number[], number[]] = [[], []];
	let renders = 0;
	for (let number = 1; number <= commits; number++) {
		await repository.write(change(variant, number, number));
		running.events.length = 0;
		const commit = await repository.commit(`Change ${nameOf(number)}`);
		await repository.push();
		await told(running, event => event.kind === 'compared' && event.revision === commit, 1);
		const now = performance.now();
		const {at, took} = running.fetched.get(commit) ?? {at: Number.NaN, took: Number.NaN};
		plans.push(now - at);
		fetches.push(took);
		renders += running.events.filter(({kind}) => kind === 'rendered').length;
	}

	return {plans, fetches, renders};
}
