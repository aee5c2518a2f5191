import {readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {query} from '../../../adapters/store/state.ts';
import type {Program} from '../../../support/program.ts';
import {createRepository, type Repository} from '../../../support/repository.ts';
import {writesTo} from '../../support/audit.ts';
import {configMap, inWave, text} from '../../support/manifests.ts';
import {createNamespace, sharedCluster, type TestNamespace} from '../../support/shared-cluster.ts';
import {startTrueup} from '../../support/trueup.ts';

const cluster = sharedCluster();
/** Each is a process of its own: so many at a time. */
const atOnce = 2;

const inOrder = ['patch configmaps/first', 'patch configmaps/second', 'patch configmaps/third'];
const counter = fileURLToPath(new URL('./programs/count-commits.ts', import.meta.url));
let repository: Repository;

beforeAll(async () => {
	repository = await createRepository({
		'app/all.yaml': text(
			configMap('first', {key: '1'}, inWave(-1)),
			configMap('second', {key: '1'}, inWave(0)),
			configMap('third', {key: '1'}, inWave(1)),
		),
	});
});
afterAll(() => repository.remove());

type Life = AsyncDisposable & {
	readonly namespace: TestNamespace;
	/** The state file. */
	readonly state: string;
	/** Gets a line for each commit of it, if asked for. */
	readonly commits: string;
	start(args: readonly string[], env?: Readonly<Record<string, string>>): Program;
};

/** An application with a namespace and a state of its own. */
async function beginLife(): Promise<Life> {
	const [namespace, home] = await Promise.all([
		createNamespace(cluster),
		mkdtemp(path.join(tmpdir(), 'trueup-killed-')),
	]);
	const {name} = namespace;
	const state = path.join(home, 'state.db');
	const flags = ['--repo', repository.remote, '--path', 'app', '--name', name, '--namespace', name];
	const place = ['--kubeconfig', cluster.kubeconfig, '--state', state];
	return {
		namespace,
		state,
		commits: `${state}.commits`,
		start: ([verb = '', ...args], env) =>
			startTrueup([verb, ...flags, ...place, ...args], {
				cwd: home,
				...(env && {env: {...env, NODE_OPTIONS: `--import=${counter}`}}),
			}),
		async [Symbol.asyncDispose]() {
			await namespace[Symbol.asyncDispose]();
			await rm(home, {recursive: true, force: true});
		},
	};
}

type Way = {
	readonly way: string;
	readonly args: readonly string[];
	/** Resolves when all that it had to do is done. */
	finish(program: Program): Promise<void>;
};

const ways: readonly Way[] = [
	{
		way: 'a sync that a person approved',
		args: ['sync', '--yes', '-o', 'json'],
		async finish(program) {
			expect(await program.exited).toMatchObject({code: 0});
		},
	},
	{
		way: 'the engine that syncs by itself',
		args: ['engine', '--auto', '-o', 'json'],
		async finish(program) {
			await program.line(/"kind":"health".*"message":"Synced, Healthy"/);
			program.signal('SIGINT');
			expect(await program.exited).toMatchObject({code: 0});
		},
	},
];

test.for(ways)(
	'$way, killed at any write of its state, is ended by the next one: all is applied once, in order, and the history says so',
	{timeout: 600_000},
	async way => {
		const turns = await turnsOf(way);
		// The lock, the beginning, three steps that are started and done, the end, and the lock again.
		expect(turns.length).toBeGreaterThanOrEqual(10);
		// What comes after one and before the next is one moment, unless requests are answered in between.
		const points = turns.flatMap((_, index) => {
			const isAnswered = turns[index + 1] !== 'same';
			return [`before ${index + 1}`, ...(isAnswered ? [`after ${index + 1}`] : [])];
		});
		const left = points.values();
		const killed: string[] = [];
		await Promise.all(
			Array.from({length: atOnce}, async () => {
				for (const point of left) {
					if ((await killAndGoOn(way, point)) === 'killed') {
						killed.push(point);
					}
				}
			}),
		);
		expect(killed.length).toBeGreaterThan(points.length * 0.8);
	},
);

/** Of each commit, whether it is the first of its turn of the event loop. */
async function turnsOf({args, finish}: Way): Promise<readonly string[]> {
	await using life = await beginLife();
	await finish(life.start(args, {COMMITS_TO: life.commits}));
	return commitsOf(life);
}

function commitsOf({commits}: Life): readonly string[] {
	return readFileSync(commits, 'utf8').trimEnd().split('\n');
}

async function killAndGoOn({args, finish}: Way, point: string): Promise<'killed' | 'not reached'> {
	await using life = await beginLife();
	const {name} = life.namespace;
	const killed = life.start(args, {KILL_AT: point, COMMITS_TO: life.commits});
	const isDone = await finish(killed).then(
		() => true,
		() => false,
	);
	if (isDone) {
		// What is told in one turn is kept in one commit: one run makes a few less than another.
		expect(commitsOf(life).length).toBeLessThan(Number(point.split(' ')[1]));
		return 'not reached';
	}

	expect({point, code: (await killed.exited).code}).toEqual({point, code: null});
	await finish(life.start(args));
	expect({point, writes: await writesTo(cluster.auditLog, name)}).toEqual({point, writes: inOrder});
	// What was cut off is said to be, the end is told as it was, and nothing is said to run still.
	const all = query(life.state, "SELECT coalesce(result, 'running') AS result FROM operations ORDER BY id");
	const results = all.map(({result}) => result);
	expect({point, last: results.at(-1)}).toEqual({point, last: 'succeeded'});
	expect(['succeeded', 'interrupted']).toEqual(expect.arrayContaining(results));
	return 'killed';
}
