import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Program} from '../support/program.ts';
import {createRepository} from '../support/repository.ts';
import {writesTo} from './support/audit.ts';
import {createNamespace, demandingKubectl, sharedCluster} from './support/shared-cluster.ts';
import {until} from './support/until.ts';
import {createUser, interrupt, type User} from './support/user.ts';
import {watchObject} from './support/watch-object.ts';

const cluster = sharedCluster();
const folder = 'ch01/basic-gitops-operator-config';

const kubectl = demandingKubectl(cluster);

function deployment({namespace, more = ''}: {readonly namespace: string; readonly more?: string}): string {
	return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx
  namespace: ${namespace}
spec:${more}
  selector:
    matchLabels:
      app: nginx
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx
`;
}

function namespaceNamed(name: string, more = ''): string {
	return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n${more}`;
}

/** A repository like that of the walk-through, of which a user's trueup keeps the cluster true. */
async function createOperator(files: Readonly<Record<string, string>>, ...more: readonly string[]) {
	const repository = await createRepository(files);
	const source = ['--repo', repository.remote, '--path', folder, ...more];
	const user = await createUser(['--kubeconfig', cluster.kubeconfig, ...source]);
	const stack = new AsyncDisposableStack();
	stack.use(repository);
	stack.use(user);
	return {repository, user, [Symbol.asyncDispose]: () => stack.disposeAsync()};
}

describe('the basic operator', () => {
	const stack = new AsyncDisposableStack();
	let user: User;
	let engine: Program;
	const startEngine = () => stack.use(user.start('engine'));
	const pods = () => kubectl(['get', 'pod', '--namespace=nginx', '--output=name']);

	beforeAll(async () => {
		stack.defer(async () => {
			await kubectl(['delete', 'namespace', 'nginx', '--ignore-not-found', '--wait=false']);
		});
		const operator = stack.use(
			await createOperator(
				{
					[`${folder}/namespace.yaml`]: namespaceNamed('nginx'),
					[`${folder}/deployment.yaml`]: deployment({namespace: 'nginx'}),
				},
				...['--auto', '--self-heal', '--interval=5s'],
			),
		);
		user = operator.user;
		engine = startEngine();
	});
	afterAll(() => stack.disposeAsync());

	test('makes the namespace first, and the deployment runs in it', async () => {
		await engine.line(/finished succeeded/);
		const created = engine.lines.filter(line => / created /.test(line)).map(line => line.replace(/.* created /, ''));
		expect(created).toEqual(['Namespace nginx', 'Deployment nginx/nginx']);
		expect([...engine.lines, ...engine.errorLines].filter(line => /not found|failed/.test(line))).toEqual([]);
		expect(await kubectl(['get', 'deployment', '--namespace=nginx', '--no-headers'])).toMatch(/^nginx\s+1\/1\s/);
		expect(await kubectl(['get', 'pod', '--namespace=nginx', '--no-headers'])).toMatch(/^nginx-\S+\s+1\/1\s+Running\s/);
	});

	test('writes nothing at the next pass, and says so and when the next check is due', async () => {
		const writes = () => writesTo(cluster.auditLog, 'nginx');
		const before = await writes();
		expect(before).toEqual(['patch namespaces/nginx', 'patch deployments/nginx']);
		await engine.line(/ unchanged 2 resources unchanged, Healthy, at [0-9a-f]{7}$/);
		expect(await writes()).toEqual(before);
		expect(engine.lines.find(line => / next /.test(line))).toMatch(
			/is checked again at \d\d:\d\d:\d\d UTC, in [45]\.\d s$/,
		);
	});

	test('makes a deleted deployment again within a second, with a new pod', async () => {
		const before = await pods();
		await using watch = watchObject(cluster, {kind: 'deployment', namespace: 'nginx', name: 'nginx'});
		const first = await watch.line(/^ADDED /);
		const deleted = kubectl(['delete', 'deploy', '--namespace=nginx', 'nginx']);
		await watch.line(/^DELETED /);
		const seen = performance.now();
		await watch.line(new RegExp(`^ADDED (?!${first.split(' ')[1]})`));
		expect(performance.now() - seen).toBeLessThan(1000);
		await deleted;

		await engine.line(/healed Deployment nginx\/nginx: it was gone/);
		await kubectl(['rollout', 'status', 'deployment/nginx', '--namespace=nginx', '--timeout=30s']);
		await until('the old pod is gone and a new one there', async () => {
			const now = await pods();
			return /^\S+$/.test(now) && now !== before;
		});
	});

	test('leaves a deleted namespace alone while it is stopped, and brings it back when it is started again', async () => {
		const {code} = await interrupt(engine);
		expect(code).toBe(0);
		await kubectl(['delete', 'namespace', 'nginx']);
		const {code: gone, stderr} = await cluster.kubectl(['get', 'namespace', 'nginx']);
		expect({gone, stderr}).toEqual({gone: 1, stderr: expect.stringContaining('namespaces "nginx" not found')});

		engine = startEngine();
		await engine.line(/finished succeeded/);
		expect(await kubectl(['get', 'deployment', '--namespace=nginx', '--no-headers'])).toMatch(/^nginx\s+1\/1\s/);
	});
});

test('two of five pods end where three are declared', async () => {
	await using namespace = await createNamespace(cluster);
	const declared = deployment({namespace: namespace.name, more: '\n  replicas: 3'});
	const flags = ['--name', namespace.name, '--auto', '--self-heal'];
	await using operator = await createOperator({[`${folder}/deployment.yaml`]: declared}, ...flags);
	const names = async () => (await namespace.kubectl(['get', 'pod', '--output=name'])).split('\n').toSorted();
	const {code} = await operator.user.trueup('sync', '--yes');
	expect(code).toBe(0);
	await namespace.kubectl(['scale', 'deployment/nginx', '--replicas=5']);
	await namespace.kubectl(['rollout', 'status', 'deployment/nginx', '--timeout=30s']);
	const five = await names();
	expect(five).toHaveLength(5);

	await using engine = operator.user.start('engine');
	await engine.line(/healed Deployment \S+\/nginx: spec\.replicas was 5, Git says 3, set by kubectl/);
	const three = await until('two pods are gone', async () => {
		const now = await names();
		return now.length === 3 && now;
	});
	expect(five).toEqual(expect.arrayContaining(three));
});

test('imperative and declarative kubectl work beside a running engine', async () => {
	await using stack = new AsyncDisposableStack();
	const names = ['test-imperative', 'imperative-config-test', 'declarative-files'];
	stack.defer(async () => {
		await kubectl(['delete', 'namespace', ...names, '--ignore-not-found', '--wait=false']);
	});
	await using namespace = await createNamespace(cluster);
	const declared = deployment({namespace: namespace.name});
	const flags = ['--name', namespace.name, '--auto', '--self-heal', '--auto-prune'];
	await using operator = await createOperator({[`${folder}/deployment.yaml`]: declared}, ...flags);
	await using engine = operator.user.start('engine');
	await engine.line(/finished succeeded/);

	expect(await kubectl(['create', 'namespace', 'test-imperative'])).toBe('namespace/test-imperative created');
	expect(await kubectl(['get', 'namespace', 'test-imperative', '--no-headers'])).toMatch(/^test-imperative\s+Active\s/);
	expect(await kubectl(['delete', 'namespace', 'test-imperative'])).toContain('"test-imperative" deleted');

	const {user, repository} = operator;
	await repository.write({
		'imperative.yaml': namespaceNamed('imperative-config-test'),
		'declarative-files/namespace.yaml': namespaceNamed(
			'declarative-files',
			'  labels:\n    namespace: declarative-files\n',
		),
	});
	const create = await kubectl(['create', '-f', `${repository.folder}/imperative.yaml`]);
	expect(create).toBe('namespace/imperative-config-test created');
	const apply = () => kubectl(['apply', '-f', `${repository.folder}/declarative-files`]);
	expect(await apply()).toBe('namespace/declarative-files created');
	expect(await apply()).toBe('namespace/declarative-files unchanged');
	expect((await user.trueup('diff')).code).toBe(0);
});

test('an annotation that somebody else added survives a sync', async () => {
	await using namespace = await createNamespace(cluster);
	const file = `${folder}/namespace.yaml`;
	await using operator = await createOperator({[file]: namespaceNamed(namespace.name)}, '--name', namespace.name);
	const {user, repository} = operator;
	expect((await user.trueup('sync', '--yes')).code).toBe(0);
	await namespace.kubectl(['annotate', 'namespace', namespace.name, 'somebody.else/note=keep me']);

	await repository.write({[file]: namespaceNamed(namespace.name, '  labels:\n    team: shop\n')});
	await repository.commit('Label the namespace');
	await repository.push();
	expect((await user.trueup('sync', '--yes')).stdout).toContain(`configured Namespace ${namespace.name}`);
	const live = JSON.parse(await namespace.kubectl(['get', 'namespace', namespace.name, '--output=json']));
	expect(live.metadata.labels.team).toBe('shop');
	expect(live.metadata.annotations['somebody.else/note']).toBe('keep me');
});
