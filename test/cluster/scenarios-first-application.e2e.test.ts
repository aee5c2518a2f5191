import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {serveRepositories} from '../support/git-server.ts';
import type {Program} from '../support/program.ts';
import {createRepository, type Repository} from '../support/repository.ts';
import {demandingKubectl, sharedCluster} from './support/shared-cluster.ts';
import {until} from './support/until.ts';
import {createUser, interrupt, type User} from './support/user.ts';
import {watchObject} from './support/watch-object.ts';

const cluster = sharedCluster();
const kubectl = demandingKubectl(cluster);
const name = 'gitops-argocd';

function deployment(replicas: number): string {
	return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: mynginx
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      run: mynginx
  template:
    metadata:
      labels:
        run: mynginx
    spec:
      containers:
      - image: nginx
        name: mynginx
        ports:
        - containerPort: 80
`;
}

const service = `apiVersion: v1
kind: Service
metadata:
  name: mynginx
  labels:
    run: mynginx
spec:
  ports:
  - port: 80
    protocol: TCP
  selector:
    run: mynginx
`;

function application(repository: string, syncPolicy: object): string {
	return JSON.stringify({
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name, namespace: 'argocd'},
		spec: {
			project: 'default',
			source: {repoURL: repository, targetRevision: 'HEAD', path: '.', directory: {recurse: false}},
			destination: {name: 'in-cluster', namespace: 'default'},
			syncPolicy,
		},
	});
}

/** One story, told in order, over `git http-backend`: each test goes on where the one before ended. */
describe('the first application', () => {
	const stack = new AsyncDisposableStack();
	let repository: Repository;
	let user: User;
	let url: string;
	let engine: Program;

	const change = async (message: string, files: Readonly<Record<string, string | undefined>>) => {
		await repository.write(files);
		const commit = await repository.commit(message);
		await repository.git('push', '--quiet', 'origin', 'master');
		return commit.slice(0, 7);
	};
	const setPolicy = (policy: object) => writeFile(path.join(user.home, 'application.yaml'), application(url, policy));
	const startEngine = async (policy: object) => {
		await setPolicy(policy);
		engine = stack.use(user.start('engine', '--interval=1s'));
		await engine.line(/ next /);
	};
	const list = () => user.read('list');
	const resources = async () => (await user.read('get')).resources;
	const pods = async () =>
		(await kubectl(['get', 'pod', '--selector=run=mynginx', '--output=name'])).split('\n').filter(line => line !== '');
	const havePods = (count: number) => until(`${count} pods`, async () => (await pods()).length === count);
	const declared = () => kubectl(['get', 'deployment', 'mynginx', '--output=jsonpath={.spec.replicas}']);

	beforeAll(async () => {
		stack.defer(async () => {
			await kubectl(['delete', 'deployment,service', 'mynginx', '--ignore-not-found', '--wait=false']);
		});
		repository = stack.use(
			await createRepository({'deployment.yaml': deployment(1), 'service.yaml': service}, {branch: 'master'}),
		);
		const server = stack.use(await serveRepositories(repository.root));
		url = `${server.url}/repository.git`;
		user = stack.use(await createUser(['--file=application.yaml', '--kubeconfig', cluster.kubeconfig]));
		await setPolicy({});
	});
	afterAll(() => stack.disposeAsync());

	test('is listed OutOfSync and Missing, and nothing is applied', async () => {
		expect(await list()).toMatchObject([
			{name, project: 'default', sync: 'OutOfSync', health: 'Missing', path: '.', resources: 2},
		]);
		expect((await user.trueup('sync')).code).toBe(3);
		expect(await pods()).toEqual([]);
		expect((await cluster.kubectl(['get', 'deployment', 'mynginx'])).code).toBe(1);
	});

	test('is Synced and Healthy once it is synced', async () => {
		const {code, stdout} = await user.trueup('sync', '--yes');
		expect({code, stdout}).toEqual({
			code: 0,
			stdout: expect.stringMatching(/finished succeeded: synced and healthy\n$/),
		});
		const isWell = {sync: 'Synced', health: 'Healthy'};
		expect(await user.read('get')).toMatchObject({
			...isWell,
			resources: [
				{kind: 'Deployment', name: 'mynginx', ...isWell},
				{kind: 'Service', name: 'mynginx', ...isWell},
			],
		});
		expect(await kubectl(['get', 'replicaset', '--selector=run=mynginx', '--output=name'])).toMatch(/^\S+$/);
		expect(await pods()).toHaveLength(1);
	});

	test('is OutOfSync after a push while it is manual, and still has one pod', async () => {
		await change('Two replicas', {'deployment.yaml': deployment(2)});
		expect(await list()).toMatchObject([{sync: 'OutOfSync', health: 'Healthy'}]);
		const {code, stdout} = await user.trueup('diff');
		expect(code).toBe(1);
		expect(stdout.split('\n').filter(line => /^[-+] /.test(line))).toEqual(['-  replicas: 1', '+  replicas: 2']);
		expect(await pods()).toHaveLength(1);

		await change('One replica again', {'deployment.yaml': deployment(1)});
		expect(await list()).toMatchObject([{sync: 'Synced'}]);
	});

	test('gets two pods from a push without any key while it is automated', async () => {
		await startEngine({automated: {}});
		await repository.write({'deployment.yaml': deployment(2)});
		await repository.git('commit', '--quiet', '-am', 'Change deployment replica to 2');
		await repository.git('push', '--quiet', 'origin', 'master');
		await engine.line(/finished succeeded/);
		expect(await pods()).toHaveLength(2);
		expect(await list()).toMatchObject([{sync: 'Synced', health: 'Healthy'}]);
	});

	test('shows drift and leftovers and keeps both while prune and self-heal are off', async () => {
		const removed = await change('Remove the service', {'service.yaml': undefined});
		await engine.line(new RegExp(`started operation \\d+: 0 changes at ${removed}`));
		await kubectl(['scale', 'deployment/mynginx', '--replicas=3']);
		const drift = /drift Deployment default\/mynginx drifted: spec\.replicas is 3, Git says 2, set by kubectl/;
		await engine.line(drift, 1000);

		const passes = () => engine.lines.filter(line => / unchanged /.test(line)).length;
		const before = passes();
		await until('the next pass', () => passes() > before);
		expect(await declared()).toBe('3');
		await havePods(3);
		expect(await user.read('plan')).toMatchObject({
			changes: [{op: 'update', kind: 'Deployment', fields: [{path: 'spec.replicas', before: 3, after: 2}]}],
			leftovers: [{kind: 'Service', namespace: 'default', name: 'mynginx'}],
		});
		expect(await resources()).toMatchObject([{kind: 'Deployment'}, {kind: 'Service'}]);
		expect(await kubectl(['get', 'service', 'mynginx', '--output=name'])).toBe('service/mynginx');
		expect((await interrupt(engine)).code).toBe(0);
	});

	test('is back within a second of being scaled by hand with self-heal on, and who did it is named', async () => {
		await startEngine({automated: {selfHeal: true}});
		await engine.line(/healed Deployment default\/mynginx: spec\.replicas was 3, Git says 2/);
		await havePods(2);

		const watched = {kind: 'deployment', namespace: 'default', name: 'mynginx', field: 'replicas'} as const;
		await using watch = watchObject(cluster, watched);
		await watch.line(/^ADDED \S+ 2$/);
		const scaled = kubectl(['scale', 'deployment/mynginx', '--replicas=5']);
		await watch.line(/^MODIFIED \S+ 5$/);
		const seen = performance.now();
		await until('it is back', () => watch.lines.at(-1)?.endsWith(' 2'));
		expect(performance.now() - seen).toBeLessThan(1000);
		await scaled;
		await engine.line(/healed Deployment default\/mynginx: spec\.replicas was 5, Git says 2, set by kubectl/);
		expect(await kubectl(['get', 'service', 'mynginx', '--output=name'])).toBe('service/mynginx');
		await havePods(2);
	});

	test('loses a service whose file is removed with prune on', async () => {
		await change('Bring the service back', {'service.yaml': service});
		await until('the service is in Git again', async () => (await list())[0]?.sync === 'Synced');
		expect((await interrupt(engine)).code).toBe(0);
		await startEngine({automated: {prune: true, selfHeal: true}});
		expect(await kubectl(['get', 'service', 'mynginx', '--output=name'])).toBe('service/mynginx');

		await change('Remove the service for good', {'service.yaml': undefined});
		await engine.line(/deleted Service default\/mynginx/);
		await engine.line(/finished succeeded/);
		expect((await cluster.kubectl(['get', 'service', 'mynginx'])).stderr).toContain('"mynginx" not found');
		expect(await resources()).toMatchObject([{kind: 'Deployment'}]);
		expect(await list()).toMatchObject([{sync: 'Synced', health: 'Healthy', resources: 1}]);
		expect((await interrupt(engine)).code).toBe(0);
	});
});
