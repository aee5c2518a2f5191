import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {application, configMap, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, folder} from './support/trial.ts';

test('a branch is compared beside an engine that runs, with and without the cluster, and nothing is written', async () => {
	await using trial = await createTrial({
		'same/map.yaml': text(configMap('same')),
		'web/map.yaml': text(configMap('web', {colour: 'red'})),
		'web/old.yaml': text(configMap('old')),
	});
	const {name, repository, home, namespace} = trial;
	const applications = ['same', 'web'].map(app =>
		application(app, {
			source: {repoURL: repository.remote, path: `${folder}/${app}`, targetRevision: 'main'},
			destination: {server: 'https://kubernetes.default.svc', namespace: name},
			syncPolicy: {automated: {}},
		}),
	);
	const file = path.join(home, 'applications.yaml');
	await writeFile(file, text(...applications));
	const cluster = ['--kubeconfig', sharedCluster().kubeconfig];
	await using engine = trial.startBare('engine', '-f', file, ...cluster, '-o', 'json');
	await Promise.all(['same', 'web'].map(app => engine.line(new RegExp(`"finished","app":"${app}".*"succeeded"`))));

	await repository.git('checkout', '--quiet', '-b', 'feature');
	await trial.declare({
		'web/map.yaml': text(configMap('web', {colour: '@everyone'})),
		'web/old.yaml': undefined,
		'web/new.yaml': text(configMap('new')),
	});
	await namespace.kubectl(['annotate', 'configmap', 'web', 'drift=yes']);
	const diff = async (...args: readonly string[]) =>
		await trial.startBare('diff', '-f', file, '--revision', 'feature', ...args).exited;

	const told = await diff(...cluster, '-o', 'json');
	expect([told.code, told.stderr]).toEqual([1, '']);
	const {applications: changed, same} = JSON.parse(told.stdout);
	expect(same).toBe(1);
	expect(changed).toMatchObject([{app: 'web', to: await repository.git('rev-parse', 'feature')}]);
	expect(changed[0].changes).toMatchObject([
		{op: 'create', kind: 'ConfigMap', namespace: name, name: 'new'},
		{op: 'update', name: 'web', fields: [{path: 'data.colour', before: 'red', after: '@everyone'}]},
		{op: 'delete', name: 'old'},
	]);

	const markdown = await diff('--offline', '-o', 'markdown');
	expect([markdown.code, markdown.stderr]).toEqual([1, '']);
	expect(markdown.stdout).toContain('+  colour: "@everyone"');
	expect(await diff('same', '--offline')).toMatchObject({
		code: 0,
		stdout: 'none of 1 application differs at feature\n',
	});
	expect(await diff('--offline', '--repo', 'https://git.example.test/other')).toMatchObject({code: 2});

	const {stdout: events} = await trial.startBare('history', 'web', '-f', file, ...cluster, '-o', 'json').exited;
	expect(JSON.parse(events)).toHaveLength(1);
	expect(await namespace.kubectl(['get', 'configmaps', '--output=name'])).not.toContain('configmap/new');
	engine.signal('SIGINT');
	expect((await engine.exited).code).toBe(0);
});
