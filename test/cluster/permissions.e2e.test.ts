import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {callsTo, writesTo} from './support/audit.ts';
import {application, configMap, deployment, text} from './support/manifests.ts';
import {createRoles, rule, rulesOfThePage} from './support/roles.ts';
import {controlPlane} from './support/shared-cluster.ts';
import {createTrial, type Files, folder, type Trial} from './support/trial.ts';

const cluster = controlPlane();
const {auditLog} = cluster;
const roles = createRoles(cluster);
const canary = 'c4n4ry-of-permissions';

const secret = (name: string) => ({apiVersion: 'v1', kind: 'Secret', metadata: {name}, stringData: {password: canary}});

const files: Files = {'all.yaml': text(configMap('a', {k: 'v'}), secret('s'), deployment('d', {replicas: 0}))};

/** An application as the viewer works with it. */
const createRestricted = (declared: Files = files) =>
	createTrial(declared, {...cluster, kubeconfig: cluster.viewerKubeconfig});

/** What was refused to the viewer, which a review could have told; the uid of the cluster is what is tried without. */
async function refusals({name}: Trial): Promise<readonly string[]> {
	const calls = await Promise.all([name, ''].map(namespace => callsTo(auditLog, 'viewer', namespace)));
	return calls.flat().filter(call => call.endsWith(' 403'));
}

/** Kinds that were listed or watched in the whole cluster. */
async function listedEverywhere(): Promise<readonly string[]> {
	return (await callsTo(auditLog, 'viewer', '')).filter(call => /^(?:list|watch) /.test(call));
}

const forbiddenOf = (plan: {readonly changes: readonly {op: string; kind: string; forbidden?: string}[]}) =>
	plan.changes.map(
		({op, kind, forbidden}) =>
			`${op} ${kind}${forbidden === undefined ? '' : ` ${/may not [a-z ]+/.exec(forbidden)?.[0]}`}`,
	);

test('who may do nothing is told so for each object, by every verb, and nothing is tried', async () => {
	await using trial = await createRestricted();
	const [plan, list, get, sync, render] = [
		await trial.run('plan'),
		await trial.read('list'),
		await trial.run('get'),
		await trial.run('sync', '--yes'),
		await trial.run('render'),
	];
	const reason = `viewer may not list and watch configmaps in namespace ${trial.name}: it is neither compared`;
	const right = `A Role in ${trial.name} would allow it: {apiGroups: [""], resources: ["configmaps"], verbs: ["get","list","watch"]}`;
	expect(plan).toMatchObject({code: 1, stdout: expect.stringMatching(/^blocked, /)});
	for (const told of [plan.stdout, get.stdout, list[0].message, sync.stdout]) {
		expect(told).toContain(reason);
		expect(told).toContain(right);
	}

	expect(list[0]).toMatchObject({sync: 'Unknown', health: 'Unknown', resources: 3});
	expect(sync).toMatchObject({code: 1, stdout: expect.stringContaining('3 problems, nothing was changed')});
	expect(render).toMatchObject({stdout: expect.stringContaining('kind: Deployment')});
	expect(await callsTo(auditLog, 'viewer', trial.name)).toEqual([]);
	expect(await listedEverywhere()).toEqual([]);
	expect(JSON.stringify([plan, list, get, sync, render])).not.toContain(canary);
});

test('who may look at one namespace sees what would be done there, and that none of it may be', async () => {
	await using trial = await createRestricted();
	await roles.allow(trial.name, await rulesOfThePage('trueup-look'));
	const plan = await trial.plan();
	expect(plan.kind).toBe('blocked');
	expect(plan.problems).toEqual([]);
	expect(forbiddenOf(plan)).toEqual([
		'create Secret may not patch and create secrets in namespace test',
		'create ConfigMap may not patch and create configmaps in namespace test',
		'create Deployment may not patch and create deployments',
	]);
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 1});
	expect(await trial.run('plan')).toMatchObject({
		code: 1,
		stdout: expect.stringContaining('not allowed: viewer may not'),
	});
	const calls = await callsTo(auditLog, 'viewer', trial.name);
	expect([...new Set(calls.map(call => call.split(' ')[0]))].toSorted()).toEqual(['get', 'list']);
	expect(await refusals(trial)).toEqual([]);
	expect(await listedEverywhere()).toEqual([]);
});

test('who may sync one namespace syncs and prunes there, with no right anywhere else', async () => {
	await using trial = await createRestricted({...files, 'old.yaml': text(configMap('old'))});
	await roles.allow(trial.name, await rulesOfThePage('trueup-sync'));
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await trial.declare({'old.yaml': undefined});
	expect(await trial.run('sync', '--yes', '--prune')).toMatchObject({code: 0});
	expect((await writesTo(auditLog, trial.name)).toSorted()).toEqual([
		'delete configmaps/old',
		'patch configmaps/a',
		'patch configmaps/old',
		'patch deployments/d',
		'patch secrets/s',
	]);
	expect((await trial.read('list'))[0]).toMatchObject({sync: 'Synced', health: 'Healthy', message: ''});
	expect(await refusals(trial)).toEqual([]);
	expect(await listedEverywhere()).toEqual([]);
});

test('without Secrets the rest is synced, and Secrets are neither compared, overwritten nor pruned', async () => {
	await using trial = await createRestricted({'all.yaml': text(configMap('a'), secret('s'), secret('old'))});
	await roles.allow(trial.name, await rulesOfThePage('trueup-sync'));
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	// It may even write them; who can't see them does not.
	await roles.allow(trial.name, [
		rule('get list watch create patch delete: configmaps'),
		rule('create patch delete: secrets'),
	]);
	await trial.declare({'all.yaml': text(configMap('a', {k: 'new'}), secret('s'))});
	const before = (await writesTo(auditLog, trial.name)).length;
	const sync = await trial.run('sync', '--yes', '--prune');
	expect(sync).toMatchObject({
		code: 1,
		stdout: expect.stringContaining('viewer may not list and watch secrets'),
	});
	expect((await writesTo(auditLog, trial.name)).slice(before)).toEqual(['patch configmaps/a']);
	expect(await trial.namespace.kubectl(['get', 'secrets', '--output=name'])).toContain('secret/old');
	expect(await refusals(trial)).toEqual([]);
	expect(sync.stdout + sync.stderr).not.toContain(canary);
	expect(sync.stdout + sync.stderr).not.toContain(Buffer.from(canary).toString('base64'));
});

test('who may patch and not delete is shown what a prune would need, and the rest is applied', async () => {
	await using trial = await createRestricted({'a.yaml': text(configMap('a')), 'old.yaml': text(configMap('old'))});
	await roles.allow(trial.name, [rule('get list watch create patch: configmaps')]);
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await trial.declare({'a.yaml': text(configMap('a', {k: 'new'})), 'old.yaml': undefined});
	expect(forbiddenOf(await trial.plan('--prune'))).toEqual([
		'delete ConfigMap may not delete configmaps in namespace test',
		'update ConfigMap',
	]);
	const sync = await trial.run('sync', '--yes', '--prune');
	expect(sync).toMatchObject({code: 1, stdout: expect.stringContaining('left (1): ConfigMap')});
	expect(await trial.namespace.kubectl(['get', 'configmap', 'a', '--output=jsonpath={.data.k}'])).toBe('new');
	expect(await refusals(trial)).toEqual([]);
});

test('who may see the whole cluster and make no namespace is told what waits for it', async () => {
	await using trial = await createRestricted();
	await using _ = await roles.allowEverywhere([rule('get list watch: *')]);
	const absent = `${trial.name}-absent`;
	const declared = application('absent', {
		source: {repoURL: trial.repository.remote, path: folder},
		destination: {namespace: absent},
		syncPolicy: {syncOptions: ['CreateNamespace=true']},
	});
	const file = path.join(trial.home, 'application.yaml');
	await writeFile(file, text(declared));
	const flags = ['-f', file, '--kubeconfig', cluster.viewerKubeconfig, '-o', 'json'];
	const plan = JSON.parse((await trial.startBare('plan', 'absent', ...flags).exited).stdout);
	expect(forbiddenOf(plan)[0]).toBe('create Namespace may not patch and create namespaces');
	const reasons = plan.changes.map(({forbidden}: {readonly forbidden: string}) => forbidden);
	expect(reasons.slice(1)).toHaveLength(3);
	expect(reasons[1]).toContain('may not patch and create secrets');
	expect(await refusals(trial)).toEqual([]);
});

test('who may sync the whole cluster needs nothing else, and nothing is asked namespace by namespace', async () => {
	await using trial = await createRestricted();
	await using _ = await roles.allowEverywhere(await rulesOfThePage('trueup-cluster'));
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	const calls = await callsTo(auditLog, 'viewer', trial.name);
	expect(calls.filter(call => /^list (?:configmaps|secrets|deployments) /.test(call))).toEqual([]);
	expect(await refusals(trial)).toEqual([]);
});

test('what is known of a cluster by its address goes over to its uid, whoever looks next', async () => {
	await using trial = await createRestricted({'a.yaml': text(configMap('a'))});
	await roles.allow(trial.name, [rule('get list watch create patch: configmaps')]);
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await using _ = await roles.allowEverywhere([rule('get: namespaces')]);
	const [last] = await trial.read('history');
	expect(last).toMatchObject({result: 'succeeded'});
	expect(await trial.run('plan')).toMatchObject({code: 0, stdout: expect.stringMatching(/^converged/)});
	expect((await trial.read('history'))[0]).toEqual(last);
});
