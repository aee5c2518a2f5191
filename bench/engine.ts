import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {parseArgs} from 'node:util';
import {buildInto} from '../scripts/build.ts';
import {buildPrograms} from '../test/cluster/build.ts';
import {type Cluster, startCluster} from '../test/cluster/start-cluster.ts';
import {serveRepositories} from '../test/support/git-server.ts';
import {createRepository} from '../test/support/repository.ts';
import {type Calls, callsBetween, callsOf, describeCalls} from './calls.ts';
import {createFloor, type Floor} from './floor.ts';
import {describeMachine, type Usage} from './machine.ts';
import {type Installation, startEngine, timeList} from './trueup.ts';
import {allManifests, filesOf, type Workload, writeApplications} from './workload.ts';

/**
 * `node bench/engine.ts [--applications N]`: what the built engine needs, beside the floor that the API server sets,
 * measured in one run on a control plane of its own. Of Linux.
 */

type Stage = {readonly cluster: Cluster; readonly floor: Floor; readonly build: string; readonly folder: string};

/** What one stretch of work took, in seconds, and what it asked of the API server. */
type Stretch = {readonly seconds: number; readonly calls: Calls};

type Figures = {
	readonly coldFloor: number;
	readonly cold: Stretch;
	readonly usage: Usage;
	readonly warm: Stretch;
	readonly unchanged: Stretch;
	readonly list: Stretch;
	readonly changedFloor: number;
	readonly changed: Stretch;
};

const interval = '5s';

async function measure(stage: Stage, workload: Workload): Promise<Figures> {
	const {cluster, floor, build, folder} = stage;
	const floors = await measureFloor(floor, workload);
	await floor.createNamespace(workload.namespace);
	await using repository = await createRepository(filesOf(workload, '1m'));
	await using server = await serveRepositories(repository.root);
	const home = path.join(folder, workload.namespace);
	await mkdir(home);
	const files = await writeApplications(home, workload, `${server.url}/repository.git`);
	const {kubeconfig, auditLog} = cluster;
	const installation: Installation = {build, folder: home, kubeconfig, files, applications: workload.applications};
	const stretch = (work: () => Promise<number>) => measureStretch(auditLog, work);

	let usage: Usage | undefined;
	const cold = await stretch(async () => {
		await using engine = startEngine(installation, '60s');
		const seconds = await secondsOf(() => engine.untilWell());
		usage = engine.usage();
		await engine.end();
		return seconds;
	});
	await using engine = startEngine(installation, interval);
	const warm = await stretch(() => secondsOf(() => engine.untilWell()));
	await engine.untilUnchanged();
	const unchanged = await stretch(async () => {
		await untilAsked(server.requests);
		return secondsOf(() => engine.untilUnchanged());
	});

	await repository.write(filesOf(workload, '2m'));
	const commit = await repository.commit('Ask for more CPU');
	await repository.push();
	const changed = await stretch(async () => {
		await untilAsked(server.requests);
		return secondsOf(() => engine.untilWell(commit));
	});
	await engine.end();
	const list = await stretch(() => timeList(installation));
	return {...floors, cold, usage: usage ?? {cpuSeconds: 0, peakMebibytes: 0}, warm, unchanged, changed, list};
}

/** In a namespace of its own, so that neither sees the other's objects. */
async function measureFloor(floor: Floor, workload: Workload): Promise<Pick<Figures, 'coldFloor' | 'changedFloor'>> {
	const own = {...workload, namespace: `${workload.namespace}-floor`};
	await floor.createNamespace(own.namespace);
	const coldFloor = await floor.apply(allManifests(own, '1m'));
	const deployments = allManifests(own, '2m').filter(({kind}) => kind === 'Deployment');
	return {coldFloor, changedFloor: await floor.apply(deployments)};
}

async function measureStretch(auditLog: string, work: () => Promise<number>): Promise<Stretch> {
	const before = await callsOf(auditLog);
	const seconds = await work();
	return {seconds, calls: callsBetween(before, await callsOf(auditLog))};
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
	const begun = performance.now();
	await work();
	return (performance.now() - begun) / 1000;
}

/** The engine has begun to ask the remote what is new. */
async function untilAsked(requests: readonly string[]): Promise<void> {
	const asked = requests.length;
	while (requests.length === asked) {
		await setTimeout(2);
	}
}

function print(workload: Workload, figures: Figures): void {
	const {applications, objects} = workload;
	const {cold, coldFloor, usage, warm, unchanged, list, changed, changedFloor} = figures;
	const row = (what: string, {seconds, calls}: Stretch, floor?: number) => {
		const ratio = floor === undefined ? '' : `floor ${floor.toFixed(2)} s, ${(seconds / floor).toFixed(2)} times`;
		return [what, `${seconds.toFixed(2)} s`, ratio, describeCalls(calls)];
	};
	const rows = [
		['', 'time', 'beside the floor', 'API calls'],
		row('cold start until all are Synced and Healthy', cold, coldFloor),
		row('warm start until all are known to be well', warm),
		row('pass without a change', unchanged),
		row('one field changed in every Deployment', changed, changedFloor),
		row('list, warm cache and state, whole process', list),
	];
	const widths = [0, 1, 2].map(column => Math.max(...rows.map(cells => cells[column]?.length ?? 0)));
	const lines = rows.map(cells =>
		cells
			.map((cell, column) => cell.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
	const total = `${applications} applications of ${objects} objects, ${applications * objects} objects`;
	const used = `cold start: ${usage.cpuSeconds.toFixed(1)} CPU seconds, ${usage.peakMebibytes} MiB at its peak`;
	process.stdout.write(`\n${total}\n${lines.join('\n')}\n${used}\n`);
}

function applicationsFrom(args: string[]): number {
	const {values} = parseArgs({args, options: {applications: {type: 'string', default: '100'}}});
	const applications = Number(values.applications);
	if (!Number.isInteger(applications) || applications < 1) {
		throw new Error('usage: npm run bench:engine -- [--applications N]');
	}

	return applications;
}

async function run(applications: number): Promise<void> {
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-bench-'));
	const build = path.join(folder, 'build');
	await buildInto(build);
	const programs = await buildPrograms(line => process.stderr.write(`${line}\n`));
	try {
		await using cluster = await startCluster({programs});
		using floor = createFloor(cluster);
		process.stdout.write(`${(await describeMachine(cluster.kubectl)).join('\n')}\n`);
		const compared = 'the floor: every object by one server-side apply, 32 at once, until every Deployment is observed';
		process.stdout.write(`compared: trueup engine, automated, self-heal and prune, with ${compared}\n`);
		const stage = {cluster, floor, build, folder};
		for (const workload of workloads(applications)) {
			print(workload, await measure(stage, workload));
		}
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

/** The second is 2,000 manifests at the default of 100 applications. */
function workloads(applications: number): readonly Workload[] {
	return [
		{namespace: 'bench', applications, objects: 4},
		{namespace: 'bench-large', applications: 100, objects: 20},
	];
}

await run(applicationsFrom(process.argv.slice(2)));
