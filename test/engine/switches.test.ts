import {expect, test} from 'vitest';
import {application, approve, configMap, deployment, setUp} from './support/harness.ts';
import {interview} from './support/interview.ts';

const d = 'apps/Deployment/shop/d';
const by = 'ann@desk';
const off = {automated: false, prune: false, selfHeal: false, createNamespace: false};

test('a switch is in force at once: what had drifted is healed, and everybody is told', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [deployment('d', 1)]});
	const {engine} = start();
	const {ask, until, told, rows, hellos} = interview(engine);
	await until(() => rows.find(({sync, health}) => sync === 'Synced' && health === 'Healthy'));
	fake.edit(d, body => ({...body, spec: {replicas: 5}}), 'kubectl-scale');
	await until(() => told('drift').length > 0);
	const policy = {...off, automated: true, selfHeal: true};
	expect(await ask({kind: 'switch', app: 'web', policy: {selfHeal: true}, by})).toEqual(policy);
	await until(() => told('healed').length > 0);
	expect(Object(fake.find(d)?.body.spec).replicas).toBe(1);
	expect(told('switched')).toEqual(['self-heal on, by ann@desk']);
	expect(hellos().at(-1)?.applications[0]?.policy).toEqual(policy);
	expect(rows.at(-1)?.policy).toEqual(policy);
});

test('auto-sync that is switched off lets new commits wait', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [deployment('d', 1)]});
	const {ask, until, rows} = interview(start().engine);
	await until(() => rows.find(({sync, health}) => sync === 'Synced' && health === 'Healthy'));
	await ask({kind: 'switch', app: 'web', policy: {automated: false}, by});
	const second = git.commit({web: [deployment('d', 2)]});
	await until(() => rows.find(({revision, sync}) => revision === second && sync === 'OutOfSync'));
	expect(fake.writes).toEqual(['apply Deployment d']);
});

test('prune that is switched on deletes what is left over, and the history calls it a prune', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true, selfHeal: true}})]);
	git.commit({web: [deployment('d', 1), configMap('old')]});
	const {engine} = start();
	const {ask, until, told, rows} = interview(engine);
	await until(() => rows.find(({sync, health}) => sync === 'Synced' && health === 'Healthy'));
	const second = git.commit({web: [deployment('d', 1)]});
	await until(() => rows.find(({revision, sync}) => revision === second && sync === 'OutOfSync'));
	await ask({kind: 'switch', app: 'web', policy: {prune: true}, by});
	await until(() => rows.at(-1)?.sync === 'Synced' && rows.at(-1)?.health === 'Healthy');
	expect(fake.find('/ConfigMap/shop/old')).toBeUndefined();
	expect(engine.history('web')[0]).toMatchObject({by: 'trueup (prune)', result: 'succeeded'});
	expect(told('health')).toContain('ConfigMap shop/old is Healthy: it is gone');
});

test('switches survive a restart, are seen by verbs, and stand in the history with who and when', async () => {
	const {git, start} = setUp();
	git.commit({web: [deployment('d', 1)]});
	const first = start();
	const {ask, stop} = interview(first.engine, {isHeld: true});
	await approve(first.engine);
	await ask({kind: 'switch', app: 'web', policy: {automated: true, prune: true}, by});
	await ask({kind: 'switch', app: 'web', policy: {prune: false}, by: 'bo@desk'});
	await stop();
	const {engine} = start();
	expect((await engine.rows(new AbortController().signal))[0]?.policy).toEqual({...off, automated: true});
	expect(engine.history('web')).toMatchObject([
		{kind: 'switch', by: 'bo@desk', message: 'prune off'},
		{kind: 'switch', by, message: 'auto-sync on, prune on'},
		{kind: 'operation', result: 'succeeded'},
	]);
});

test('what is switched to what it is says nothing and is not noted', async () => {
	const {start} = setUp();
	const {engine} = start();
	const {ask, told} = interview(engine, {isHeld: true});
	expect(await ask({kind: 'switch', app: 'web', policy: {automated: false}, by})).toEqual(off);
	expect([told('switched'), engine.history('web')]).toEqual([[], []]);
});

test('a switch holds until the manifest itself says otherwise than it did, and then the manifest is in force', async () => {
	const {start} = setUp();
	const first = start([application({policy: {automated: true, selfHeal: true}})]);
	const {ask, stop} = interview(first.engine, {isHeld: true});
	await ask({kind: 'switch', app: 'web', policy: {automated: false, selfHeal: false}, by});
	await stop();

	const changed = [application({policy: {automated: true, selfHeal: false, prune: true}})];
	const second = start(changed);
	expect(second.engine.names()).toEqual(['web']);
	const {told, hellos} = interview(second.engine, {isHeld: true});
	expect(hellos().at(-1)?.applications[0]?.policy).toEqual({...off, prune: true});
	expect(told('switched')).toEqual(['self-heal off: the manifest was changed and is in force again']);
	expect(second.engine.history('web')[0]).toMatchObject({by: 'trueup'});
});

test('what another process on this state switches is taken over with the next look at the remote', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [deployment('d', 1)]});
	const loop = interview(start().engine);
	await loop.until(() => loop.rows.find(({sync}) => sync === 'OutOfSync'));
	const other = interview(start().engine, {isHeld: true});
	await other.ask({kind: 'switch', app: 'web', policy: {automated: true}, by});
	await loop.until(() => loop.rows.find(({sync}) => sync === 'Synced'));
	expect(fake.writes).toEqual(['apply Deployment d']);
});

test('what another process has switched stays when this one switches something else', async () => {
	const {git, start} = setUp();
	git.commit({web: [deployment('d', 1)]});
	const [here, there] = [start(), start()].map(({engine}) => interview(engine, {isHeld: true, intervalMs: 3_600_000}));
	await Promise.all([here, there].map(one => one?.until(() => one.rows.length > 0)));
	await there?.ask({kind: 'switch', app: 'web', policy: {prune: true}, by: 'bo@desk'});
	expect(await here?.ask({kind: 'switch', app: 'web', policy: {selfHeal: true}, by})).toEqual({
		...off,
		prune: true,
		selfHeal: true,
	});
});
