import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import type {Cluster} from '../test/cluster/start-cluster.ts';
import {type GitServer, serveRepositories} from '../test/support/git-server.ts';
import {createRepository, type Repository} from '../test/support/repository.ts';
import type {Floor} from './floor.ts';
import {type Beside, measureStretch, type Stretch} from './stretch.ts';
import {type Event, type Installation, type RunningEngine, runList, startEngine} from './trueup.ts';
import {allManifests, filesOf, type Manifest, type Workload, writeApplications} from './workload.ts';

export type Stage = {
	readonly cluster: Cluster;
	readonly floor: Floor;
	/** Of the built program. */
	readonly build: string;
	readonly folder: string;
};

export type Figures = {
	readonly workload: Workload;
	readonly cold: Beside;
	readonly peakMebibytes: number;
	readonly warm: Stretch;
	readonly unchanged: Stretch;
	readonly changed: Beside;
	readonly healed: Beside;
	/** Deployments that were deleted for that. */
	readonly deleted: number;
	/** From each deletion that was seen to the apply that mends it, while all of them are; milliseconds. */
	readonly repairsUnderLoad: readonly number[];
	/** The same of fields that somebody changes one after another. */
	readonly repairs: readonly number[];
	/** From the commit of one application that was fetched to its first apply; milliseconds. */
	readonly firstApplies: readonly number[];
	readonly list: Stretch;
};

const interval = '5s';
const mostDeleted = 100;
const edits = 20;
const commits = 5;
/** The floor's work is done in namespaces of their own, before and after the engine's. */
const floorNamespaces = ['bench-floor-1', 'bench-floor-2'] as const;

type Scene = {
	readonly stage: Stage;
	readonly workload: Workload;
	readonly repository: Repository;
	readonly server: GitServer;
	readonly installation: Installation;
};

export async function measure(stage: Stage, workload: Workload): Promise<Figures> {
	const {cluster, floor, build, folder} = stage;
	for (const name of [workload.namespace, ...floorNamespaces]) {
		await floor.createNamespace(name);
	}

	await using repository = await createRepository(filesOf(workload, '1m'));
	await using server = await serveRepositories(repository.root);
	const home = path.join(folder, `home-${workload.applications}`);
	await mkdir(home);
	const files = await writeApplications(home, workload, `${server.url}/repository.git`);
	const {kubeconfig} = cluster;
	const installation: Installation = {build, folder: home, kubeconfig, files, applications: workload.applications};
	const scene: Scene = {stage, workload, repository, server, installation};
	const cold = await measureCold(scene);
	await using engine = startEngine(installation, interval);
	const warm = await measureEngine(scene, engine, () => engine.untilWell());
	const rest = await measureRunning(scene, engine);
	await engine.end();
	const meter = {...cluster, clientCpu: () => 0};
	return {workload, ...cold, warm, ...rest, list: await measureStretch(meter, () => runList(installation))};
}

/** From nothing until all are Synced and Healthy. */
async function measureCold(scene: Scene): Promise<Pick<Figures, 'cold' | 'peakMebibytes'>> {
	const {stage, workload, installation} = scene;
	let peakMebibytes = 0;
	const cold = await beside(
		namespace => measureFloor(scene, () => stage.floor.apply(allManifests({...workload, namespace}, '1m'))),
		async () => {
			let engine: RunningEngine | undefined;
			const clientCpu = () => engine?.usage().cpuSeconds ?? 0;
			const stretch = await measureStretch({...stage.cluster, clientCpu}, async () => {
				engine = startEngine(installation, '60s');
				await engine.untilWell();
			});
			peakMebibytes = engine?.usage().peakMebibytes ?? 0;
			await engine?.end();
			return stretch;
		},
	);
	return {cold, peakMebibytes};
}

type OfRunning = Omit<Figures, 'workload' | 'cold' | 'peakMebibytes' | 'warm' | 'list'>;

/** All that happens to an engine that follows its applications. */
async function measureRunning(scene: Scene, engine: RunningEngine): Promise<OfRunning> {
	const {stage, workload, server} = scene;
	const {floor} = stage;
	await engine.untilUnchanged();
	await untilAsked(server);
	const unchanged = await measureEngine(scene, engine, () => engine.untilUnchanged());
	const changed = await beside(
		namespace => measureFloor(scene, () => floor.apply(deploymentsOf({...workload, namespace}, '2m'))),
		async () => {
			const commit = await push(scene, '2m', workload.applications);
			await untilAsked(server);
			return measureEngine(scene, engine, () => engine.untilWell(commit));
		},
	);
	const healing = await measureHealing(scene, engine);
	return {unchanged, changed, ...healing, ...(await measureRepairs(scene, engine))};
}

/** Many Deployments deleted by one call, until they are healthy again; of the floor until they are applied again. */
async function measureHealing(
	scene: Scene,
	engine: RunningEngine,
): Promise<Pick<Figures, 'healed' | 'deleted' | 'repairsUnderLoad'>> {
	const {stage, workload} = scene;
	const {floor} = stage;
	const chosen = (namespace: string) => deploymentsOf({...workload, namespace}, '2m').slice(0, mostDeleted);
	const deleted = chosen(workload.namespace).length;
	let told: readonly Event[] = [];
	const healed = await beside(
		namespace =>
			measureFloor(scene, async () => {
				await floor.deleteDeployments(chosen(namespace));
				await floor.apply(chosen(namespace));
			}),
		() =>
			measureEngine(scene, engine, async () => {
				const well = engine.untilTold(({kind}) => kind === 'healed', deleted);
				await floor.deleteDeployments(chosen(workload.namespace));
				told = await well;
			}),
	);
	return {healed, deleted, repairsUnderLoad: delays(told, 'drift', 'created', ({resource}) => resource)};
}

/** One thing at a time. */
async function measureRepairs(scene: Scene, engine: RunningEngine): Promise<Pick<Figures, 'repairs' | 'firstApplies'>> {
	const {stage, workload} = scene;
	const told: Event[] = [];
	for (const manifest of deploymentsOf(workload, '2m').slice(-edits)) {
		const healed = engine.untilTold(({kind}) => kind === 'healed', 1);
		await stage.floor.editDeployment(manifest);
		told.push(...(await healed));
	}

	const repairs = delays(told, 'drift', 'configured', ({resource}) => resource);
	const fetched: Event[] = [];
	for (let commit = 1; commit <= commits; commit++) {
		const applied = engine.untilTold(({kind}) => kind === 'finished', 1);
		await push(scene, `${commit + 2}m`, 1);
		fetched.push(...(await applied));
	}

	return {repairs, firstApplies: delays(fetched, 'fetched', 'configured', ({app}) => app)};
}

async function beside(
	measureFloorIn: (namespace: string) => Promise<Stretch>,
	measureEngineNow: () => Promise<Stretch>,
): Promise<Beside> {
	const [before, after] = floorNamespaces;
	const first = await measureFloorIn(before);
	const engine = await measureEngineNow();
	return {engine, floors: [first, await measureFloorIn(after)]};
}

function measureEngine({stage}: Scene, engine: RunningEngine, work: () => Promise<void>): Promise<Stretch> {
	return measureStretch({...stage.cluster, clientCpu: () => engine.usage().cpuSeconds}, work);
}

function measureFloor({stage}: Scene, work: () => Promise<void>): Promise<Stretch> {
	const clientCpu = () => {
		const {user, system} = process.cpuUsage();
		return (user + system) / 1e6;
	};
	return measureStretch({...stage.cluster, clientCpu}, work);
}

function deploymentsOf(workload: Workload, cpu: string): readonly Manifest[] {
	return allManifests(workload, cpu).filter(({kind}) => kind === 'Deployment');
}

/** A commit in which the Deployments of the first applications ask for so much CPU. */
async function push({repository, workload}: Scene, cpu: string, applications: number): Promise<string> {
	await repository.write(filesOf({...workload, applications}, cpu));
	const commit = await repository.commit(`Ask for ${cpu} of CPU`);
	await repository.push();
	return commit;
}

/** The engine has begun to ask the remote what is new. */
async function untilAsked({requests}: GitServer): Promise<void> {
	const asked = requests.length;
	while (requests.length === asked) {
		await setTimeout(2);
	}
}

/** How long after each event of one kind came the first of another kind about the same, in milliseconds. */
function delays(
	told: readonly Event[],
	from: string,
	to: string,
	subject: (event: Event) => string | undefined,
): readonly number[] {
	const since = new Map<string | undefined, number>();
	const found: number[] = [];
	for (const event of told) {
		const about = subject(event);
		const begun = since.get(about);
		if (event.kind === from) {
			since.set(about, Date.parse(event.time));
		} else if (event.kind === to && begun !== undefined) {
			found.push(Date.parse(event.time) - begun);
			since.delete(about);
		}
	}

	return found;
}
