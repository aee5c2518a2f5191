import {expect, test} from 'vitest';
import {application, approve, configMap, deployment, never, run, setUp} from './support/harness.ts';
import {inShop, secret} from './support/rights.ts';

const everything = {automated: true, prune: true, selfHeal: true};

test('an automated application does what is allowed, says what is left, and comes to rest', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	fake.rights.allow(inShop('create configmaps'));
	git.commit({web: [configMap('a'), deployment('d', 1)]});
	const {engine, events} = start();
	const {heard, shown} = run(engine);
	const finished = await heard(({kind}) => kind === 'finished');
	expect(finished).toMatchObject({
		result: 'succeeded',
		message: expect.stringContaining('left (1): ConfigMap shop/a: eve may not create'),
	});
	const row = await shown(({message}) =>
		message.startsWith('not allowed for ConfigMap shop/a: eve may not create configmaps'),
	);
	expect(row).toMatchObject({sync: 'OutOfSync', health: 'Missing'});
	await heard(({kind}) => kind === 'unchanged');
	await heard(({kind}) => kind === 'unchanged');
	expect(events.filter(({kind}) => kind === 'started' || kind === 'retry')).toHaveLength(1);
	expect(fake.writes).toEqual(['apply Deployment d']);
	expect(fake.rights.refused).toEqual([]);
	// The rest is done once it is allowed and somebody asks, though nothing of Git has moved and nothing is healed.
	fake.rights.allow(inShop());
	engine.refresh('web');
	await shown(({sync, health}) => sync === 'Synced' && health === 'Healthy');
	expect(fake.writes).toEqual(['apply Deployment d', 'apply ConfigMap a']);
});

test('what becomes visible is compared, and what does not stay so is not taken for gone', async () => {
	const {git, fake, start} = setUp([application({policy: everything})]);
	git.commit({web: [configMap('a'), secret('s')]});
	await approve(start().engine);
	fake.writes.length = 0;
	fake.rights.allow(inShop('secrets'));
	const {engine} = start();
	const {shown} = run(engine);
	await shown(({message}) => message.startsWith('not allowed for Secret shop/s: eve may not list and watch secrets'));
	fake.rights.allow(inShop());
	engine.refresh('web');
	await shown(({sync, message}) => sync === 'Synced' && message === '');
	// It may even delete them; what it does not see any more it does not prune.
	fake.rights.allow(inShop('list secrets', 'watch secrets'));
	engine.refresh('web');
	await shown(({message}) => message.startsWith('not allowed for Secret shop/s: eve may not list and watch secrets'));
	const revision = git.commit({web: [configMap('a')]});
	await shown(row => row.revision === revision && row.sync === 'Synced');
	expect(fake.writes).toEqual([]);
	expect(fake.find('/Secret/shop/s')).toBeDefined();
});

test('what may be listed and not watched is listed again, and said so', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	await approve(start().engine);
	fake.rights.allow(inShop('watch configmaps'));
	const {engine} = start();
	const {shown} = run(engine);
	const row = await shown(({message}) => message.includes('may not watch configmaps in namespace shop'));
	expect(row).toMatchObject({sync: 'Synced', health: 'Healthy', isStale: false});
	expect((await engine.get('web', never)).remarks[0]).toContain('eve may not watch configmaps');
	expect(fake.rights.refused).toEqual([]);
});

test.for([
	['list', 'list configmaps', 'ConfigMap shop/a: eve may not list configmaps'],
	['patch', 'patch configmaps', 'ConfigMap shop/a: eve may not patch configmaps'],
])('where reviews say nothing, a refused %s is what tells', async ([, without, message]) => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a')]});
	await approve(start().engine);
	git.commit({web: [configMap('a', {k: 'v'}), deployment('d', 1)]});
	fake.rights.allow(({verb, plural}) => `${verb} ${plural}` !== without);
	fake.rights.review(false);
	const details = await start().engine.get('web', never);
	expect(details.message).toContain(message);
	expect(details.resourceRows.map(({kind, sync}) => `${kind} ${sync}`)).toContain('Deployment OutOfSync');
});

test('who is refused a write in spite of the reviews is told, and nothing is tried again at once', async () => {
	const {git, fake, start} = setUp([application({policy: everything})]);
	git.commit({web: [configMap('a'), deployment('d', 1)]});
	fake.rights.allow(({verb, plural}) => `${verb} ${plural}` !== 'create configmaps');
	fake.rights.review(false);
	const {engine, events} = start();
	const {shown, heard} = run(engine);
	await shown(({message}) =>
		message.startsWith('not allowed for ConfigMap shop/a: eve may not patch and create configmaps'),
	);
	const lack =
		'eve may not patch and create configmaps in namespace shop: it is not created. A Role in shop would allow';
	const told = (kind: string) => events.find(event => event.kind === kind)?.message;
	expect(told('failed')).toContain(`ConfigMap shop/a is refused: ${lack}`);
	expect(told('retry')).toContain(`is not tried before the right is there: ConfigMap shop/a: ${lack}`);
	await heard(({kind}) => kind === 'unchanged');
	expect(fake.rights.refused).toHaveLength(1);
	expect(fake.writes).toEqual(['apply Deployment d']);
});

test('what is solved by a wider Role is told, and not before the last that was wrong with an object is', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), secret('s')]});
	fake.rights.allow(inShop('secrets'));
	const {engine, events} = start();
	const {heard} = run(engine);
	const problem = (reason: string) => heard(({kind, message}) => kind === 'problem' && message.includes(reason));
	await problem('Secret shop/s: eve may not list and watch secrets');
	const next = problem('Secret shop/s: eve may not create secrets');
	fake.rights.allow(inShop('create secrets'));
	engine.refresh('web');
	await next;
	const solved = heard(({kind}) => kind === 'solved');
	fake.rights.allow(inShop());
	engine.refresh('web');
	expect(await solved).toMatchObject({message: 'Secret shop/s: no problem any more'});
	expect(events.filter(({kind}) => kind === 'solved')).toHaveLength(1);
});

test('what is wrong with a file does not solve what is wrong with objects', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), secret('s')]});
	fake.rights.allow(inShop('secrets'));
	const {engine, events} = start();
	const {heard} = run(engine);
	await heard(({kind, message}) => kind === 'problem' && message.includes('Secret shop/s'));
	const problems = [{scope: 'file', where: 'broken.yaml:3', message: 'not YAML'}] as const;
	git.commit({web: [configMap('a')]}, problems);
	await heard(({message}) => message.includes('not YAML'));
	await heard(({kind}) => kind === 'unchanged');
	expect(events.filter(({kind}) => kind === 'solved')).toEqual([]);
});

test('what is not allowed for several objects for the same reason is told once, and so is its end', async () => {
	const {git, fake, start} = setUp();
	fake.rights.allow(inShop('create configmaps'));
	git.commit({web: [configMap('a'), configMap('b')]});
	const {engine, events} = start();
	const {heard} = run(engine);
	expect((await heard(({kind}) => kind === 'problem')).message).toMatch(
		/^ConfigMap shop\/a, ConfigMap shop\/b: eve may not create/,
	);
	fake.rights.allow(inShop());
	const solved = heard(({kind}) => kind === 'solved');
	engine.refresh('web');
	expect((await solved).message).toBe('ConfigMap shop/a, ConfigMap shop/b: no problem any more');
	expect(events.filter(({kind}) => kind === 'problem' || kind === 'solved')).toHaveLength(2);
});
