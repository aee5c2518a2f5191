import {expect, test} from 'vitest';
import {openGates, writesTo} from './support/audit.ts';
import {configMap, deployment, inWave, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, eventsOf, type Trial} from './support/trial.ts';
import {until} from './support/until.ts';

const cluster = sharedCluster();
const writes = ({name}: Trial) => writesTo(cluster.auditLog, name);

/** Three waves; the second ends when somebody opens the gate. */
const waves = {
	'first.yaml': text(configMap('a', {key: '1'}, inWave(-1)), configMap('b', {key: '1'}, inWave(-1))),
	'second.yaml': text(configMap('c', {key: '1'}), deployment('gate', {isGated: true})),
	'third.yaml': text(configMap('d', {key: '1'}, inWave(1))),
};
const firstWaves = ['patch configmaps/a', 'patch configmaps/b', 'patch configmaps/c', 'patch deployments/gate'];
const allWaves = [...firstWaves, 'patch configmaps/d'];

const isWaiting = /"kind":"waiting".*"resource":"apps\/Deployment\/[^/]+\/gate"/;

/** A sync that is killed as kill -9 does while it waits for the second wave. */
async function killInWave(trial: Trial, ...args: readonly string[]): Promise<void> {
	await using sync = trial.start('sync', '-o', 'json', ...args);
	await sync.line(isWaiting);
	sync.signal('SIGKILL');
	expect(await sync.exited).toMatchObject({code: null});
}

test('a sync that was killed goes on where it was, and writes nothing of finished waves again', async () => {
	await using trial = await createTrial(waves);
	const {name, namespace} = trial;
	await killInWave(trial, '--yes');
	expect(await trial.read('history')).toMatchObject([{result: 'interrupted', message: 'cut off; 4 of 5 steps done'}]);
	expect((await writes(trial)).toSorted()).toEqual(firstWaves);

	await openGates(namespace);
	const {code, stdout} = await trial.start('sync', '-o', 'json', '--yes').exited;
	expect(code).toBe(0);
	const events = eventsOf(stdout.trimEnd().split('\n'));
	expect(events.map(({kind}) => kind)).toContain('resumed');
	expect(events.at(-1)).toMatchObject({kind: 'finished', result: 'succeeded'});
	expect((await writes(trial)).toSorted()).toEqual(allWaves.toSorted());
	expect(await trial.read('list')).toMatchObject([{name, sync: 'Synced', health: 'Healthy'}]);
	expect((await trial.read('history')).at(-1)).toMatchObject({id: 1, result: 'succeeded'});
});

test('the resumed sync waits for the wave in which the killed one was', async () => {
	await using trial = await createTrial(waves);
	const {digest} = await trial.plan();
	await killInWave(trial, '--plan', digest);
	await using again = trial.start('sync', '-o', 'json', '--plan', digest);
	await again.line(isWaiting);
	expect((await writes(trial)).toSorted()).toEqual(firstWaves);
	await openGates(trial.namespace);
	expect((await again.exited).code).toBe(0);
	expect((await writes(trial)).toSorted()).toEqual(allWaves.toSorted());
});

test('`engine` goes on with what a killed sync was approved to do', async () => {
	await using trial = await createTrial(waves);
	await killInWave(trial, '--yes');
	await openGates(trial.namespace);
	await using engine = trial.start('engine', '-o', 'json');
	await engine.line(/"kind":"resumed"/);
	await engine.line(/"kind":"finished".*"result":"succeeded"/);
	expect((await writes(trial)).toSorted()).toEqual(allWaves.toSorted());
});

test('what moved while nobody was there is not written over: the approval is void, and a person is asked again', async () => {
	await using trial = await createTrial(waves);
	const {name, namespace} = trial;
	await killInWave(trial, '--yes');
	await namespace.kubectl(['patch', 'configmap', 'a', '--patch={"data": {"key": "mine"}}']);
	await openGates(namespace);
	const {code, stdout, stderr} = await trial.start('sync', '-o', 'json').exited;
	expect(code).toBe(3);
	expect(eventsOf(stdout.trimEnd().split('\n')).at(-1)).toMatchObject({result: 'awaiting-approval'});
	expect(stderr).toContain(`ConfigMap ${name}/a`);
	expect((await writes(trial)).toSorted()).toEqual(firstWaves);
	expect(await trial.read('history')).toMatchObject([{result: 'stale', message: expect.stringContaining('/a')}]);
});

test('a sync that was killed among many requests writes each object once', async () => {
	const names = Array.from({length: 200}, (_, index) => `many-${index}`);
	await using trial = await createTrial({'many.yaml': text(...names.map(name => configMap(name)))});
	{
		await using sync = trial.start('sync', '-o', 'json', '--yes');
		await sync.line(/"kind":"created"/);
		sync.signal('SIGKILL');
	}

	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	const labelled = ['get', 'configmaps', `--selector=trueup.dev/app=${trial.name}`, '--output=name'];
	expect((await trial.namespace.kubectl(labelled)).split('\n')).toHaveLength(names.length);
	// The server's log has no success of a request whose client was killed meanwhile.
	const written = await writes(trial);
	expect(written.length).toBeLessThanOrEqual(names.length);
	expect(new Set(written).size).toBe(written.length);
});

test('Ctrl-C while a sync waits ends it with 130, and the history says what was done', async () => {
	await using trial = await createTrial(waves);
	await using sync = trial.start('sync', '-o', 'json', '--yes');
	await sync.line(isWaiting);
	sync.signal('SIGINT');
	const {code, stdout} = await sync.exited;
	expect(code).toBe(130);
	const events = eventsOf(stdout.trimEnd().split('\n'));
	expect(events.at(-1)).toMatchObject({
		kind: 'finished',
		result: 'interrupted',
		message: expect.stringContaining('4 of 5'),
	});
	expect(await trial.read('history')).toMatchObject([
		{result: 'interrupted', message: expect.stringContaining('4 of 5')},
	]);
	expect((await writes(trial)).toSorted()).toEqual(firstWaves);

	// It was ended in good order: nothing is resumed, and what is left is a new plan.
	expect(await trial.plan()).toMatchObject({changes: [{op: 'create', name: 'd'}]});
	await openGates(trial.namespace);
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	expect((await writes(trial)).toSorted()).toEqual(allWaves.toSorted());
});

test('of two processes on one state one syncs, and the other says by whom and since when', async () => {
	await using trial = await createTrial(waves);
	await using first = trial.start('sync', '-o', 'json', '--yes');
	await first.line(isWaiting);
	const [entry] = await trial.read('history');
	const second = await trial.run('sync', '--yes');
	expect(second.code).toBe(1);
	expect(second.stderr).toMatch(
		new RegExp(`^trueup: application ${trial.name} is being synced by \\S+@\\S+ pid ${first.pid} since \\S+; .*\\n$`),
	);
	const since = /since (\S+);/.exec(second.stderr)?.[1] ?? '';
	expect(Math.abs(Date.parse(since) - Date.parse(entry.time))).toBeLessThan(2000);
	expect(second.stdout).not.toContain('resuming');

	// Looking is free.
	expect(await trial.plan()).toMatchObject({changes: [{name: 'd'}]});
	await openGates(trial.namespace);
	expect((await first.exited).code).toBe(0);
	expect((await writes(trial)).toSorted()).toEqual(allWaves.toSorted());
	expect(await until('the lock is free', () => trial.run('sync', '--yes'))).toMatchObject({code: 0});
});
