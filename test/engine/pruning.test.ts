import {expect, test} from 'vitest';
import type {Problem} from '../../source/model/problem.ts';
import {application, approve, configMap, never, setUp} from './support/harness.ts';

const broken: Problem = {scope: 'file', where: 'bad.yaml:3', message: 'duplicate key "x"'};

test('beside a broken file a person may sync the good part; nothing is pruned, and an automated sync waits', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true, prune: true}})]);
	git.commit({web: [configMap('a'), configMap('old')]});
	await approve(start().engine);
	git.commit({web: [configMap('a'), configMap('new')]}, [broken]);
	const {engine} = start();
	const plan = await engine.plan('web', {prune: true}, never);
	expect(plan.kind).toBe('awaiting-approval');
	expect(plan.changes.map(({op, id}) => `${op} ${id.name}`)).toEqual(['create new']);
	expect(plan.leftovers.map(({name}) => name)).toEqual(['old']);
	expect(await approve(engine)).toMatchObject({
		result: 'failed',
		message: expect.stringContaining('the good part is applied'),
	});
	expect(fake.objects()).toEqual(['ConfigMap a', 'ConfigMap new', 'ConfigMap old']);
});

test('what is gone from Git is left over, and deleted only where that is asked for', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), configMap('old')]});
	await approve(start().engine);
	git.commit({web: [configMap('a')]});
	expect(await start().engine.rows(never)).toMatchObject([{sync: 'OutOfSync', message: '1 left over in the cluster'}]);
	expect(await approve(start().engine)).toMatchObject({result: 'succeeded'});
	expect(fake.objects()).toEqual(['ConfigMap a', 'ConfigMap old']);
	expect(await approve(start().engine, 'web', true)).toMatchObject({result: 'succeeded'});
	expect(fake.objects()).toEqual(['ConfigMap a']);
});

test('deleting everything is refused', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), configMap('b')]});
	await approve(start().engine);
	git.commit({web: []});
	const plan = await start().engine.plan('web', {prune: true}, never);
	expect(plan).toMatchObject({kind: 'blocked', changes: []});
	expect(plan.problems[0]?.message).toContain('pruning would delete everything (2 objects): refused');
	expect(fake.objects()).toEqual(['ConfigMap a', 'ConfigMap b']);
});

test('what is to be kept is never pruned, and is told of', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), configMap('data', {}, {'helm.sh/resource-policy': 'keep'}), configMap('old')]});
	await approve(start().engine);
	git.commit({web: [configMap('a')]});
	const plan = await start().engine.plan('web', {prune: true}, never);
	expect(plan.changes.map(({op, id}) => `${op} ${id.name}`)).toEqual(['delete old']);
	expect(plan.notes).toEqual(['gone from Git and kept for ever, as helm.sh/resource-policy says: ConfigMap shop/data']);
	expect(await approve(start().engine, 'web', true)).toMatchObject({result: 'succeeded'});
	expect(fake.objects()).toEqual(['ConfigMap a', 'ConfigMap data']);
	expect(await start().engine.rows(never)).toMatchObject([{sync: 'Synced'}]);
});
