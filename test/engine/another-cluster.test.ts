import {expect, test} from 'vitest';
import {application, approve, configMap, deployment, run, setUp} from './support/harness.ts';

const all = {automated: true, prune: true, selfHeal: true};
const blocked =
	/^context test now shows another cluster \(uid cluster-2\) than before \(uid cluster-1\); nothing is done there until you confirm it: --confirm-cluster cluster-2; since \S+Z; tried again within 10 s$/;

/** An application that is in place, in a cluster that is about to be another one. */
async function setUpDeployed() {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a', {x: '1'})]});
	const {engine, events} = start();
	const running = run(engine);
	await running.heard(({message}) => message === 'Synced, Healthy');
	return {git, fake, engine, events, ...running};
}

test('a cluster that comes back as another one is named in the row, since when, and nothing is made there', async () => {
	const {fake, shown, heard, events} = await setUpDeployed();
	const told = heard(({kind, app}) => kind === 'stale' && app === '');
	fake.turnInto('cluster-2');
	expect((await told).message).toBe(
		'cluster test is another one than before: what runs there ends, and nothing is written there unasked',
	);
	await shown(({message}) => blocked.test(message));
	expect(fake.writes).toEqual(['apply ConfigMap a']);
	expect(fake.objects()).toEqual([]);
	expect(events.filter(({kind}) => kind === 'started')).toHaveLength(1);
});

test('it goes on by itself when the right cluster is back', async () => {
	const {fake, shown, heard} = await setUpDeployed();
	fake.turnInto('cluster-2');
	await shown(({message}) => blocked.test(message));
	const back = heard(({kind}) => kind === 'reconnected');
	fake.turnInto('cluster-1');
	await back;
	await shown(({message, sync}) => message === '' && sync === 'Synced');
	const made = heard(({kind}) => kind === 'created');
	fake.drop('/ConfigMap/shop/a');
	await made;
	expect(fake.writes).toEqual(['apply ConfigMap a', 'apply ConfigMap a']);
});

test('an operation that runs stops before its next write, and the next one does the rest in the right cluster', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [deployment('d', 1), configMap('b', {}, {'argocd.argoproj.io/sync-wave': '1'})]});
	fake.letReady(false);
	const {engine} = start();
	const {shown, heard} = run(engine);
	const finished = heard(({kind}) => kind === 'finished');
	await shown(({message}) => message.startsWith('syncing: waiting for Deployment shop/d'));
	fake.turnInto('cluster-2');
	expect(await finished).toMatchObject({result: 'interrupted', message: expect.stringContaining('another one')});
	await shown(({message}) => blocked.test(message));
	expect(fake.writes).toEqual(['apply Deployment d']);
	const done = heard(({kind, result}) => kind === 'finished' && result === 'succeeded');
	fake.turnInto('cluster-1');
	fake.letReady(true);
	await done;
	expect(fake.writes).toEqual(['apply Deployment d', 'apply ConfigMap b']);
});

test('what a person approved is not carried out in another cluster', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	const {engine} = start();
	const {digest} = await engine.plan('web', {prune: false}, new AbortController().signal);
	fake.turnInto('cluster-2');
	const approval = {app: 'web', digest, resources: [], by: 'somebody@test', timeoutMs: 5000};
	await expect(engine.sync(approval, new AbortController().signal)).rejects.toThrow(/another one than before/);
	expect(fake.writes).toEqual([]);
});

test('which cluster it is is asked once for each time that a connection was lost, and not while all is well', async () => {
	const {fake, heard, git} = await setUpDeployed();
	const asked = () => fake.cluster.calls().get;
	const before = asked();
	const finished = heard(({kind}) => kind === 'finished');
	git.commit({web: [configMap('a', {x: '2'})]});
	await finished;
	expect(asked()).toBe(before);
	const back = heard(({kind}) => kind === 'reconnected');
	fake.isDown(true);
	fake.isDown(false);
	await back;
	const healed = heard(({kind}) => kind === 'healed');
	fake.edit('/ConfigMap/shop/a', body => ({...body, data: {x: '3'}}));
	await healed;
	expect(asked()).toBe((before ?? 0) + 1);
});

test('the next process is told too', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	await approve(start().engine);
	fake.turnInto('cluster-2');
	const {kind} = await start().engine.plan('web', {prune: false}, new AbortController().signal);
	expect(kind).toBe('blocked');
});

test('who only looks, and has no state to look into, is told too', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	const {engine} = start(undefined, undefined, {isReadOnly: true});
	const {shown} = run(engine, {isReadOnly: true});
	await shown(({sync}) => sync === 'OutOfSync');
	fake.turnInto('cluster-2');
	await shown(({message}) => blocked.test(message));
});
