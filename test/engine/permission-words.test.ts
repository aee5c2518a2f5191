import {expect, test} from 'vitest';
import {approve, configMap, deployment, run, setUp} from './support/harness.ts';
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
	expect(await heard(({kind}) => kind === 'unchanged')).toMatchObject({message: expect.stringContaining(standing)});
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
