import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createRepository, type Repository} from '../support/repository.ts';
import {fill, sync, turnOn} from './support/by-keys.ts';
import {type Person, type Size, startPerson} from './support/keyboard.ts';
import {application, configMap, deployment, text} from './support/manifests.ts';
import {createNamespace, sharedCluster, type TestNamespace} from './support/shared-cluster.ts';
import {until} from './support/until.ts';

const cluster = sharedCluster();

const applicationOf = (name: string, repoURL: string, namespace: string) =>
	text(application(name, {source: {repoURL, targetRevision: 'HEAD', path: '.'}, destination: {namespace}}));

const mynginx = (replicas: number) => text(deployment('mynginx', {image: 'nginx', replicas}));
const service = text({
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name: 'mynginx', labels: {run: 'mynginx'}},
	spec: {ports: [{port: 80, protocol: 'TCP'}], selector: {app: 'mynginx'}},
});

/** The folder of Application manifests that the interface is started on; the first one has a manifest in a subfolder. */
async function createFolder(namespace: string) {
	const folder = await mkdtemp(path.join(tmpdir(), 'trueup-applications-'));
	const repository = await createRepository({
		'root.yaml': text(configMap('root')),
		'more/below.yaml': text(configMap('below')),
	});
	await writeFile(path.join(folder, 'nested.yaml'), applicationOf('nested', repository.remote, namespace));
	return {
		folder,
		repository,
		async [Symbol.asyncDispose]() {
			await repository.remove();
			await rm(folder, {recursive: true, force: true});
		},
	};
}

async function start(folder: string, size: Size): Promise<Person> {
	const person = startPerson(['--file', folder, '--kubeconfig', cluster.kubeconfig, '--interval', '1s'], size);
	await person.sees('Start on', 'Enter starts');
	person.press('enter');
	await person.seesNoMore('Start on');
	return person;
}

const small = {columns: 80, rows: 24};

/** One story at one interface: each test goes on where the one before ended, on the screen of the application. */
describe.for([small, {columns: 200, rows: 54}])('the first application, by keys at $columns x $rows', size => {
	const stack = new AsyncDisposableStack();
	let namespace: TestNamespace;
	let repository: Repository;
	let person: Person;

	const push = async (message: string, files: Readonly<Record<string, string | undefined>>) => {
		await repository.write(files);
		const commit = await repository.commit(message);
		await repository.push();
		return commit.slice(0, 7);
	};
	const names = async (kind: string) =>
		(await namespace.kubectl(['get', kind, '--output=name'])).split('\n').filter(line => line !== '');
	const replicas = () => namespace.kubectl(['get', 'deployment', 'mynginx', '--output=jsonpath={.spec.replicas}']);

	beforeAll(async () => {
		namespace = stack.use(await createNamespace(cluster));
		repository = stack.use(
			await createRepository({'deployment.yaml': mynginx(1), 'service.yaml': service}, {branch: 'master'}),
		);
		const {folder} = stack.use(await createFolder(namespace.name));
		person = stack.use(await start(folder, size));
	});
	afterAll(() => stack.disposeAsync());

	test('is created in the form after a look at what it would declare, and nothing is applied', async () => {
		await fill(person, {name: 'gitops-argocd', repository: repository.remote, path: '.', namespace: namespace.name});
		person.press('ctrl-p');
		await person.sees('It can be created.', 'It declares 2 objects', `Service ${namespace.name}/mynginx`);
		person.press('ctrl-s');
		await person.sees('gitops-argocd (2)', 'OutOfSync Missing', 'gitops-argocd created in');
		person.press('esc');
		await person.sees(/^gitops-argocd .*OutOfSync +Missing/m);
		expect(await names('deployment')).toEqual([]);
		person.press('/');
		person.type('argocd');
		person.press('enter');
		await person.sees('Applications (1 of 2)');
		person.press('enter');
		await person.sees('gitops-argocd (2)');
	});

	test('is Synced and Healthy once it is approved and synced, and details open on each resource', async () => {
		await sync(person);
		await person.sees('gitops-argocd (4)', 'Synced Healthy', /Pod\/mynginx-\S+ +Healthy/);
		for (const kind of ['Service', 'Deployment', 'ReplicaSet', 'Pod']) {
			person.press('enter');
			await person.sees(`${kind} ${namespace.name}/mynginx`, `kind: ${kind}`);
			person.press('esc');
			await person.sees('gitops-argocd (4)');
			person.press('j');
		}
		expect(await names('pod')).toHaveLength(1);
	});

	test('is OutOfSync after a push while it is manual, with the one line in its diff, and still has one pod', async () => {
		await push('Two replicas', {'deployment.yaml': mynginx(2)});
		await person.sees('OutOfSync Healthy', /Deployment\/mynginx +OutOfSync/);
		person.press('d');
		await person.sees(/- +replicas: 1/, /\+ +replicas: 2/);
		person.press('esc');
		await person.sees('gitops-argocd (4)');
		expect(await names('pod')).toHaveLength(1);
		await push('One replica again', {'deployment.yaml': mynginx(1)});
		await person.sees('Synced Healthy');
	});

	test('gets two pods from a push without any key once auto-sync is on', async () => {
		await turnOn(person, 'a', 'auto-sync');
		await push('Change deployment replica to 2', {'deployment.yaml': mynginx(2)});
		await person.sees('gitops-argocd (5)', 'Synced Healthy', /(?:Pod\/mynginx-\S+ +Healthy[\s\S]*){2}/);
		expect(await names('pod')).toHaveLength(2);
	});

	test('shows drift and what is left over, and keeps both, while prune and self-heal are off', async () => {
		const removed = await push('Remove the service', {'service.yaml': undefined});
		await person.sees(`at ${removed}`);
		await namespace.kubectl(['scale', 'deployment/mynginx', '--replicas=3']);
		await person.sees(/Deployment\/mynginx +OutOfSync/, 'gitops-argocd (6)');
		person.press('s');
		await person.sees('Plan of', /left over/i, `Service ${namespace.name}/mynginx`);
		person.press('esc');
		await person.sees('gitops-argocd (6)');
		expect(await replicas()).toBe('3');
		expect(await names('service')).toEqual(['service/mynginx']);
	});

	test('is back after being scaled by hand once self-heal is on, and who did it is named', async () => {
		await turnOn(person, 'h', 'self-heal');
		await until('it is back', async () => (await replicas()) === '2');
		await person.sees('gitops-argocd (5)', /Deployment\/mynginx +Synced/);
		await namespace.kubectl(['scale', 'deployment/mynginx', '--replicas=5']);
		person.press('t');
		await person.sees(/spec\.replicas\s+was\s+5,\s+Git\s+says\s+2,\s+set\s+by\s+kubectl/);
		person.press('esc');
		await person.sees('gitops-argocd (5)', /Deployment\/mynginx +Synced/);
		expect(await replicas()).toBe('2');
		expect(await names('service')).toEqual(['service/mynginx']);
	});

	test('loses the service whose file is gone once prune is on', async () => {
		await turnOn(person, 'p', 'prune');
		await person.seesNoMore('Service/mynginx');
		await until('the service is gone', async () => (await names('service')).length === 0);
		await person.sees('gitops-argocd (4)', 'Synced Healthy');
	});
});

test('a manifest in a subfolder is ignored without recurse, and applied by an application with it', async () => {
	await using stack = new AsyncDisposableStack();
	const flat = stack.use(await createNamespace(cluster));
	const deep = stack.use(await createNamespace(cluster));
	const {folder, repository} = stack.use(await createFolder(flat.name));
	const person = stack.use(await start(folder, small));
	const made = async ({kubectl}: TestNamespace) =>
		(await kubectl(['get', 'configmap', '--selector=trueup.dev/app', '--output=name'])).split('\n');

	await person.sees(/^nested .*OutOfSync/m);
	person.press('enter');
	await person.sees('nested (1)');
	await sync(person);
	await person.sees('nested (1)', 'Synced Healthy');
	expect(await made(flat)).toEqual(['configmap/root']);
	person.press('esc');
	await person.sees('Applications (1)');

	await fill(person, {name: 'recursive', repository: repository.remote, path: '.', recurse: ' ', namespace: deep.name});
	person.press('ctrl-p');
	await person.sees('It declares 2 objects');
	person.press('ctrl-s');
	await person.sees('recursive (2)');
	await sync(person);
	await person.sees('recursive (2)', 'Synced Healthy');
	expect(await made(deep)).toEqual(['configmap/below', 'configmap/root']);
});
