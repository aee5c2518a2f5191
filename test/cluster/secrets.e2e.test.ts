import {mkdir, readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect} from 'vitest';
import {createKeys} from '../adapters/render/sops/keys.ts';
import type {Finished} from '../support/program.ts';
import {toolTest as test} from '../support/tool-test.ts';
import {expectNoSecret} from './faults/secrecy.ts';
import {application, configMap, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial} from './support/trial.ts';
import {until} from './support/until.ts';

const canary = 'canary-4f1d-in-plain';
const kustomization = {
	generatorOptions: {disableNameSuffixHash: true},
	resources: ['config.yaml'],
	secretGenerator: [{name: 'made', envs: ['made.env']}],
};

test('what SOPS has encrypted reaches the cluster, and is nowhere else in plain', async ({tools}) => {
	await using keys = await createKeys(tools);
	const config = async (...names: readonly string[]) =>
		await keys.encrypt(
			text(...names.map(name => configMap(name, {url: `http://user:${canary}@${name}`, pin: '1234'}))),
			'yaml',
			'--encrypted-regex',
			'^data$',
		);
	const files = {
		'kustomization.yaml': JSON.stringify(kustomization),
		'config.yaml': await config('kept', 'dropped'),
		'made.env': await keys.encrypt(`TOKEN=${canary}\n`, 'dotenv'),
	};
	const folders = [tools.kustomize, tools.sops].map(tool => path.dirname(tool));
	const env = {PATH: [...folders, process.env.PATH].join(':'), TMPDIR: ''};
	await using trial = await createTrial(files, {...sharedCluster(), env});
	env.TMPDIR = path.join(trial.home, 'tmp');
	await mkdir(env.TMPDIR);
	await mkdir(path.join(trial.home, '.config', 'trueup'), {recursive: true});
	const settings = {sops: {ageKeyFile: keys.keyFile}};
	await writeFile(path.join(trial.home, '.config', 'trueup', 'config.yaml'), JSON.stringify(settings));
	const ended: Promise<Finished>[] = [];
	const run = (...args: readonly string[]) => {
		const exited = trial.run(...args);
		ended.push(exited);
		return exited;
	};

	expect(await run('sync', '--yes', '-o', 'json')).toMatchObject({code: 0});
	const {kubectl} = trial.namespace;
	expect(await kubectl(['get', 'configmap', 'kept', '--output=jsonpath={.data.url}'])).toBe(
		`http://user:${canary}@kept`,
	);
	expect(await kubectl(['get', 'secret', 'made', '--output=jsonpath={.data.TOKEN}'])).toBe(
		Buffer.from(canary).toString('base64'),
	);
	const rendered = await run('render', '-o', 'json');
	expect(JSON.parse(rendered.stdout)).toMatchObject({
		tool: expect.stringMatching(/^kustomize v\S+, sops 3\.\d+\.\d+$/),
		problems: [],
		objects: expect.arrayContaining([
			expect.objectContaining({
				kind: 'ConfigMap',
				data: {url: expect.stringMatching(/^\(secret [0-9a-f]{16}\)$/), pin: '1234'},
			}),
		]),
	});
	expect(JSON.parse((await run('plan', '-o', 'json')).stdout)).toMatchObject({kind: 'converged'});

	// Somebody changes it by hand, and Git drops the other one.
	await kubectl(['patch', 'configmap', 'kept', '--type=merge', '--patch', '{"data": {"url": "http://elsewhere"}}']);
	await trial.declare({'config.yaml': await config('kept')});
	const looks = [run('plan', '--prune', '-o', 'json'), run('plan', '--prune'), run('diff', '--prune')] as const;
	const [planned] = await Promise.all(looks);
	const plan = JSON.parse(planned.stdout);
	expect(plan.changes.map(({op, name}: {op: string; name: string}) => `${op} ${name}`).toSorted()).toEqual([
		'delete dropped',
		'update kept',
	]);
	expect(await run('sync', '--prune', '--yes')).toMatchObject({code: 0});
	await Promise.all([run('history', '-o', 'json'), run('get', '-o', 'json'), run('render')]);
	await expectNoSecret({canary, trial, programs: ended.map(exited => ({exited}))});
	expect(await readdir(env.TMPDIR)).toEqual([]);
});

test('values of the cluster are put in after the build, and what changes there rolls out', async () => {
	await using trial = await createTrial({
		'config.yaml': text(configMap('web', {place: `\${region}`, token: `t-\${token}`})),
	});
	const {kubectl} = trial.namespace;
	const secret = {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'secrets'}, stringData: {token: canary}};
	await kubectl(['apply', '--filename=-'], text(configMap('vars', {region: 'north'}), secret));
	const substituteFrom = [
		{kind: 'ConfigMap', name: 'vars'},
		{kind: 'Secret', name: 'secrets'},
	];
	const file = path.join(trial.home, 'application.yaml');
	const spec = {
		source: {repoURL: trial.repository.remote, path: 'app'},
		destination: {namespace: trial.name},
		syncPolicy: {automated: {}},
	};
	const annotations = {'trueup.dev/post-build': JSON.stringify({substituteFrom})};
	await writeFile(file, text(application(trial.name, spec, {annotations})));
	const flags = ['-f', file, '--kubeconfig', sharedCluster().kubeconfig];
	const data = async () => JSON.parse(await kubectl(['get', 'configmap', 'web', '--output=jsonpath={.data}']));
	const rendered = await trial.startBare('render', trial.name, ...flags, '-o', 'json').exited;
	await using engine = trial.startBare('engine', ...flags, '--interval', '300ms', '-o', 'json');
	await engine.line(/"kind":"finished".*"result":"succeeded"/, 30_000);
	expect(await data()).toEqual({place: 'north', token: `t-${canary}`});
	await kubectl(['patch', 'configmap', 'vars', '--type=merge', '--patch', '{"data": {"region": "south"}}']);
	await until('the change rolls out', async () => (await data()).place === 'south');
	engine.signal('SIGINT');
	await engine.exited;
	expect(rendered.stdout).toContain('"(secret ');
	await expectNoSecret({canary, trial, programs: [engine, {exited: Promise.resolve(rendered)}]});
});
