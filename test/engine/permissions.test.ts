import {expect, test} from 'vitest';
import {keyOf} from '../../source/model/resource.ts';
import {application, approve, configMap, deployment, never, setUp} from './support/harness.ts';
import {inShop, secret} from './support/rights.ts';

const everything = {automated: true, prune: true, selfHeal: true};

test('who may work in one namespace alone plans, syncs and sees leftovers there, and asks for nothing else', async () => {
	const {git, fake, start} = setUp();
	fake.rights.allow(inShop());
	git.commit({web: [configMap('a'), configMap('b'), secret('s')]});
	expect(await approve(start().engine)).toMatchObject({result: 'succeeded'});
	git.commit({web: [configMap('a'), secret('s')]});
	const {engine} = start();
	const plan = await engine.plan('web', {prune: true}, never);
	expect(plan.changes.map(({op, id}) => `${op} ${id.kind} ${id.name}`)).toEqual(['delete ConfigMap b']);
	expect(plan).toMatchObject({problems: [], kind: 'awaiting-approval'});
	expect(await approve(engine, 'web', true)).toMatchObject({result: 'succeeded'});
	expect(fake.rights.refused).toEqual([]);
	expect(await start().engine.get('web', never)).toMatchObject({sync: 'Synced', health: 'Healthy', problems: []});
});

test('leftovers of kinds that Git does not declare any more are found in the namespace alone, and searched once', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), secret('s')]});
	await approve(start().engine);
	git.commit({web: [configMap('a')]});
	fake.rights.allow(inShop());
	const searched = async () => {
		const before = fake.cluster.calls().list ?? 0;
		const {leftovers} = await start().engine.plan('web', {prune: false}, never);
		expect(leftovers.map(({name}) => name)).toEqual(['s']);
		return (fake.cluster.calls().list ?? 0) - before;
	};
	const first = await searched();
	expect(await searched()).toBeLessThan(first);
	expect(fake.rights.refused).toEqual([]);
});

test('leftovers of a kind that may not be listed stay, and a remark says that they are not seen, beside no error', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), secret('s')]});
	await approve(start().engine);
	git.commit({web: [configMap('a')]});
	fake.rights.allow(inShop('secrets'));
	const {engine} = start();
	const reason =
		'eve may not list and watch secrets in namespace shop: what is left over of them is not seen, and stays';
	const plan = await engine.plan('web', {prune: true}, never);
	expect(plan).toMatchObject({kind: 'converged', changes: [], leftovers: [], notes: [expect.stringContaining(reason)]});
	expect(await engine.get('web', never)).toMatchObject({
		sync: 'Synced',
		message: '',
		remarks: [expect.stringContaining(reason)],
	});
});

test('who may do nothing is told for each object what is lacking, and nothing is tried', async () => {
	const {git, fake, start} = setUp([application({policy: everything})]);
	git.commit({web: [configMap('a'), deployment('d', 1)]});
	fake.rights.allow(() => false);
	const {engine} = start();
	const details = await engine.get('web', never);
	expect(details).toMatchObject({sync: 'Unknown', health: 'Unknown', isStale: false});
	expect(details.resourceRows.map(({sync, health}) => `${sync} ${health}`)).toEqual([
		'Unknown Unknown',
		'Unknown Unknown',
	]);
	expect(details.message).toBe(
		'not allowed for ConfigMap shop/a: eve may not list and watch configmaps in namespace shop: it is neither compared nor changed nor deleted. ' +
			'A Role in shop would allow it: {apiGroups: [""], resources: ["configmaps"], verbs: ["get","list","watch"]} (and 1 more problem)',
	);
	expect(await engine.plan('web', {prune: true}, never)).toMatchObject({kind: 'blocked', changes: []});
	expect((await engine.render('web', {isOffline: false}, never)).manifests).toHaveLength(2);
	expect(fake.rights.refused).toEqual([]);
	expect(fake.writes).toEqual([]);
});

test.for([
	['listed', ['list secrets']],
	['listed and watched', ['list secrets', 'watch secrets']],
	['seen at all', ['secrets']],
] as const)(
	'Secrets that may not be %s are not compared, overwritten or pruned; the rest goes on',
	async ([, without]) => {
		const {git, fake, start} = setUp([application({policy: everything})]);
		git.commit({web: [configMap('a'), secret('s'), secret('old')]});
		await approve(start().engine);
		fake.rights.allow(inShop(...without));
		git.commit({web: [configMap('a', {k: 'v'}), secret('s'), secret('new')]});
		fake.writes.length = 0;
		const {engine} = start();
		const plan = await engine.plan('web', {prune: true}, never);
		expect(plan.changes.map(({op, id}) => `${op} ${id.name}`)).toEqual(['update a']);
		expect(plan.leftovers).toEqual([]);
		expect(plan.problems.map(({scope, message}) => `${scope} ${message.split(':')[0]}`)).toEqual([
			'permission Secret shop/s',
			'permission Secret shop/new',
		]);
		expect(plan.kind).toBe('ready');
		const end = await approve(engine, 'web', true);
		expect(end).toMatchObject({
			result: 'failed',
			message: expect.stringMatching(/eve may not list (?:and watch )?secrets in namespace shop/),
		});
		expect(fake.writes).toEqual(['apply ConfigMap a']);
		expect(fake.rights.refused).toEqual([]);
		expect(JSON.stringify([plan, await engine.get('web', never)])).not.toContain('hunter2');
	},
);

test.for([
	['create', 'may not create', ['create configmaps'], ['create ConfigMap b']],
	['update and create', 'may not patch', ['patch configmaps'], ['update ConfigMap a', 'create ConfigMap b']],
	['delete', 'may not delete', ['delete configmaps'], ['delete ConfigMap gone']],
] as const)(
	'a change that may not be made (%s) is shown with its reason, and the rest is applied',
	async ([, reason, without, forbidden]) => {
		const {git, fake, start} = setUp([application({policy: {automated: true}})]);
		git.commit({web: [configMap('a'), configMap('gone'), deployment('d', 1)]});
		await approve(start().engine);
		fake.writes.length = 0;
		fake.rights.allow(inShop(...without));
		git.commit({web: [configMap('a', {k: 'v'}), configMap('b'), deployment('d', 2)]});
		const {engine} = start();
		const plan = await engine.plan('web', {prune: true}, never);
		const left = plan.changes.filter(change => change.forbidden !== undefined);
		expect(left.map(({op, id}) => `${op} ${id.kind} ${id.name}`)).toEqual(forbidden);
		expect(left[0]?.forbidden).toContain(`eve ${reason}`);
		expect(plan.kind).toBe('ready');
		expect(await approve(engine, 'web', true)).toMatchObject({
			result: 'failed',
			message: expect.stringContaining(reason),
		});
		expect(fake.writes).toHaveLength(plan.changes.length - left.length);
		expect(fake.rights.refused).toEqual([]);
		const after = await start().engine.plan('web', {prune: true}, never);
		expect(after).toMatchObject({kind: 'blocked'});
		expect(after.changes.map(({op, id}) => `${op} ${id.kind} ${id.name}`)).toEqual(forbidden);
	},
);

test('without the right to patch it is compared here, with no dry-run', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), configMap('same')]});
	await approve(start().engine);
	fake.rights.allow(inShop('patch configmaps'));
	git.commit({web: [configMap('a', {k: 'v'}), configMap('same'), configMap('new')]});
	const {engine} = start();
	const before = fake.cluster.calls();
	const {changes} = await engine.plan('web', {prune: false}, never);
	expect(
		changes.map(({fields, forbidden}) => [fields.map(({path}) => path), forbidden?.includes('compared here')]),
	).toEqual([
		[['data.k'], true],
		[[], false],
	]);
	expect(fake.cluster.calls()['dry-run']).toBe(before['dry-run']);
	expect((await engine.get('web', never)).resourceRows.map(({sync}) => sync)).toEqual([
		'OutOfSync',
		'Synced',
		'OutOfSync',
	]);
});

test('a forbidden change that is named by itself is refused', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), deployment('d', 1)]});
	fake.rights.allow(inShop('create configmaps'));
	const {engine} = start();
	const {digest, changes} = await engine.plan('web', {prune: false}, never);
	const resources = changes.flatMap(({id}) => (id.kind === 'ConfigMap' ? [keyOf(id)] : []));
	const named = engine.sync({app: 'web', digest, resources, by: 'me', timeoutMs: 1000}, never);
	await expect(named).rejects.toThrow('eve may not create configmaps in namespace shop');
	expect(fake.writes).toEqual([]);
});

test('an approval holds for nothing that becomes allowed, or forbidden, after it was shown', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('a'), deployment('d', 1)]});
	const sync = (engine: ReturnType<typeof start>['engine'], digest: string) =>
		engine.sync({app: 'web', digest, resources: [], by: 'me', timeoutMs: 1000}, never);
	fake.rights.allow(inShop('create configmaps'));
	const narrow = await start().engine.plan('web', {prune: false}, never);
	fake.rights.allow(undefined);
	expect(await sync(start().engine, narrow.digest)).toMatchObject({
		result: 'stale',
		message: expect.stringContaining('ConfigMap shop/a: it may be done now'),
	});
	const wide = await start().engine.plan('web', {prune: false}, never);
	fake.rights.allow(inShop('create configmaps'));
	expect(await sync(start().engine, wide.digest)).toMatchObject({
		result: 'stale',
		message: expect.stringContaining('eve may not create configmaps'),
	});
	expect(fake.writes).toEqual([]);
});

test('a namespace that may not be made holds back what goes into it, and nothing else', async () => {
	const {git, fake, start} = setUp([application({policy: {createNamespace: true}})]);
	fake.rights.allow(
		({verb, plural}) => plural !== 'namespaces' || verb === 'get' || verb === 'list' || verb === 'watch',
	);
	git.commit({web: [configMap('a')]});
	const {changes, kind} = await start().engine.plan('web', {prune: false}, never);
	expect(changes.map(({id, forbidden}) => `${id.kind}: ${forbidden?.slice(0, 50)}`)).toEqual([
		'Namespace: eve may not patch and create namespaces: it is not',
		'ConfigMap: waits for Namespace shop, which is not there: eve ',
	]);
	expect(kind).toBe('blocked');
	expect(fake.writes).toEqual([]);
});
