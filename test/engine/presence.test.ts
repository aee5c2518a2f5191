import {expect, test} from 'vitest';
import {configMap, deployment, run, setUp} from './support/harness.ts';

test('a commit is not told to be as declared while the cluster says nothing, and is once it answers', async () => {
	const {git, fake, start} = setUp();
	const objects = [configMap('a')];
	git.commit({web: objects});
	const {engine, events} = start();
	const {heard, shown} = run(engine);
	await heard(({kind}) => kind === 'unchanged');
	fake.presence.freeze();
	const revision = git.commit({web: objects});
	const told = () => events.filter(event => event.kind === 'compared' && event.revision === revision);
	const frozen = heard(({kind, app}) => kind === 'stale' && app === 'web');
	expect((await frozen).message).toMatch(/^no answer in time; tried again in /);
	expect(await shown(({isStale}) => isStale)).toMatchObject({message: expect.stringContaining('no answer in time')});
	expect(told()).toEqual([]);
	const compared = heard(({kind}) => kind === 'compared');
	fake.presence.thaw();
	expect((await compared).revision).toBe(revision);
});

test('who finds the same again and again does not ask whether the cluster is there', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	const {heard} = run(start().engine);
	await heard(({kind}) => kind === 'unchanged');
	const before = fake.presence.confirmed();
	fake.create({...deployment('other', 1), metadata: {name: 'other', labels: {'trueup.dev/application': 'web'}}});
	await heard(({kind}) => kind === 'unchanged');
	await heard(({kind}) => kind === 'unchanged');
	expect([before, fake.presence.confirmed()]).toEqual([1, 1]);
});

test('who may see nothing is told that the cluster is gone, and that it is back', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	fake.rights.allow(() => false);
	const {engine} = start();
	const {heard, shown} = run(engine);
	await heard(({kind}) => kind === 'unchanged');
	expect(fake.watching()).toBe(0);
	const stale = heard(({kind, app}) => kind === 'stale' && app === '');
	fake.presence.freeze();
	await fake.presence.listen();
	expect((await stale).message).toBe(
		"cluster test can't be watched: no answer in time; what is shown is stale; tried again within 30 s",
	);
	await shown(({isStale}) => isStale);
	const back = heard(({kind}) => kind === 'reconnected');
	fake.presence.thaw();
	await back;
	await shown(({isStale}) => !isStale);
});
