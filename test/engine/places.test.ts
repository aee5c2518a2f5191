import {expect, test} from 'vitest';
import {Catalog} from '../../source/engine/catalog.ts';
import {application, configMap, never, run, setUp} from './support/harness.ts';
import {extra, setUpTwo, source, web} from './support/two-sources.ts';

test('each repository is asked once an interval, whoever uses it, and a commit in any of them is noticed', async () => {
	const policy = {automated: true};
	const both = application({name: 'both', sources: [source('/web', 'both'), extra, source('/web', 'more')], policy});
	const only = application({name: 'only', sources: [extra], policy, namespace: 'other'});
	const {git, start} = setUp([both, only]);
	git.point('/web main', git.commit({both: [configMap('a')], more: [configMap('c')]}));
	git.point('/extra main', git.commit({extra: [configMap('b')]}));
	const {engine} = start();
	const {heard, shown} = run(engine, {intervalMs: 60_000});
	await shown(({name, sync}) => name === 'both' && sync === 'Synced');
	expect([git.askedOf('/web'), git.askedOf('/extra')]).toEqual([1, 1]);
	const id = git.commit({extra: [configMap('b', {new: 'yes'})]});
	git.point('/extra main', id);
	const finished = heard(({kind, app}) => kind === 'finished' && app === 'both');
	engine.refresh('both');
	expect(await finished).toMatchObject({result: 'succeeded', revision: `${'1'.repeat(40)},${id},${'1'.repeat(40)}`});
	expect([git.askedOf('/web'), git.askedOf('/extra')]).toEqual([2, 2]);
});

test('a commit in one of the repositories is noticed by its own clock', async () => {
	const {start, push, first} = setUpTwo([web, extra], {automated: true});
	const {heard, shown} = run(start().engine, {intervalMs: 20});
	await shown(({sync}) => sync === 'Synced');
	const finished = heard(({kind}) => kind === 'finished');
	const id = push('/extra', {extra: [configMap('b', {new: 'yes'})]});
	expect(await finished).toMatchObject({result: 'succeeded', revision: `${first},${id}`});
});

test('an application waits for the first answer of each of its repositories, and others do not wait with it', async () => {
	const late = Promise.withResolvers<void>();
	const {git, start} = setUp([application({name: 'both', sources: [web, extra]}), application({name: 'only'})]);
	git.commit({web: [configMap('a')], extra: [configMap('b')]});
	const {resolve} = git.sources;
	git.sources.resolve = async (place, revisions, signal) => {
		await (place.repository === '/extra' && late.promise);
		return resolve(place, revisions, signal);
	};
	const {engine, events} = start();
	const {shown, rows} = run(engine);
	await shown(({name}) => name === 'only');
	expect([...rows.keys()]).toEqual(['only']);
	late.resolve();
	expect(await shown(({name}) => name === 'both')).toMatchObject({sync: 'OutOfSync', resources: 2});
	expect(events.filter(({kind}) => kind === 'problem')).toEqual([]);
});

test('what one repository said first does not win over what another said since, though it takes longer to render', async () => {
	const {git, start, push} = setUpTwo();
	const app = application({sources: [web, extra]});
	const asked = {capabilities: async () => ({kubeVersion: '', apiVersions: []}), variables: async () => undefined};
	const catalog = new Catalog(start().ports, () => undefined, asked);
	await catalog.refresh([app], never);
	const {render} = git.sources;
	const [slow, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	git.sources.render = async (request, signal) => {
		slow.resolve();
		await released.promise;
		return render(request, signal);
	};
	const newWeb = push('/web', {web: [configMap('a', {new: 'yes'})]});
	const first = catalog.refresh([app], never, web);
	await slow.promise;
	git.sources.render = render;
	const newExtra = push('/extra', {extra: [configMap('b', {new: 'yes'})]});
	const second = catalog.refresh([app], never, extra);
	// By then it would be through, if it did not wait.
	setImmediate(released.resolve);
	await Promise.all([first, second]);
	expect(catalog.of(app)?.revision).toBe(`${newWeb},${newExtra}`);
});
