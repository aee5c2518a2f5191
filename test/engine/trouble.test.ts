import {expect, test} from 'vitest';
import {application, approve, configMap, deployment, never, setUp} from './support/harness.ts';

const wave = (value: string) => ({'argocd.argoproj.io/sync-wave': value});

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
	git.commit({web: [configMap('d')]});
	const end = await engine.resume('web', {timeoutMs: 1000}, never);
	expect(end).toEqual({result: 'succeeded', message: 'synced and healthy at 1111111'});
	expect(fake.writes).toEqual(['apply ConfigMap a', 'apply ConfigMap b', 'apply ConfigMap c']);
	expect(await engine.unfinished('web', never)).toBeUndefined();
	expect(engine.history('web')).toMatchObject([{result: 'succeeded', by: 'me'}]);
});

test('an operation that goes on waits for the waves before, and tells what was made when it is interrupted', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [deployment('d', 1), configMap('c', {}, wave('1'))]});
	const {engine, events} = start();
	const {digest} = await engine.plan('web', {prune: false}, never);
	fake.letReady(false);
	const interrupted = new AbortController();
	const waiting = (all: typeof engine) =>
		new Promise<void>(resolve => all.subscribe(({kind}) => kind === 'waiting' && resolve()));
	const first = waiting(engine).then(() => interrupted.abort());
	const approval = {app: 'web', digest, resources: [], by: 'me', timeoutMs: 5000};
	const end = await engine.sync(approval, interrupted.signal);
	await first;
	expect(end).toEqual({
		result: 'interrupted',
		message: 'interrupted while waiting for health: 1 of 2 changes were made',
	});

	const next = start().engine;
	const plan = await next.plan('web', {prune: false}, never);
	const again = waiting(next);
	const done = next.sync({...approval, digest: plan.digest}, never);
	await again;
	expect(fake.writes).toEqual(['apply Deployment d']);
	fake.letReady(true);
	expect(await done).toMatchObject({result: 'succeeded'});
	expect(fake.writes).toEqual(['apply Deployment d', 'apply ConfigMap c']);
	expect(events.filter(({kind}) => kind === 'finished')).toHaveLength(1);
});

test('no value of a Secret reaches a plan, an event, a row or the state, and the cluster gets it as it is', async () => {
	const canary = 'canary-5d41402a';
	const {git, fake, start} = setUp();
	const secret = (value: string) => ({
		apiVersion: 'v1',
		kind: 'Secret',
		metadata: {name: 's'},
		stringData: {password: value},
	});
	git.commit({web: [secret(canary)]});
	const {engine, events} = start();
	const first = await engine.plan('web', {prune: false}, never);
	await approve(engine);
	git.commit({web: [secret(`${canary}-2`)]});
	const second = await start().engine.plan('web', {prune: false}, never);
	const rendered = await engine.render('web', {isOffline: false}, never);
	const everything = JSON.stringify([first, second, events, rendered, engine.history('web')]);
	for (const shape of [canary, Buffer.from(canary).toString('base64').slice(0, 16)]) {
		expect(everything).not.toContain(shape);
	}

	expect(second.changes[0]?.fields).toEqual([
		expect.objectContaining({
			path: 'data.password',
			before: expect.stringMatching(/^\(secret /),
			after: expect.anything(),
		}),
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

test('what could not be reached is told apart from what is declared wrongly, and both by the context that they go to', async () => {
	const {git, fake, start, unreachable} = setUp([application(), application({name: 'lost', cluster: 'elsewhere'})]);
	git.commit({web: [configMap('a')]});
	const shown = async () =>
		(await start().engine.rows(never)).map(({name, sync, destination, isUnreached}) =>
			[name, sync, destination, isUnreached ? 'unreached' : 'looked at'].join(' '),
		);
	const lost = 'lost Unknown elsewhere/shop looked at';
	git.fail(unreachable);
	expect(await shown()).toEqual(['lost Unknown elsewhere/shop unreached', 'web Unknown test/shop unreached']);
	git.fail(undefined);
	fake.isDown(true);
	expect(await shown()).toEqual([lost, 'web Unknown test/shop unreached']);
	fake.isDown(false);
	expect(await shown()).toEqual([lost, 'web OutOfSync test/shop looked at']);
});

test('an application that can not be rendered now is told of, and the others of its repository go on', async () => {
	const {git, start, unreachable} = setUp([application(), application({name: 'shop', path: 'shop'})]);
	git.commit({web: [configMap('a')], shop: [configMap('b')]});
	git.breakRender('web', unreachable);
	const {engine} = start();
	const shop = await engine.get('shop', never);
	expect(shop).toMatchObject({sync: 'OutOfSync', problems: []});
	const web = await engine.get('web', never);
	expect(web.problems[0]?.message).toContain(unreachable.message);
	expect(web.sync).not.toBe('Synced');
});

test('a context that shows another cluster than before blocks', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	await approve(start().engine);
	fake.cluster.identity = async () => ({uid: 'cluster-2', address: 'address-of-cluster-1'});
	const plan = await start().engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'blocked', changes: []});
	expect(plan.problems[0]?.message).toContain('--confirm-cluster cluster-2');
});

const eve = {user: 'eve', isAllowed: false};
const admin = {user: 'admin', isAllowed: true};

test.for([
	['comes', [eve, admin]],
	['goes', [admin, eve]],
	['goes and comes again', [admin, eve, admin]],
	['comes and goes again', [eve, admin, eve]],
] as const)('what is known of a cluster stays known when the right to read kube-system %s', async ([, users]) => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	for (const [index, {isAllowed}] of users.entries()) {
		fake.rights.allow(({namespace}) => isAllowed || namespace !== 'kube-system');
		const {engine, store} = start();
		if (index === 0) {
			await approve(engine);
		}

		const {kind, cluster} = await engine.plan('web', {prune: false}, never);
		expect(kind).toBe('converged');
		expect(store.lastAttempt(cluster, 'web')).toMatchObject({result: 'succeeded'});
		expect(cluster).toBe(users.slice(0, index + 1).some(user => user.isAllowed) ? 'cluster-1' : 'address-of-cluster-1');
	}
});

test('one operation at a time, also for a process that began before the uid could be read', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	fake.rights.allow(({namespace}) => namespace !== 'kube-system');
	const before = start();
	await before.engine.plan('web', {prune: false}, never);
	fake.rights.allow(undefined);
	const after = start();
	await after.engine.plan('web', {prune: false}, never);
	before.store.lock('address-of-cluster-1', 'web', '2026-01-01T00:00:00.000Z');
	expect(after.store.lock('cluster-1', 'web', '2026-01-01T00:00:01.000Z')).toMatchObject({
		since: '2026-01-01T00:00:00.000Z',
	});
	before.store.unlock('address-of-cluster-1', 'web');
	expect(after.store.lock('cluster-1', 'web', '2026-01-01T00:00:02.000Z')).toBeUndefined();
});

test('a cluster at another address, of which the uid may not be read, blocks', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	await approve(start().engine);
	fake.cluster.identity = async () => ({uid: '', address: 'address-elsewhere'});
	const plan = await start().engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'blocked', changes: []});
	expect(plan.problems[0]?.message).toContain('--confirm-cluster address-elsewhere');
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

test('an application whose cluster is not known is blocked, with all that is wrong with it', async () => {
	const lost = {...application(), destination: {cluster: 'nowhere', namespace: 'shop'}};
	const {git, start} = setUp([lost]);
	git.commit({web: [configMap('a')]});
	const {engine} = start([lost], new Map([['web', [{scope: 'application', where: 'apps.yaml:1', message: 'helm'}]]]));
	const messages = ['helm', 'no context nowhere'];
	expect((await engine.get('web', never)).problems.map(({message}) => message)).toEqual(messages);
	const plan = await engine.plan('web', {prune: false}, never);
	expect(plan).toMatchObject({kind: 'blocked', changes: []});
	expect(plan.problems.map(({message}) => message)).toEqual(messages);
});
