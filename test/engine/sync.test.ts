import {expect, test} from 'vitest';
import {keyOf, type ResourceKey} from '../../source/model/resource.ts';
import {approve, configMap, deployment, never, setUp} from './support/harness.ts';

const key = (name: string): ResourceKey => keyOf({group: '', kind: 'ConfigMap', namespace: 'shop', name});

test('a commit becomes a plan, is approved, applied, and then there is nothing left to do', async () => {
	const {fake, git, start} = setUp();
	git.commit({web: [configMap('a', {x: '1'}), deployment('d', 1)]});
	const {engine} = start();
	const plan = await engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'awaiting-approval', problems: []});
	expect(plan.changes.map(({op, id}) => `${op} ${id.kind} ${id.name}`)).toEqual([
		'create ConfigMap a',
		'create Deployment d',
	]);
	expect(fake.objects()).toEqual([]);
	expect(await approve(engine)).toMatchObject({result: 'succeeded'});
	expect(fake.objects()).toEqual(['ConfigMap a', 'Deployment d']);
	expect(await engine.plan('web', {prune: false}, never)).toMatchObject({kind: 'converged', changes: []});
	expect(await engine.rows(never)).toMatchObject([{sync: 'Synced', health: 'Healthy', resources: 2}]);
});

test('planning twice gives the same digest, in another process too', async () => {
	const {git, start} = setUp();
	git.commit({web: [configMap('a'), deployment('d', 1)]});
	const first = await start().engine.plan('web', {prune: false}, never);
	const second = await start().engine.plan('web', {prune: false}, never);
	expect(second.digest).toBe(first.digest);
});

test('a commit that renders the same keeps an approval valid', async () => {
	const {git, start} = setUp();
	git.commit({web: [configMap('a')]});
	const {digest} = await start().engine.plan('web', {prune: false}, never);
	git.commit({web: [configMap('a')], other: [configMap('b')]});
	const {engine} = start();
	const end = await engine.sync({app: 'web', digest, resources: [], by: 'me', timeoutMs: 1000}, never);
	expect(end.result).toBe('succeeded');
});

test('what moved since the plan is named, nothing is applied, and the rest can still be approved', async () => {
	const {fake, git, start} = setUp();
	git.commit({web: [configMap('a', {x: '1'}), configMap('b', {x: '1'})]});
	await approve(start().engine);
	git.commit({web: [configMap('a', {x: '2'}), configMap('b', {x: '2'})]});
	const {digest} = await start().engine.plan('web', {prune: false}, never);
	fake.edit(key('a'), body => ({...body, data: {x: 'by hand'}}));
	fake.writes.length = 0;
	const {engine, events} = start();
	const approval = {app: 'web', digest, by: 'me', timeoutMs: 1000};
	const end = await engine.sync({...approval, resources: []}, never);
	expect(end.result).toBe('stale');
	expect(end.message).toContain('ConfigMap shop/a');
	expect(end.message).not.toContain('ConfigMap shop/b');
	expect(fake.writes).toEqual([]);
	expect(events.at(-1)).toMatchObject({kind: 'finished', result: 'stale'});
	expect(await engine.sync({...approval, resources: [key('b')]}, never)).toMatchObject({result: 'succeeded'});
	expect(fake.writes).toEqual(['apply ConfigMap b']);
});

test('an object that moves between the comparison and the write is not written', async () => {
	const {fake, git, start} = setUp();
	git.commit({web: [configMap('a', {x: '1'})]});
	await approve(start().engine);
	git.commit({web: [configMap('a', {x: '2'})]});
	const {engine} = start();
	fake.beforeApply(() => {
		fake.beforeApply(undefined);
		fake.edit(key('a'), body => ({...body, data: {x: 'by hand'}}));
	});
	expect(await approve(engine)).toMatchObject({result: 'stale'});
	expect(fake.find(key('a'))?.body.data).toEqual({x: 'by hand'});
});

test('a comparison of what did not change asks for lists alone', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), deployment('d', 1)]});
	await approve(start().engine);
	const before = fake.cluster.calls();
	await start().engine.rows(never);
	const after = fake.cluster.calls();
	expect(after['dry-run']).toBe(before['dry-run']);
	expect(Number(after.list) - Number(before.list)).toBe(2);
});
