import {expect, test} from 'vitest';
import {approve, configMap, deployment, never, run, setUp} from './support/harness.ts';
import {interview} from './support/interview.ts';
import {inShop, secret} from './support/rights.ts';

test.for([
	['all', () => true, '3 of 3 objects differ', '3 resources: OutOfSync, Missing'],
	['all but Secrets', inShop('secrets'), '2 of 3 objects differ, 1 not seen', '3 resources, 1 not seen: OutOfSync'],
	['nothing', () => false, 'of 3 objects 3 not seen', '3 resources, none of them seen, at '],
] as const)('of what differs only that is counted which could be seen: %s', async ([, rights, compared, standing]) => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), secret('s'), deployment('d', 1)]});
	fake.rights.allow(rights);
	const {heard} = run(start().engine);
	expect(await heard(({kind}) => kind === 'compared')).toMatchObject({message: compared});
	expect(await heard(({kind}) => kind === 'unchanged')).toMatchObject({
		message: expect.stringContaining(standing),
		standing: expect.stringMatching(/^(?:OutOfSync, Missing|Unknown, Unknown)$/),
	});
});

test('what is as declared is counted beside what is not seen', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), secret('s')]});
	await approve(start().engine);
	fake.rights.allow(inShop('secrets'));
	const {heard} = run(start().engine);
	const message = '1 of 2 objects as declared, 1 not seen';
	expect(await heard(({kind}) => kind === 'compared')).toMatchObject({message});
});

test('what is not allowed is said first, once for all objects, and shortly beside each of them', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [secret('r'), secret('s'), configMap('a')]});
	fake.rights.allow(inShop('secrets', 'create configmaps'));
	const {message, problems, remarks, resourceRows} = await start().engine.get('web', never);
	expect(message).toMatch(/^not allowed for ConfigMap shop\/a: eve may not create .*\(and 1 more problem\)$/);
	expect(problems.map(problem => problem.message)).toEqual([
		expect.stringContaining('not allowed for ConfigMap shop/a: eve may not create configmaps'),
		expect.stringContaining('not allowed for Secret shop/r, Secret shop/s: eve may not list and watch secrets'),
	]);
	expect(remarks).toEqual([expect.stringContaining('docs/verbs.md#permissions')]);
	expect(resourceRows.map(row => row.message)).toEqual([
		'not seen: not allowed',
		'not seen: not allowed',
		'not created: not allowed',
	]);
});

test('kinds that its objects may have made, and that may not be seen, share one sentence', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [deployment('d', 1)]});
	await approve(start().engine);
	fake.rights.allow(inShop('pods', 'replicasets', 'jobs'));
	const {remarks} = await interview(start().engine, {isHeld: true})
		.follow({kind: 'tree', app: 'web'})
		.until(({nodes}) => nodes.length > 0);
	expect(remarks).toEqual([
		expect.stringMatching(/^eve may not list and watch [a-z., ]+ and [a-z.]+ in namespace shop/),
	]);
});
