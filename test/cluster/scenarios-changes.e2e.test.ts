import {copyFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createRepository} from '../support/repository.ts';
import {deployment, text} from './support/manifests.ts';
import {createNamespace, sharedCluster} from './support/shared-cluster.ts';
import {createTrial, type Trial} from './support/trial.ts';
import {until} from './support/until.ts';
import {createUser} from './support/user.ts';

const cluster = sharedCluster();

const nodeapp = (image: string, replicas = 1) => ({'nodeapp.yaml': text(deployment('nodeapp', {image, replicas}))});

async function sync({run}: Pick<Trial, 'run'>): Promise<void> {
	expect(await run('sync', '--yes')).toMatchObject({code: 0});
}

const startAutomated = ({start}: Trial) => start('engine', '--auto', '--interval=1s');

const fieldOf = ({namespace}: Trial, field: string) =>
	namespace.kubectl(['get', 'deployment', 'nodeapp', `--output=jsonpath={${field}}`]);

test('a manifest in a subfolder is ignored without recurse, and applied with it', async () => {
	await using namespace = await createNamespace(cluster);
	await using repository = await createRepository({
		'root.yaml': text(deployment('root')),
		'more/below.yaml': text(deployment('below')),
	});
	const {name} = namespace;
	const source = ['--repo', repository.remote, '--path=.', '--name', name, '--namespace', name];
	await using user = await createUser([...source, '--kubeconfig', cluster.kubeconfig]);
	const deployments = () => namespace.kubectl(['get', 'deployment', '--output=name']);
	await sync({run: user.trueup});
	expect(await deployments()).toBe('deployment.apps/root');

	await sync({run: (...args) => user.trueup(...args, '--recurse')});
	expect(await deployments()).toBe('deployment.apps/below\ndeployment.apps/root');
});

test('a reverted commit brings the replicas back, and the history shows all', async () => {
	await using trial = await createTrial(nodeapp('nodeapp:1.0.0', 1));
	await sync(trial);
	const two = await trial.declare(nodeapp('nodeapp:1.0.0', 2));
	await sync(trial);
	expect(await fieldOf(trial, '.status.readyReplicas')).toBe('2');

	await trial.repository.git('revert', '--no-edit', 'HEAD');
	await trial.repository.push();
	const one = await trial.repository.git('rev-parse', 'HEAD');
	await sync(trial);
	expect(await fieldOf(trial, '.status.readyReplicas')).toBe('1');
	expect((await trial.read('history')).slice(0, 2)).toMatchObject([
		{revision: one, result: 'succeeded'},
		{revision: two, result: 'succeeded'},
	]);
});

test('a new tag is the one line of the diff, and runs after the sync', async () => {
	await using trial = await createTrial(nodeapp('nodeapp:1.0.0'));
	await sync(trial);
	await trial.declare(nodeapp('nodeapp:2.0.0'));
	const {code, stdout} = await trial.run('diff');
	expect(code).toBe(1);
	expect(stdout.split('\n').filter(line => /^[-+] /.test(line))).toEqual([
		expect.stringMatching(/^- +(?:- )?image: nodeapp:1\.0\.0$/),
		expect.stringMatching(/^\+ +(?:- )?image: nodeapp:2\.0\.0$/),
	]);

	await sync(trial);
	const images = ['get', 'pod', '--output=jsonpath={.items[*].spec.containers[*].image}'];
	await until('only the new pod is left', async () => (await trial.namespace.kubectl(images)) === 'nodeapp:2.0.0');
});

test('an image that cannot be pulled is Degraded with pod, image and reason until Git is fixed', async () => {
	await using trial = await createTrial(nodeapp('nginx'));
	await using engine = startAutomated(trial);
	await engine.line(/finished succeeded/);
	await trial.declare(nodeapp('nginx:broken'));
	const reason = /pod nodeapp-\S+: ImagePullBackOff: image nginx:broken:/;
	await engine.line(new RegExp(` is Degraded: ${reason.source}`), 10_000);
	const message = expect.stringMatching(reason);
	expect(await trial.read('list')).toMatchObject([{sync: 'Synced', health: 'Degraded', message}]);

	const fixed = await trial.declare(nodeapp('nginx:1.29'));
	await engine.line(new RegExp(`started operation \\d+: 1 change at ${fixed.slice(0, 7)}`));
	await until('Healthy again', async () => {
		const {sync: synced, health} = await trial.read('get');
		return synced === 'Synced' && health === 'Healthy';
	});
});

test('a scaled deployment is OutOfSync within a second, naming the field and who set it', async () => {
	await using trial = await createTrial(nodeapp('nginx'));
	await using engine = startAutomated(trial);
	await engine.line(/finished succeeded/);
	await trial.namespace.kubectl(['scale', 'deployment/nodeapp', '--replicas=3']);
	await engine.line(/drift Deployment \S+\/nodeapp drifted: spec\.replicas is 3, Git says 1, set by kubectl/, 1000);
	expect(await trial.read('list')).toMatchObject([{sync: 'OutOfSync'}]);
	expect(await fieldOf(trial, '.spec.replicas')).toBe('3');
});

test('a sync from CI that cannot reach the cluster names the cause in one line, and the engine catches up', async () => {
	await using trial = await createTrial(nodeapp('nginx'), {...cluster, kubeconfig: 'kubeconfig'});
	const unreachable = {
		'current-context': 'ci',
		contexts: [{name: 'ci', context: {cluster: 'ci', user: 'ci'}}],
		clusters: [{name: 'ci', cluster: {server: 'https://127.0.0.1:1'}}],
		users: [{name: 'ci', user: {token: 'none'}}],
	};
	const kubeconfig = path.join(trial.home, 'kubeconfig');
	await writeFile(kubeconfig, JSON.stringify(unreachable));
	const {code, stderr} = await trial.run('sync', '--yes');
	const message = 'trueup: cluster ci at https://127.0.0.1:1 does not answer: connection refused\n';
	expect({code, stderr}).toEqual({code: 1, stderr: message});

	await copyFile(cluster.kubeconfig, kubeconfig);
	await using engine = startAutomated(trial);
	await engine.line(/finished succeeded/);
	expect(await fieldOf(trial, '.status.readyReplicas')).toBe('1');
});
