import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {writesTo} from './support/audit.ts';
import {application, configMap, deployment, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, folder} from './support/trial.ts';

const cluster = sharedCluster();

test('CreateNamespace=true makes the namespace, which is part of the plan, and is never pruned', async () => {
	await using trial = await createTrial({'a.yaml': text(configMap('a')), 'web.yaml': text(deployment('web'))});
	const namespace = `${trial.name}-made`;
	onTestFinished(async () => {
		await cluster.kubectl(['delete', 'namespace', namespace, '--wait=false']);
	});
	const file = path.join(trial.home, 'application.yaml');
	const declared = application('made', {
		source: {repoURL: trial.repository.remote, path: folder, targetRevision: 'HEAD'},
		destination: {namespace},
		syncPolicy: {syncOptions: ['CreateNamespace=true']},
	});
	await writeFile(file, text(declared));
	const run = (...args: readonly string[]) =>
		trial.startBare(...args, '-f', file, '--kubeconfig', cluster.kubeconfig).exited;
	const {digest, changes} = JSON.parse((await run('plan', '-o', 'json')).stdout);
	expect(changes).toMatchObject([
		{op: 'create', kind: 'Namespace', name: namespace, phase: 'PreSync'},
		{op: 'create', kind: 'ConfigMap', namespace, name: 'a'},
		{op: 'create', kind: 'Deployment', namespace, name: 'web'},
	]);
	expect(await run('sync', '--plan', digest)).toMatchObject({code: 0});
	expect(JSON.parse((await run('get', '-o', 'json')).stdout)).toMatchObject({
		sync: 'Synced',
		health: 'Healthy',
		problems: [],
	});
	const labels = ['get', 'namespace', namespace, '--output=jsonpath={.metadata.labels}'];
	expect(JSON.parse((await cluster.kubectl(labels)).stdout)).toEqual({'kubernetes.io/metadata.name': namespace});

	await trial.declare({'web.yaml': undefined});
	expect(await run('sync', '--yes', '--prune')).toMatchObject({code: 0});
	expect(
		(await cluster.kubectl(['get', 'deployments,configmaps', '--namespace', namespace, '--output=name'])).stdout,
	).toBe('configmap/a\nconfigmap/kube-root-ca.crt\n');
});

test('a field that may not change is a problem that names it, and the rest is synced', async () => {
	const job = (image: string) => ({
		apiVersion: 'batch/v1',
		kind: 'Job',
		metadata: {name: 'once'},
		spec: {template: {spec: {restartPolicy: 'Never', containers: [{name: 'main', image}]}}},
	});
	const service = (clusterIP: string) => ({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'web'},
		spec: {...(clusterIP === '' ? {} : {clusterIP}), ports: [{port: 80}]},
	});
	const app = (label: string) => {
		const {spec, ...rest} = deployment('web');
		const labels = {app: label};
		const template = {...spec.template, metadata: {labels}};
		return {...rest, spec: {...spec, selector: {matchLabels: labels}, template}};
	};
	await using trial = await createTrial({
		'a.yaml': text(configMap('a', {key: '1'})),
		'all.yaml': text(job('job:1'), service(''), app('one')),
	});
	const {name, namespace} = trial;
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await trial.declare({
		'a.yaml': text(configMap('a', {key: '2'})),
		'all.yaml': text(job('job:2'), service('None'), app('two')),
	});
	const before = (await writesTo(cluster.auditLog, name)).length;
	const {problems, changes} = await trial.plan();
	const immutable = (pattern: string) => ({
		where: expect.stringMatching(/^app\/all\.yaml:\d+$/),
		message: expect.stringMatching(new RegExp(`^${pattern}.*An immutable field changes only with the object`, 's')),
	});
	expect(problems.toSorted((one, other) => one.message.localeCompare(other.message))).toEqual([
		immutable(`Deployment ${name}/web: .*spec\\.selector`),
		immutable(`Job ${name}/once: .*spec\\.template`),
		immutable(`Service ${name}/web: .*spec\\.clusterIPs?`),
	]);
	expect(changes).toMatchObject([{op: 'update', name: 'a'}]);
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 1, stdout: expect.stringContaining('spec.selector')});
	expect((await writesTo(cluster.auditLog, name)).slice(before)).toEqual(['patch configmaps/a']);
	expect(await namespace.kubectl(['get', 'job', 'once', '--output=jsonpath={..image}'])).toBe('job:1');
	expect(await trial.run('diff')).toMatchObject({code: 2, stderr: expect.stringContaining('spec.template')});
});

test('a kind and objects of it come up in one sync', async () => {
	const group = `${crypto.randomUUID().slice(0, 8)}.example.test`;
	onTestFinished(async () => {
		await cluster.kubectl(['delete', 'customresourcedefinition', `widgets.${group}`, '--wait=false']);
	});
	const definition = {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: {name: `widgets.${group}`},
		spec: {
			group,
			scope: 'Namespaced',
			names: {kind: 'Widget', plural: 'widgets', singular: 'widget'},
			versions: [
				{
					name: 'v1',
					served: true,
					storage: true,
					schema: {
						openAPIV3Schema: {
							type: 'object',
							properties: {spec: {type: 'object', properties: {size: {type: 'integer'}}}},
						},
					},
				},
			],
		},
	};
	const widget = (size: number) => ({apiVersion: `${group}/v1`, kind: 'Widget', metadata: {name: 'one'}, spec: {size}});
	await using trial = await createTrial({'widget.yaml': text(widget(1)), 'zone.yaml': text(definition)});
	const {changes, problems} = await trial.plan();
	expect(problems).toEqual([]);
	expect(changes).toMatchObject([{kind: 'CustomResourceDefinition'}, {kind: 'Widget', name: 'one'}]);
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	const size = () => trial.namespace.kubectl(['get', `widgets.${group}`, 'one', '--output=jsonpath={.spec.size}']);
	expect(await size()).toBe('1');
	expect(await trial.plan()).toMatchObject({kind: 'converged', changes: []});

	await trial.declare({'widget.yaml': text(widget(2))});
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	expect(await size()).toBe('2');
});
