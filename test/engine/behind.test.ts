import {expect, test} from 'vitest';
import {application, configMap, run, setUp} from './support/harness.ts';

const all = {automated: true, prune: true, selfHeal: true};
const first = [configMap('a', {x: '1'}), configMap('b')];

test.for([
	{what: 'changes an object', second: [configMap('a', {x: '2'}), configMap('b')]},
	{what: 'adds an object', second: [...first, configMap('c')]},
	{what: 'drops an object', second: [configMap('a', {x: '1'})]},
])(
	'an engine that asks its repositories seldom undoes nothing of a commit that another one has applied, which $what',
	async ({second}) => {
		const {git, fake, start} = setUp([application({policy: all})]);
		git.commit({web: first});
		const [quick, slow] = [start(), start()];
		const running = run(slow.engine, {intervalMs: 3_600_000});
		await running.shown(({sync, health}) => sync === 'Synced' && health === 'Healthy');
		const ahead = run(quick.engine);
		await ahead.shown(({sync, health}) => sync === 'Synced' && health === 'Healthy');

		const told = slow.events.length;
		const commit = git.commit({web: second});
		await running.shown(({revision, sync}) => revision === commit && sync === 'Synced');
		const objects = fake.objects();
		expect(objects).toEqual(second.map(({metadata}) => `ConfigMap ${Object(metadata).name}`));
		expect(fake.find('/ConfigMap/shop/a')?.body.data).toEqual(second[0]?.data);
		const done = new Set(slow.events.slice(told).map(({kind}) => kind));
		expect([...done].filter(kind => ['created', 'configured', 'deleted', 'healed', 'drift'].includes(kind))).toEqual(
			[],
		);
		const history = quick.engine.history('web').map(entry => (entry.kind === 'operation' ? entry.revision : ''));
		expect(history.filter(revision => revision === commit)).toHaveLength(1);
	},
);

test('what differs is repaired all the same where the repositories say nothing new', async () => {
	const {git, fake, start} = setUp([application({policy: all})]);
	git.commit({web: first});
	const {engine} = start();
	const {heard} = run(engine, {intervalMs: 3_600_000});
	await heard(({kind}) => kind === 'finished');
	const asked = git.asked();
	const healed = heard(({kind}) => kind === 'healed');
	// As another trueup does that follows another branch.
	fake.edit('/ConfigMap/shop/a', body => ({...body, data: {x: '2'}}), 'trueup');
	await healed;
	expect(fake.find('/ConfigMap/shop/a')?.body.data).toEqual({x: '1'});
	expect(git.asked()).toBe(asked + 1);

	const again = heard(({kind}) => kind === 'healed');
	fake.edit('/ConfigMap/shop/a', body => ({...body, data: {x: '2'}}), 'trueup');
	await again;
	expect(git.asked()).toBe(asked + 2);
});
