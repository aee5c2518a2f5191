import {expect, test} from 'vitest';
import {application, configMap, deployment, run, setUp} from './support/harness.ts';

test('many applications that come at once are looked for by a list a kind, and each object is applied once', async () => {
	const names = Array.from({length: 40}, (_, index) => `app-${index}`);
	const policy = {automated: true, prune: true, selfHeal: true};
	const {git, fake, start} = setUp(names.map(name => application({name, path: name, policy})));
	git.commit(Object.fromEntries(names.map(name => [name, [configMap(name), deployment(name, 1)]])));
	const {engine} = start();
	const before = fake.cluster.calls();
	const {heard} = run(engine);
	await Promise.all(
		names.flatMap(name => [
			heard(({app, kind}) => app === name && kind === 'finished'),
			heard(({app, message}) => app === name && message === 'Synced, Healthy'),
		]),
	);
	const {apply, get, list = 0} = fake.cluster.calls();
	expect(before).toEqual({});
	expect(apply).toBe(80);
	expect(get).toBe(1);
	// The search for kinds that bear our marks, what bears them, and a question or two of each kind.
	expect(list).toBeLessThan(20);
});

test('what a running operation is going to make is not looked for again whenever something changes', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [deployment('d', 1), configMap('c', {}, {'argocd.argoproj.io/sync-wave': '1'})]});
	fake.letReady(false);
	const {engine} = start();
	const {heard, shown} = run(engine);
	const finished = heard(({kind}) => kind === 'finished');
	await shown(({message}) => message.startsWith('syncing: waiting for Deployment shop/d'));
	fake.letReady(true);
	await finished;
	// The cluster's identity, and each object once.
	expect(fake.cluster.calls().get).toBe(3);
});
