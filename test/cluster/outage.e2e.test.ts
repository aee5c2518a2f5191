import {expect, test} from 'vitest';
import {startCluster} from './start-cluster.ts';
import {writesTo} from './support/audit.ts';
import {configMap, deployment, text} from './support/manifests.ts';
import {controlPlane} from './support/shared-cluster.ts';
import {createTrial} from './support/trial.ts';
import {until} from './support/until.ts';

type RowLine = {readonly kind: string; readonly sync: string; readonly health: string; readonly message: string};

test('while the API server is away the engine says so and shows what it last knew; then it catches up alone', async () => {
	await using cluster = await startCluster({programs: controlPlane().programs});
	await using trial = await createTrial(
		{'all.yaml': text(configMap('a', {key: '1'}), deployment('web', {replicas: 1}))},
		cluster,
	);
	const {name, namespace} = trial;
	const writes = () => writesTo(cluster.auditLog, name);
	const flags = ['--auto', '--self-heal', '--interval', '1s', '-o', 'json'];
	await using engine = trial.start('engine', ...flags);
	await engine.line(/Synced, Healthy/);
	await using watch = trial.start('watch', ...flags);
	const lastRow = () => watch.lines.map((line): RowLine => JSON.parse(line)).findLast(({kind}) => kind === 'row');
	await until('the row is shown', () => lastRow()?.sync === 'Synced' && lastRow()?.health === 'Healthy');

	await cluster.killServer();
	for (const program of [engine, watch]) {
		expect(JSON.parse(await program.line(/"kind":"stale"/))).toMatchObject({
			message: expect.stringMatching(/stale; tried again within 30 s$/),
		});
	}

	const stale = await until('the row is stale', () => {
		const row = lastRow();
		return row?.message.startsWith('stale: ') && row;
	});
	expect(stale).toMatchObject({sync: 'Synced', health: 'Healthy'});

	// What is committed meanwhile waits for it.
	await trial.declare({'all.yaml': text(configMap('a', {key: '2'}), deployment('web', {replicas: 1}))});
	await engine.line(/"kind":"fetched".*"HEAD is at \w+ Change/);
	await until('both commits were fetched', () => engine.lines.filter(line => /"kind":"fetched"/.test(line)).length > 1);

	await cluster.startServer();
	for (const program of [engine, watch]) {
		await program.line(/"kind":"reconnected"/, 60_000);
	}

	await until('the commit is deployed', async () => {
		const data = await namespace.kubectl(['get', 'configmap', 'a', '--output=jsonpath={.data.key}']);
		return data === '2';
	});
	await until('the row is fresh', () => lastRow()?.message === '' && lastRow()?.sync === 'Synced');

	const before = (await writes()).length;
	await namespace.kubectl(['delete', 'deployment', 'web']);
	await engine.line(/"kind":"healed".*Deployment \S+\/web/, 60_000);
	expect((await writes()).slice(before)).toEqual(['patch deployments/web']);
	await until('all is well', () => lastRow()?.sync === 'Synced' && lastRow()?.health === 'Healthy');
	engine.signal('SIGINT');
	expect((await engine.exited).code).toBe(0);
});

test('a verb that finds no API server says so in one line, and leaves everything as it is', async () => {
	await using cluster = await startCluster({programs: controlPlane().programs});
	await using trial = await createTrial({'a.yaml': text(configMap('a', {key: '1'}))}, cluster);
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await cluster.killServer();
	const {code, stderr} = await trial.run('sync', '--yes');
	expect(code).toBe(1);
	expect(stderr).toMatch(/^trueup: .*\n$/);
	expect(await trial.read('list')).toMatchObject([{sync: 'Unknown', health: 'Unknown'}]);
	await cluster.startServer();
	expect(await trial.read('list')).toMatchObject([{sync: 'Synced', health: 'Healthy'}]);
});
