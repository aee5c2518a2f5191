import {execFile} from 'node:child_process';
import {open, readdir, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {query} from '../../../adapters/store/state.ts';
import {openGates, writesTo} from '../../support/audit.ts';
import {configMap, deployment, inWave, text} from '../../support/manifests.ts';
import {sharedCluster} from '../../support/shared-cluster.ts';
import {createTrial, eventsOf, type Trial} from '../../support/trial.ts';
import {until} from '../../support/until.ts';
import {endure} from '../endure.ts';
import type {Stage} from '../stage.ts';
import type {Fault} from '../table.ts';

const cluster = sharedCluster();
const stateOf = ({home}: Pick<Trial, 'home'>) => path.join(home, '.local', 'state', 'trueup', 'state.db');

/** As a disk that is full from one moment to the next: no file of the program may grow. `prlimit` is of util-linux. */
async function limitFiles(pid: number, bytes: '1' | 'unlimited'): Promise<void> {
	await promisify(execFile)('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

/** Rubbish in all but the header. What SQLite had beside the file is put into it before, so that nobody knows a page by heart. */
async function spoil(file: string): Promise<void> {
	query(file, 'PRAGMA wal_checkpoint(TRUNCATE)');
	const {size} = await stat(file);
	await using handle = await open(file, 'r+');
	await handle.write(Buffer.alloc(size - 100, 0xa5), 0, undefined, 100);
}

function untilFinishedAfter({lines}: Stage['engine'], told: RegExp): Promise<unknown> {
	return until('the new one has found all in place', () => {
		const after = lines.slice(lines.findIndex(line => told.test(line)));
		return after.some(line => /"kind":"finished"/.test(line));
	});
}

const drift = ({trial}: Stage) => trial.namespace.kubectl(['delete', 'configmap', 'a']);
const healsOf = async ({trial}: Stage) =>
	(await writesTo(cluster.auditLog, trial.name)).filter(write => write === 'patch configmaps/a').length;

const faults: readonly Fault[] = [
	{
		fault: 'the disk is full',
		when: 'while all is well: what drifts is told and left, until the state can be written again',
		async strike(stage) {
			await limitFiles(stage.engine.pid, '1');
			await stage.engine.line(/"kind":"problem".*can't be written.*nothing is applied/);
			await drift(stage);
			await stage.engine.line(/"kind":"retry".*tried again in 5 s: the state file .* can't be written/);
			expect(await healsOf(stage)).toBe(1);
		},
		async heal(stage) {
			await limitFiles(stage.engine.pid, 'unlimited');
			await stage.engine.line(/"kind":"solved".*the state can be written again/);
			await stage.engine.line(/"kind":"healed".*ConfigMap \S+\/a/);
		},
		async holds(stage) {
			expect(await healsOf(stage)).toBe(2);
			expect(stage.engine.lines.filter(line => /"kind":"fight"/.test(line))).toEqual([]);
		},
		isRepeated: true,
	},
	{
		fault: 'the state file is spoiled',
		when: 'under the engine: it is kept aside, and a new one goes on',
		async strike({engine, trial}) {
			await spoil(stateOf(trial));
			await engine.line(/"kind":"stale".*was damaged and is kept as .*; a new one is started/);
			await untilFinishedAfter(engine, /was damaged/);
		},
		async holds({trial}) {
			expect(await readdir(path.dirname(stateOf(trial)))).toContainEqual(expect.stringMatching(/\.corrupt-/));
		},
	},
	{
		fault: 'the state file is removed',
		when: 'under the engine: it is said, and a new one goes on, in which history is kept',
		async strike({engine, trial}) {
			await Promise.all(['', '-wal', '-shm'].map(ending => rm(`${stateOf(trial)}${ending}`)));
			await engine.line(/"kind":"stale".*was removed while it was used; .*; a new one is started/);
			await untilFinishedAfter(engine, /was removed/);
		},
		async holds({trial}) {
			const [row] = query(stateOf(trial), 'SELECT count(*) AS count FROM operations');
			expect(Number(row?.count)).toBeGreaterThan(0);
		},
	},
];

test.for(faults)('$fault $when', fault => endure(fault, cluster));

/** Three waves; the second ends when somebody opens the gate. */
const waves = {
	'first.yaml': text(configMap('a', {key: '1'}, inWave(-1))),
	'second.yaml': text(deployment('gate', {isGated: true})),
	'third.yaml': text(configMap('d', {key: '1'}, inWave(1))),
};
const isWaiting = /"kind":"waiting".*"resource":"apps\/Deployment\/[^/]+\/gate"/;

test('a sync whose disk fills up ends before its next wave and says why; the next one does the rest, once', async () => {
	await using trial = await createTrial(waves, cluster);
	await using sync = trial.start('sync', '--yes', '-o', 'json');
	await sync.line(isWaiting);
	await limitFiles(sync.pid, '1');
	await openGates(trial.namespace);
	const {code, stdout} = await sync.exited;
	expect(code).toBe(1);
	const last = {kind: 'finished', result: 'failed', message: expect.stringContaining("can't be written")};
	expect(eventsOf(stdout.trimEnd().split('\n')).at(-1)).toMatchObject(last);
	const written = ['patch configmaps/a', 'patch deployments/gate'];
	expect(await writesTo(cluster.auditLog, trial.name)).toEqual(written);
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	expect(await writesTo(cluster.auditLog, trial.name)).toEqual([...written, 'patch configmaps/d']);
});

test('of two engines on one state one syncs, the other says who, and goes on when that one was killed', async () => {
	await using trial = await createTrial(waves, cluster);
	const {name, namespace} = trial;
	const flags = ['--auto', '--self-heal', '--interval', '1s', '-o', 'json'];
	await using first = trial.start('engine', ...flags);
	await first.line(isWaiting);
	await using second = trial.start('engine', ...flags);
	await second.line(new RegExp(`"kind":"retry".*application ${name} is being synced by \\S+ pid ${first.pid} since `));
	expect(await trial.read('list')).toMatchObject([{name}]);
	expect(await trial.read('history')).toMatchObject([{result: 'running'}]);
	first.signal('SIGKILL');
	await openGates(namespace);
	await second.line(/"kind":"finished".*"result":"succeeded"/, 60_000);
	expect(await writesTo(cluster.auditLog, name)).toEqual([
		'patch configmaps/a',
		'patch deployments/gate',
		'patch configmaps/d',
	]);
	expect(await trial.read('history')).toMatchObject([{result: 'succeeded'}, {result: 'interrupted'}]);
});

test('where no state can be written, verbs that look work and say so, and a sync refuses before it writes', async () => {
	await using trial = await createTrial({'a.yaml': text(configMap('a', {key: '1'}))}, cluster);
	await writeFile(path.join(trial.home, 'file'), '');
	const state = ['--state', path.join(trial.home, 'file', 'state.db')];
	for (const verb of ['list', 'get', 'plan', 'history']) {
		const {code, stderr} = await trial.run(verb, ...state);
		expect({verb, code}).toEqual({verb, code: 0});
		expect(stderr).toMatch(/^trueup: the state file .* can't be written: .*nothing can be synced\n$/);
	}

	const {code, stderr} = await trial.run('sync', '--yes', ...state);
	expect({code, stderr}).toEqual({code: 1, stderr: expect.stringContaining("can't be written")});
	expect(await writesTo(cluster.auditLog, trial.name)).toEqual([]);
});
