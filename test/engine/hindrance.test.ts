import {expect, test} from 'vitest';
import {application, approve, configMap, deployment, never, run, setUp} from './support/harness.ts';

const all = {automated: true, prune: true, selfHeal: true};

test('why a sync fails is in the row, with how often, since when and when it is tried again; who lists elsewhere sees it too', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [configMap('a')]});
	fake.refuse(() => 'exceeded quota: small');
	const {engine, ports} = start();
	const {sleep, ticks} = ports.clock;
	ports.clock.ticks = () => ticks() * 100;
	ports.clock.sleep = (milliseconds, signal) => sleep(milliseconds / 100, signal);
	const {shown} = run(engine, {intervalMs: 3_600_000});
	const {message} = await shown(({message: text}) => text.includes('failed 3 times'));
	expect(message).toMatch(
		/^the last sync failed 3 times since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ: ConfigMap shop\/a: exceeded quota: small; tried again at \d\d:\d\d:\d\d UTC$/,
	);
	const {engine: other} = start();
	const [row] = await other.rows(never);
	expect(row?.message).toMatch(/^the last sync failed at \d{4}-\S+Z: ConfigMap shop\/a: exceeded quota: small$/);
	fake.refuse(undefined);
	await shown(({sync, message: text}) => sync === 'Synced' && text === '');
	expect((await other.get('web', never)).message).toBe('');
});

test('of an object that somebody keeps changing the row says who does, and when it is repaired next', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: [deployment('d', 1)]});
	const {heard, shown} = run(start().engine, {intervalMs: 3_600_000});
	await heard(({kind}) => kind === 'finished');
	for (const replicas of [2, 3, 4]) {
		const healed = heard(({kind}) => kind === 'healed');
		fake.edit('apps/Deployment/shop/d', body => ({...body, spec: {replicas}}));
		await healed;
	}

	await shown(({sync}) => sync === 'Synced');
	fake.edit('apps/Deployment/shop/d', body => ({...body, spec: {replicas: 5}}));
	const {message} = await shown(({message: text}) => text.includes('repaired'));
	expect(message).toMatch(
		/^Deployment shop\/d was repaired 3 times lately: kubectl-edit \(Update\) keeps changing it; the next repair is at \d\d:\d\d:\d\d UTC$/,
	);
});

test('what waits for a namespace that is being deleted says so, and not just that it is not there', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}};
	git.commit({web: [namespace, configMap('a')]});
	await approve(start().engine);
	fake.edit('/Namespace//shop', body => ({
		...body,
		metadata: {...Object(body.metadata), deletionTimestamp: '2026-01-01T00:00:00Z'},
	}));
	fake.drop('/ConfigMap/shop/a');
	const {message, sync} = await start().engine.get('web', never);
	expect([sync, message]).toEqual(['OutOfSync', 'ConfigMap shop/a: waiting for the deletion of namespace shop']);
});
