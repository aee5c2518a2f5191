import {expect, test} from 'vitest';
import {editImage} from './support/edit.ts';
import {configMap, deployment, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, eventsOf, type Trial} from './support/trial.ts';

const cluster = sharedCluster();

const read = async ({namespace}: Trial, kind: string, name: string) =>
	JSON.parse(await namespace.kubectl(['get', kind, name, '--output=json']));

test('the plan names who else set a field, and the sync says from whom it takes it back', async () => {
	await using trial = await createTrial({'web.yaml': text(deployment('web', {image: 'web:1', replicas: 2}))});
	const {name, namespace} = trial;
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await editImage(cluster, {namespace: name, deployment: 'web', from: 'web:1', to: 'web:edited'});
	await namespace.kubectl(['scale', 'deployment/web', '--replicas=3']);

	const {changes, digest} = await trial.plan();
	expect(changes).toMatchObject([{op: 'update', kind: 'Deployment', name: 'web'}]);
	expect(changes[0]?.fields.toSorted((one, other) => one.path.localeCompare(other.path))).toEqual([
		{path: 'spec.replicas', before: 3, after: 2, managers: ['kubectl (Update)']},
		{
			path: 'spec.template.spec.containers.[name=main].image',
			before: 'web:edited',
			after: 'web:1',
			managers: ['kubectl-edit (Update)'],
		},
	]);
	expect((await trial.run('plan')).stdout).toContain('set by kubectl-edit (Update)');

	const {code, stdout} = await trial.start('sync', '--plan', digest, '-o', 'json').exited;
	expect(code).toBe(0);
	const conflict = eventsOf(stdout.trimEnd().split('\n')).find(({kind}) => kind === 'conflict');
	expect(conflict?.resource).toBe(`apps/Deployment/${name}/web`);
	expect(conflict?.message).toMatch(/replicas from kubectl/);
	expect(conflict?.message).toMatch(/image from kubectl-edit/);
	expect((await read(trial, 'deployment', 'web')).spec).toMatchObject({
		replicas: 2,
		template: {spec: {containers: [{image: 'web:1'}]}},
	});
	expect(await trial.plan()).toMatchObject({kind: 'converged', changes: []});
});

test('a field removed from Git goes away, and the fields of others stay', async () => {
	const labels = (names: readonly string[]) => ({labels: Object.fromEntries(names.map(name => [name, 'git']))});
	await using trial = await createTrial({
		'a.yaml': text(configMap('a', {kept: '1', dropped: '1'}, labels(['kept', 'dropped']))),
		'web.yaml': text(deployment('web')),
	});
	const {namespace} = trial;
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await namespace.kubectl(['patch', 'configmap', 'a', '--patch={"data": {"theirs": "1"}}']);
	await namespace.kubectl(['label', 'configmap', 'a', 'theirs=1']);
	await namespace.kubectl(['scale', 'deployment/web', '--replicas=2']);
	expect(await trial.plan()).toMatchObject({kind: 'converged', changes: []});

	await trial.declare({'a.yaml': text(configMap('a', {kept: '1'}, labels(['kept'])))});
	const {changes} = await trial.plan();
	expect(changes[0]?.fields.map(({path: field, after}) => [field, after])).toEqual(
		expect.arrayContaining([
			['data.dropped', undefined],
			['metadata.labels.dropped', undefined],
		]),
	);
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	const {data, metadata} = await read(trial, 'configmap', 'a');
	expect(data).toEqual({kept: '1', theirs: '1'});
	expect(Object.keys(metadata.labels).toSorted()).toEqual(['kept', 'theirs', 'trueup.dev/app']);
	expect((await read(trial, 'deployment', 'web')).spec.replicas).toBe(2);
	expect(await trial.plan()).toMatchObject({kind: 'converged'});
});

test('what Git drops goes away also where `kubectl apply` wrote over it in the meantime', async () => {
	await using trial = await createTrial({'a.yaml': text(configMap('a', {kept: '1', dropped: '1'}))});
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	await trial.namespace.kubectl(['apply', '--filename=-'], text(configMap('a', {kept: '1', dropped: '1'})));
	await trial.declare({'a.yaml': text(configMap('a', {kept: '1'}))});
	expect(await trial.run('sync', '--yes')).toMatchObject({code: 0});
	expect((await read(trial, 'configmap', 'a')).data).toEqual({kept: '1'});
	expect(await trial.plan()).toMatchObject({kind: 'converged'});
});
