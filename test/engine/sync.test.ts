import {expect, test} from 'vitest';
import type {Problem} from '../../source/model/problem.ts';
import {keyOf, type ResourceKey} from '../../source/model/resource.ts';
import {application, approve, configMap, deployment, never, setUp} from './support/harness.ts';

const wave = (value: string) => ({'argocd.argoproj.io/sync-wave': value});
const key = (name: string): ResourceKey => keyOf({group: '', kind: 'ConfigMap', namespace: 'shop', name});

test('a commit becomes a plan, is approved, applied, and then there is nothing left to do', async () => {
	const {fake, git, start} = setUp();
	git.commit({web: [configMap('a', {x: '1'}), deployment('d', 1)]});
	const {engine} = start();
	const plan = await engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'awaiting-approval', problems: []});
	expect(plan.changes.map(({op, id}) => `${op} ${id.kind} ${id.name}`)).toEqual(['create ConfigMap a', 'create Deployment d']);
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

test('an object that nobody marked is adopted only by a person', async () => {
	const {fake, git, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [configMap('a', {x: '1'})]});
	fake.create({...configMap('a', {x: '0'}), metadata: {name: 'a', namespace: 'shop'}});
	const {engine} = start();
	const plan = await engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'awaiting-approval', changes: [{op: 'update', consents: ['adopt']}]});
	expect(plan.changes[0]?.risks).toEqual(['adopts an object that trueup did not make']);
});

test('an object of another application, or of another path, is taken over only by a person', async () => {
	const first = application({policy: {automated: true}});
	const moved = application({policy: {automated: true}, path: 'elsewhere'});
	const {git, start} = setUp([first]);
	git.commit({web: [configMap('a')], elsewhere: [configMap('a')]});
	await approve(start().engine);
	const plan = await start([moved]).engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'awaiting-approval', changes: [{consents: ['take-over']}]});
	const other = application({name: 'api', path: 'web', policy: {automated: true}});
	const rival = await start([other]).engine.plan('api', {prune: false}, never);
	expect(rival.changes[0]?.risks).toEqual(['takes it over from application web']);
});

test('two applications that claim one object have a problem each, and neither touches it', async () => {
	const {git, fake, start} = setUp([application(), application({name: 'api', path: 'api'})]);
	git.commit({web: [configMap('a'), configMap('mine')], api: [configMap('a')]});
	const {engine} = start();
	for (const app of ['web', 'api']) {
		const {problems, changes} = await engine.plan(app, {prune: false}, never);
		expect(problems.map(({message}) => message)).toEqual([expect.stringContaining('is declared by application')]);
		expect(changes.map(({id}) => id.name)).not.toContain('a');
	}

	expect(await approve(engine)).toMatchObject({result: 'failed'});
	expect(fake.objects()).toEqual(['ConfigMap mine']);
});

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
	expect(await approve(engine)).toMatchObject({result: 'failed', message: expect.stringContaining('the good part is applied')});
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

test('a label that was copied onto another object does not make it ours to delete', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), configMap('old')]});
	await approve(start().engine);
	const {labels, annotations} = Object(fake.find(key('old'))?.body.metadata);
	fake.create({...configMap('copy'), metadata: {name: 'copy', namespace: 'shop', labels, annotations}});
	git.commit({web: [configMap('a')]});
	const plan = await start().engine.plan('web', {prune: true}, never);
	expect(plan.changes.map(({op, id}) => `${op} ${id.name}`)).toEqual(['delete old']);
});

test('waves go one after the other, and a failure ends the operation before the next', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('c', {}, wave('2')), configMap('a', {}, wave('-1')), configMap('b')]});
	const {engine} = start();
	const {digest} = await engine.plan('web', {prune: false}, never);
	fake.refuse(body => (Object(body.metadata).name === 'b' ? 'denied by admission' : undefined));
	fake.beforeApply(() => undefined);
	const end = await engine.sync({app: 'web', digest, resources: [], by: 'me', timeoutMs: 1000}, never);
	expect(end).toMatchObject({result: 'failed', message: expect.stringContaining('denied by admission')});
	expect(fake.writes).toEqual(['apply ConfigMap a']);
});

test('an operation that was cut off goes on with what is left of it, and writes nothing twice', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a', {}, wave('0')), configMap('b', {}, wave('1')), configMap('c', {}, wave('2'))]});
	const crashing = start();
	const {digest} = await crashing.engine.plan('web', {prune: false}, never);
	fake.beforeApply(body => {
		if (Object(body.metadata).name === 'b') {
			throw new Error('the process dies here');
		}
	});
	await expect(
		crashing.engine.sync({app: 'web', digest, resources: [], by: 'me', timeoutMs: 1000}, never),
	).rejects.toThrow('the process dies here');
	fake.beforeApply(undefined);
	const {engine} = start();
	expect(await engine.unfinished('web', never)).toMatchObject({revision: '1'.repeat(40), by: 'me'});
	expect(await engine.resume('web', {timeoutMs: 1000}, never)).toMatchObject({result: 'succeeded'});
	expect(fake.writes).toEqual(['apply ConfigMap a', 'apply ConfigMap b', 'apply ConfigMap c']);
	expect(await engine.unfinished('web', never)).toBeUndefined();
	expect(engine.history('web')).toMatchObject([{result: 'succeeded', by: 'me'}]);
});

test('no value of a Secret reaches a plan, an event, a row or the state, and the cluster gets it as it is', async () => {
	const canary = 'canary-5d41402a';
	const {git, fake, start} = setUp();
	const secret = (value: string) => ({apiVersion: 'v1', kind: 'Secret', metadata: {name: 's'}, stringData: {password: value}});
	git.commit({web: [secret(canary)]});
	const {engine, events} = start();
	const first = await engine.plan('web', {prune: false}, never);
	await approve(engine);
	git.commit({web: [secret(`${canary}-2`)]});
	const second = await start().engine.plan('web', {prune: false}, never);
	const rendered = await engine.render('web', never);
	const everything = JSON.stringify([first, second, events, rendered, engine.history('web')]);
	for (const shape of [canary, Buffer.from(canary).toString('base64').slice(0, 16)]) {
		expect(everything).not.toContain(shape);
	}

	expect(second.changes[0]?.fields).toEqual([
		expect.objectContaining({path: 'data.password', before: expect.stringMatching(/^\(secret /), after: expect.anything()}),
	]);
	const sent = Object(fake.find('/Secret/shop/s')?.body.data).password;
	expect(Buffer.from(sent, 'base64').toString()).toBe(canary);
});

test('a repository that does not answer leaves the last good commit in force, and says so', async () => {
	const {git, start, unreachable} = setUp();
	git.commit({web: [configMap('a')]});
	await approve(start().engine);
	git.fail(unreachable);
	const {engine} = start();
	const details = await engine.get('web', never);
	expect(details).toMatchObject({sync: 'Synced', revision: '1'.repeat(40)});
	expect(details.problems[0]?.message).toContain('commit 1111111 stays in force');
	git.fail(undefined);
	expect((await start().engine.get('web', never)).problems).toEqual([]);
});

test('a context that shows another cluster than before blocks', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	await approve(start().engine);
	fake.cluster.identity = async () => 'cluster-2';
	const plan = await start().engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'blocked', changes: []});
	expect(plan.problems[0]?.message).toContain('--confirm-cluster cluster-2');
});

test('one operation at a time: another process is told who has it', async () => {
	const {git, start} = setUp();
	git.commit({web: [configMap('a')]});
	const first = start();
	const {digest} = await first.engine.plan('web', {prune: false}, never);
	first.store.lock('cluster-1', 'web', '2026-01-01T00:00:00.000Z');
	const end = start().engine.sync({app: 'web', digest, resources: [], by: 'me', timeoutMs: 1000}, never);
	await expect(end).rejects.toThrow(/application web is being synced by .* since 2026-01-01/);
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
