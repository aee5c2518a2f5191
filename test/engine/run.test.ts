import {expect, test} from 'vitest';
import {application, approve, configMap, deployment, run, setUp} from './support/harness.ts';

const all = {automated: true, prune: true, selfHeal: true};
const d = 'apps/Deployment/shop/d';

test('an automated application is brought up without a person, and a new commit follows', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [configMap('a', {x: '1'})]});
	const {engine} = start();
	const {heard} = run(engine);
	await heard(({kind, result}) => kind === 'finished' && result === 'succeeded');
	const next = heard(({kind, message}) => kind === 'configured' && message.includes('ConfigMap shop/a'));
	git.commit({web: [configMap('a', {x: '2'})]});
	await next;
	expect(fake.find('/ConfigMap/shop/a')?.body.data).toEqual({x: '2'});
});

test('a deleted object comes back, and a changed one is set back, with who did it', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [deployment('d', 1)]});
	const {engine, events} = start();
	const {heard} = run(engine);
	await heard(({kind}) => kind === 'finished');
	const back = heard(({kind}) => kind === 'healed');
	fake.drop(d);
	await back;
	const healed = heard(({kind}) => kind === 'healed');
	fake.edit(d, body => ({...body, spec: {replicas: 5}}), 'kubectl-scale');
	await healed;
	expect(Object(fake.find(d)?.body.spec).replicas).toBe(1);
	expect(events.filter(({kind}) => kind === 'drift').map(({message}) => message)).toEqual([
		'Deployment shop/d is gone: somebody deleted it',
		'Deployment shop/d drifted: spec.replicas is 5, Git says 1, set by kubectl-scale (Update)',
	]);
});

test('without self-heal drift is shown, and not repaired', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [deployment('d', 1)]});
	const {engine} = start();
	const {heard, shown} = run(engine);
	await heard(({kind}) => kind === 'finished');
	const drift = heard(({kind}) => kind === 'drift');
	fake.edit(d, body => ({...body, spec: {replicas: 5}}), 'kubectl-scale');
	await drift;
	await shown(({sync}) => sync === 'OutOfSync');
	expect(Object(fake.find(d)?.body.spec).replicas).toBe(5);
});

test('what differs from a commit that needed no change is drift, and not repaired without self-heal', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [deployment('d', 1), configMap('a')]});
	const {engine, events} = start();
	const {heard} = run(engine);
	await heard(({kind}) => kind === 'finished');
	const arrived = heard(({kind, revision}) => kind === 'finished' && revision === second);
	const second = git.commit({web: [deployment('d', 1)]});
	await arrived;
	expect(engine.history('web')).not.toContainEqual(expect.objectContaining({revision: second}));

	const drift = heard(({kind}) => kind === 'drift');
	fake.edit(d, body => ({...body, spec: {replicas: 5}}), 'kubectl-scale');
	await drift;
	expect(Object(fake.find(d)?.body.spec).replicas).toBe(5);
	expect(events.filter(({kind}) => kind === 'configured')).toEqual([]);
});

test('what Git drops is deleted where pruning is on, and left over where it is not', async () => {
	for (const prune of [true, false]) {
		const {git, fake, start} = setUp([application({policy: {automated: true, prune}})]);
		git.commit({web: [configMap('a'), configMap('b')]});
		const {engine} = start();
		const {heard, shown, stop} = run(engine);
		await heard(({kind}) => kind === 'finished');
		const next = prune ? heard(({kind}) => kind === 'deleted') : shown(({message}) => message.includes('left over'));
		git.commit({web: [configMap('a')]});
		await next;
		expect(fake.objects()).toEqual(prune ? ['ConfigMap a'] : ['ConfigMap a', 'ConfigMap b']);
		await stop();
	}
});

test('what was left over is deleted once pruning is on, and told as that', async () => {
	const {git, start} = setUp();
	git.commit({web: [configMap('a'), configMap('b')]});
	const before = start([application({policy: {automated: true}})]);
	const first = run(before.engine);
	await first.heard(({kind}) => kind === 'finished');
	git.commit({web: [configMap('a')]});
	await first.shown(({message}) => message.includes('left over'));
	await first.stop();
	const {heard} = run(start([application({policy: {automated: true, prune: true}})]).engine);
	expect((await heard(({kind}) => kind === 'healed')).message).toBe(
		'ConfigMap shop/b healed: it was left over, gone from Git',
	);
});

test('a read-only loop shows what is out of sync, and writes nothing', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a')]});
	const {engine} = start();
	const {shown} = run(engine, {isReadOnly: true});
	expect(await shown(({sync}) => sync === 'OutOfSync')).toMatchObject({health: 'Missing'});
	expect(fake.writes).toEqual([]);
});

test('passes in which nothing changed make no call to the cluster, and say when the next is due', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a'), deployment('d', 1)]});
	const {engine, events} = start();
	const {heard} = run(engine);
	await heard(({kind}) => kind === 'finished');
	await heard(({kind}) => kind === 'unchanged');
	const before = fake.cluster.calls();
	await heard(({kind}) => kind === 'unchanged');
	await heard(({kind}) => kind === 'unchanged');
	expect(fake.cluster.calls()).toEqual(before);
	expect(events.findLast(({kind}) => kind === 'next')?.message).toMatch(/is checked again at \d\d:\d\d:\d\d UTC/);
});

test('a failed sync is tried again later, and says why, with the first of its objects', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(name => configMap(name))});
	fake.refuse(() => 'denied by admission');
	const {engine} = start();
	const {heard} = run(engine);
	const retry = await heard(({kind}) => kind === 'retry');
	expect(retry.message).toContain('ConfigMap shop/e and 2 more is tried again in 5 s');
	expect(retry.message).toContain('denied by admission');
});

test('an application that was approved by hand stays as it is until a person approves again', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a', {x: '1'})]});
	await approve(start().engine);
	git.commit({web: [configMap('a', {x: '2'})]});
	const {engine} = start();
	const {shown} = run(engine);
	await shown(({sync}) => sync === 'OutOfSync');
	expect(fake.find('/ConfigMap/shop/a')?.body.data).toEqual({x: '1'});
});

test('a new commit is tried at once, however often the last one failed', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [configMap('a', {x: '1'})]});
	fake.refuse(body => (Object(body.data).x === '1' ? 'denied by admission' : undefined));
	const {engine} = start();
	const {heard} = run(engine);
	await heard(({kind}) => kind === 'retry');
	const done = heard(({kind, result}) => kind === 'finished' && result === 'succeeded');
	git.commit({web: [configMap('a', {x: '2'})]});
	await done;
});

test('what two applications claim is told once', async () => {
	const policy = {automated: true};
	const {git, fake, start} = setUp([application({policy}), application({name: 'api', path: 'api', policy})]);
	git.commit({web: [configMap('a')], api: [configMap('a')]});
	const {engine, events} = start();
	const {heard} = run(engine);
	await heard(({kind, app}) => kind === 'unchanged' && app === 'web');
	await heard(({kind, app}) => kind === 'unchanged' && app === 'api');
	expect(
		events
			.filter(({kind}) => kind === 'problem')
			.map(({app}) => app)
			.toSorted(),
	).toEqual(['api', 'web']);
	expect(fake.writes).toEqual([]);
});

test('what the server makes of an apply, seen before its answer is here, is neither undone nor applied again', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a', {x: '1'})]});
	const {engine, events} = start();
	const {apply} = fake.cluster;
	fake.cluster.apply = async (kind, body, options, signal) => {
		const isSeen = options.dryRun
			? undefined
			: heard(({kind: told, message}) => told === 'health' && message.startsWith('OutOfSync, Healthy'));
		const answer = await apply(kind, {...body, data: {x: 'by admission'}}, options, signal);
		await isSeen;
		return answer;
	};
	const {heard} = run(engine);
	await heard(({kind, result}) => kind === 'finished' && result === 'succeeded');
	await heard(({kind}) => kind === 'unchanged');
	await heard(({kind}) => kind === 'unchanged');
	expect(events.filter(({kind}) => kind === 'superseded')).toEqual([]);
	expect(fake.writes).toEqual(['apply ConfigMap a']);
});

test('an application that waits for a person says so once, and why', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a'), configMap('b')]});
	fake.create({...configMap('a'), metadata: {name: 'a', namespace: 'shop'}});
	const {engine, events} = start();
	const {heard} = run(engine);
	await heard(({kind}) => kind === 'unchanged');
	await heard(({kind}) => kind === 'unchanged');
	expect(events.filter(({kind}) => kind === 'planned').map(({message}) => message)).toEqual([
		'awaits approval: adopts ConfigMap shop/a',
	]);
	expect(fake.writes).toEqual([]);
});

test('a kind that is installed later needs no restart', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [deployment('d', 1)]});
	const {kinds} = fake.cluster;
	fake.cluster.kinds = async (signal, isFresh) => (isFresh ? await kinds(signal) : new Map());
	const {engine} = start();
	const {heard} = run(engine);
	await heard(({kind, result}) => kind === 'finished' && result === 'succeeded');
	expect(fake.objects()).toEqual(['Deployment d']);
});

test('what another process was approved to do, and was ended in the middle of, is gone on with', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	const {engine} = start();
	const {heard} = run(engine);
	await heard(({kind}) => kind === 'unchanged');
	fake.beforeApply(() => {
		fake.beforeApply(undefined);
		throw new Error('the process dies here');
	});
	const done = heard(({kind, result}) => kind === 'finished' && result === 'succeeded');
	await expect(approve(start().engine)).rejects.toThrow('the process dies here');
	await done;
	expect(fake.objects()).toEqual(['ConfigMap a']);
});

test('that deleting everything is refused is told', async () => {
	const {git, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a')]});
	const {engine} = start();
	const {heard} = run(engine);
	await heard(({kind}) => kind === 'finished');
	const problem = heard(({kind}) => kind === 'problem');
	git.commit({web: []});
	expect((await problem).message).toContain('pruning would delete everything (1 object): refused');
});
