import {expect, test} from 'vitest';
import {writesTo} from '../support/audit.ts';
import {configMap, deployment, text} from '../support/manifests.ts';
import {controlPlane} from '../support/shared-cluster.ts';
import {createTrial, type Trial} from '../support/trial.ts';
import {until} from '../support/until.ts';
import {createUser} from '../support/user.ts';
import {startWebhook, type Verdict} from './webhook.ts';

const cluster = controlPlane();
const flags = ['--auto', '--self-heal', '--interval', '1s', '-o', 'json'];
const writes = ({name}: Trial) => writesTo(cluster.auditLog, name);
const dataOf = (trial: Trial, name: string) =>
	trial.namespace.kubectl(['get', 'configmap', name, '--output=jsonpath={.data.key}']);

type Refusing = {readonly how: string; readonly verdict: Verdict; readonly told: string};

test.for<Refusing>([
	{how: 'denies', verdict: {allowed: false, status: {message: 'not on a Friday'}}, told: 'not on a Friday'},
	{how: 'does not answer', verdict: undefined, told: 'judge.example.test'},
])(
	'a webhook that $how is named in plan and history; the rest goes on, and that object when it may',
	async ({verdict, told}) => {
		const declared = (key: string) => text(configMap('a', {key}), configMap('good', {key}));
		await using trial = await createTrial({'all.yaml': declared('1')}, cluster);
		const {namespace} = trial;
		expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
		await using engine = trial.start('engine', ...flags);
		await engine.line(/Synced, Healthy/);
		{
			await using _ = await startWebhook({
				kind: 'ValidatingWebhookConfiguration',
				namespace,
				judge: ({name}) => (name === 'a' ? verdict : {allowed: true}),
			});
			await trial.declare({'all.yaml': declared('2')});
			await until('the rest goes on', async () => (await dataOf(trial, 'good')) === '2');
			expect(JSON.parse(await engine.line(/"kind":"retry"/)).message).toContain(told);
			expect(JSON.stringify(await trial.read('history'))).toContain(told);
			expect(JSON.stringify(await trial.plan())).toContain(told);
			expect(await dataOf(trial, 'a')).toBe('1');
		}

		await until('it may', async () => (await dataOf(trial, 'a')) === '2');
	},
);

test('what a webhook mutates each time another way is taken as it came: no loop, and no approval of what differs', async () => {
	await using trial = await createTrial({'all.yaml': text(configMap('a', {key: '1'}))}, cluster);
	const {namespace} = trial;
	await using hook = await startWebhook({
		kind: 'MutatingWebhookConfiguration',
		namespace,
		judge: () => ({allowed: true, patch: [{op: 'replace', path: '/data/key', value: crypto.randomUUID()}]}),
	});
	await using engine = trial.start('engine', ...flags);
	await engine.line(/"kind":"unchanged".*Healthy/);
	const before = await writes(trial);
	expect(before).toEqual(['patch configmaps/a']);
	const seen = engine.lines.length;
	await until(
		'it has looked three times more',
		() => engine.lines.slice(seen).filter(line => /"kind":"unchanged"/.test(line)).length >= 3,
	);
	expect(await writes(trial)).toEqual(before);
	expect(engine.lines.filter(line => /"kind":"(?:fight|drift)"/.test(line))).toEqual([]);
	expect(hook.asked.length).toBeLessThan(5);

	// Somebody who saw one value approves no other.
	await using stranger = await createUser([
		...['--repo', trial.repository.remote, '--path', 'app', '--name', trial.name, '--namespace', trial.name],
		...['--kubeconfig', cluster.kubeconfig],
	]);
	const {changes, digest} = await stranger.read('plan');
	expect(changes).toMatchObject([{op: 'update', name: 'a'}]);
	expect(await stranger.trueup('sync', '--plan', digest)).toMatchObject({code: 3});
	expect(await writes(trial)).toEqual(before);
});

test('a quota that is full is told with its name; the rest goes on, and that object once there is room', async () => {
	await using trial = await createTrial({'all.yaml': text(configMap('a', {key: '1'}))}, cluster);
	const {namespace} = trial;
	const quota = {
		apiVersion: 'v1',
		kind: 'ResourceQuota',
		metadata: {name: 'small'},
		spec: {hard: {services: '0'}},
	};
	await namespace.kubectl(['create', '--filename=-'], JSON.stringify(quota));
	await until('the quota is counted', async () =>
		(await namespace.kubectl(['get', 'resourcequota', 'small', '--output=jsonpath={.status.hard}'])).includes(
			'services',
		),
	);
	const service = {apiVersion: 'v1', kind: 'Service', metadata: {name: 's'}, spec: {ports: [{port: 80}]}};
	await trial.declare({'service.yaml': text(service)});
	await using engine = trial.start('engine', ...flags);
	expect(JSON.parse(await engine.line(/"kind":"retry"/)).message).toMatch(/Service \S+\/s.*exceeded quota: small/);
	expect(await dataOf(trial, 'a')).toBe('1');
	await namespace.kubectl(['delete', 'resourcequota', 'small']);
	await engine.line(/"kind":"finished".*"result":"succeeded"/, 60_000);
	expect((await writes(trial)).toSorted()).toEqual(['patch configmaps/a', 'patch services/s']);
});

test('objects that are too large are named with their file, and the rest goes on', async () => {
	const large = (name: string, bytes: number) => text(configMap(name, {key: 'x'.repeat(bytes)}));
	await using trial = await createTrial(
		{
			'fits.yaml': large('fits', 1_000_000),
			'over.yaml': large('over', 1_048_577),
			'far.yaml': large('far', 1_600_000),
			'good.yaml': text(configMap('good', {key: '1'})),
		},
		cluster,
	);
	const plan = await trial.plan();
	const told = plan.problems.map(({where, message}) => `${where} ${message}`).join('\n');
	expect(told).toMatch(/over.*(?:Too long|too long)/);
	expect(told).toMatch(/over\.yaml/);
	expect(told).toMatch(/far\.yaml/);
	await using engine = trial.start('engine', ...flags);
	await until('what can be applied is', async () => (await writes(trial)).length >= 2);
	expect((await writes(trial)).toSorted()).toEqual(['patch configmaps/fits', 'patch configmaps/good']);
	await trial.declare({'over.yaml': undefined, 'far.yaml': undefined});
	await engine.line(/"kind":"finished".*"result":"succeeded"/, 60_000);
});

test('a namespace that is going is waited for and told; when it is gone all is made again', async () => {
	await using trial = await createTrial({'all.yaml': text(configMap('a', {key: '1'}))}, cluster);
	const {name, namespace} = trial;
	const held = {...configMap('held'), metadata: {name: 'held', finalizers: ['example.test/hold']}};
	await namespace.kubectl(['create', '--filename=-'], JSON.stringify(held));
	await using engine = trial.start('engine', ...flags);
	await engine.line(/Synced, Healthy/);
	await namespace.kubectl(['delete', 'namespace', name, '--wait=false']);
	await engine.line(/"kind":"retry".*its namespace is being deleted/, 60_000);
	expect(JSON.stringify(await trial.plan())).toContain('its namespace is being deleted');
	await namespace.kubectl([
		'patch',
		'configmap',
		'held',
		'--type=json',
		'--patch=[{"op": "remove", "path": "/metadata/finalizers"}]',
	]);
	await until('the namespace is gone', async () => (await cluster.kubectl(['get', 'namespace', name])).code !== 0);
	await cluster.kubectl(['create', 'namespace', name]);
	await until('all is made again', async () => (await dataOf(trial, 'a')) === '1');
});

test('a controller that fights is met with patience, and named', async () => {
	await using trial = await createTrial({'web.yaml': text(deployment('web', {replicas: 1}))}, cluster);
	const {namespace} = trial;
	await using engine = trial.start('engine', ...flags);
	await engine.line(/Synced, Healthy/, 60_000);
	const replicas = () => namespace.kubectl(['get', 'deployment', 'web', '--output=jsonpath={.spec.replicas}']);
	for (let round = 1; round <= 3; round++) {
		await namespace.kubectl(['scale', 'deployment/web', '--replicas=2']);
		await until('it is repaired', async () => (await replicas()) === '1');
	}

	const third = await engine.line(/"kind":"fight".*repaired 3 times lately: kubectl \(Update\) keeps changing it/);
	await namespace.kubectl(['scale', 'deployment/web', '--replicas=2']);
	const fourth = await engine.line(/"kind":"fight".*repaired 4 times lately/);
	const [before = 0, after = 0] = [third, fourth].map(line => Date.parse(JSON.parse(line).time));
	// The two seconds count from a repair, which is told some milliseconds later.
	expect(after - before).toBeGreaterThanOrEqual(1900);
});

test('a definition that is deleted and made again has its objects again, from Git', async () => {
	const plural = `things${crypto.randomUUID().slice(0, 6)}`;
	const group = 'faults.example.test';
	const schema = {type: 'object', properties: {spec: {type: 'object', 'x-kubernetes-preserve-unknown-fields': true}}};
	const definition = {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: {name: `${plural}.${group}`},
		spec: {
			group,
			scope: 'Namespaced',
			names: {plural, singular: plural.slice(0, -1), kind: `Thing${plural.slice(6)}`},
			versions: [{name: 'v1', served: true, storage: true, schema: {openAPIV3Schema: schema}}],
		},
	};
	const thing = {apiVersion: `${group}/v1`, kind: `Thing${plural.slice(6)}`, metadata: {name: 'one'}, spec: {size: 1}};
	const place = {...cluster};
	const make = () => cluster.kubectl(['create', '--filename=-'], JSON.stringify(definition));
	await make();
	await using trial = await createTrial({'all.yaml': text(thing, configMap('a', {key: '1'}))}, place);
	await using engine = trial.start('engine', ...flags);
	await engine.line(/Synced, Healthy/, 60_000);
	await cluster.kubectl(['delete', 'crd', `${plural}.${group}`]);
	await until('it is told', async () => JSON.stringify(await trial.read('list')).includes(thing.kind));
	await make();
	await until(
		'the object is there again',
		async () => {
			const {stdout} = await cluster.kubectl(['get', `${plural}.${group}`, '--namespace', trial.name, '--output=name']);
			return stdout.includes('one');
		},
		{timeoutMs: 90_000},
	);
	await cluster.kubectl(['delete', 'crd', `${plural}.${group}`, '--wait=false']);
});
