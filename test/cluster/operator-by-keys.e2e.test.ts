import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createRepository} from '../support/repository.ts';
import {type Person, startPerson} from './support/keyboard.ts';
import {deployment, text} from './support/manifests.ts';
import {demandingKubectl, sharedCluster} from './support/shared-cluster.ts';
import {until} from './support/until.ts';

const cluster = sharedCluster();
const kubectl = demandingKubectl(cluster);
const name = `nginx-${crypto.randomUUID().slice(0, 8)}`;
const inNamespace = (...args: readonly string[]) => kubectl([`--namespace=${name}`, ...args]);

/** One story: each test goes on where the one before ended. */
describe('the basic operator, at the interface', () => {
	const stack = new AsyncDisposableStack();
	let person: Person;
	let start: () => Promise<Person>;
	let restart: () => Promise<void>;

	beforeAll(async () => {
		const manifest = deployment('nginx', {image: 'nginx', replicas: 3});
		const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name}};
		const files = {'ch01/namespace.yaml': text(namespace), 'ch01/deployment.yaml': text(manifest)};
		const repository = stack.use(await createRepository(files));
		const home = await mkdtemp(path.join(tmpdir(), 'trueup-operator-'));
		stack.defer(() => rm(home, {recursive: true, force: true}));
		stack.defer(async () => {
			await kubectl(['delete', 'namespace', name, '--ignore-not-found', '--wait=false']);
		});
		const application = ['--repo', repository.remote, '--path', 'ch01', '--name', name, '--namespace', name];
		const place = ['--kubeconfig', cluster.kubeconfig, '--state', `${home}/state.db`, '--cache', `${home}/cache`];
		start = async () => {
			const flags = [...application, ...place, '--auto', '--self-heal', '--interval', '1s'];
			const started = startPerson(flags, {columns: 80, rows: 24});
			await started.sees('Start on', '1 application of 1 is automated');
			return started;
		};
		restart = async () => {
			await person[Symbol.asyncDispose]();
			person = await start();
		};
		person = await start();
		stack.defer(() => person[Symbol.asyncDispose]());
	});
	afterAll(() => stack.disposeAsync());

	test('nothing is there before a key confirms it; then the namespace comes first, and all is well', async () => {
		expect((await cluster.kubectl(['get', 'namespace', name])).code).toBe(1);
		person.press('enter');
		await person.sees(new RegExp(`^${name} .*Synced +Healthy`, 'm'));
		person.press('t');
		const stream = await person.sees('finished', `Namespace ${name} created`, 'nginx created');
		expect(stream.indexOf(`Namespace ${name} created`)).toBeLessThan(stream.indexOf('nginx created'));
		expect(await inNamespace('get', 'deployment', 'nginx', '--output=jsonpath={.status.readyReplicas}')).toBe('3');
	});

	test('that a pass changed nothing is told where it is asked for', async () => {
		person.press('v');
		await person.sees(/unchanged +2 resources unchanged, Healthy/);
		person.press('v');
		await person.seesNoMore('2 resources unchanged');
	});

	test('a deleted deployment is made again, and the tree shows its new pods', async () => {
		await inNamespace('delete', 'deployment', 'nginx');
		await person.sees(/healed .*\n?.*it was gone/);
		person.press('esc');
		await person.sees(new RegExp(`^${name} .*Synced +Healthy`, 'm'));
		person.press('enter');
		await person.sees(/Deployment\/nginx +Synced +Healthy/, /(?:Pod\/\S+ +Healthy[\s\S]*){3}/);
	});

	test('five replicas by hand become three again, and who made them five is named', async () => {
		await inNamespace('scale', 'deployment/nginx', '--replicas=5');
		person.press('t');
		await person.sees(/spec\.replicas was\s+5, Git says 3, set by\s+kubectl/);
		await until('two of the pods are gone', async () => {
			const pods = await inNamespace('get', 'pod', '--output=name');
			return pods.split('\n').length === 3;
		});
	});

	test('a namespace that is deleted while nobody looks stays gone until a key confirms the next start', async () => {
		await person[Symbol.asyncDispose]();
		await kubectl(['delete', 'namespace', name]);
		await restart();
		person.press('esc');
		await person.sees('HELD', new RegExp(`^${name} .*OutOfSync +Missing`, 'm'));
		expect((await cluster.kubectl(['get', 'namespace', name])).code).toBe(1);
		person.press(':');
		person.type('begin');
		person.press('enter');
		await person.sees('Start on', 'will be written');
		person.press('enter');
		await person.sees(new RegExp(`^${name} .*Synced +Healthy`, 'm'));
	});

	test("somebody else's annotation survives a sync", async () => {
		await kubectl(['annotate', 'namespace', name, 'somebody.else/note=keep me']);
		await inNamespace('scale', 'deployment/nginx', '--replicas=1');
		await until('it is healed', async () => {
			return (await inNamespace('get', 'deployment', 'nginx', '--output=jsonpath={.spec.replicas}')) === '3';
		});
		const namespace = JSON.parse(await kubectl(['get', 'namespace', name, '--output=json']));
		expect(namespace.metadata.annotations['somebody.else/note']).toBe('keep me');
	});
});
