import {expect, onTestFinished, test, vi} from 'vitest';
import type {Question} from '../../source/model/question.ts';
import {application, approve, configMap, deployment, setUp} from './support/harness.ts';
import {interview} from './support/interview.ts';

const d = 'apps/Deployment/shop/d';
const automated = {automated: true, prune: true, selfHeal: true};
const plain = {automated: false, prune: false, selfHeal: false, createNamespace: false};
const by = 'ann@desk';

test('hello comes first, with what the engine was started on', () => {
	const {start} = setUp([application(), application({name: 'api', policy: {automated: true}})]);
	const {messages} = interview(start().engine);
	expect(messages[0]).toEqual({
		kind: 'hello',
		hello: {
			context: 'test',
			server: 'https://test',
			contexts: ['other', 'test'],
			applications: [
				{name: 'api', project: 'default', context: 'test', policy: {...plain, automated: true}, origin: 'flags'},
				{name: 'web', project: 'default', context: 'test', policy: plain, origin: 'flags'},
			],
			cutOff: [],
			remarks: ['a remark'],
			isReadOnly: false,
		},
	});
});

test('what is automated compares and writes nothing until it may begin', async () => {
	const {git, fake, start} = setUp([application({policy: automated})]);
	git.commit({web: [deployment('d', 1)]});
	const {begin, until, rows, told} = interview(start().engine, {isHeld: true});
	await until(() => rows.find(({sync}) => sync === 'OutOfSync'));
	await until(() => told('unchanged').length > 2);
	expect(fake.writes).toEqual([]);
	begin();
	await until(() =>
		rows.find(({sync, health, syncedAt}) => sync === 'Synced' && health === 'Healthy' && syncedAt !== ''),
	);
	expect(fake.writes).toEqual(['apply Deployment d']);
});

test('drift that came before it may begin is healed once it may', async () => {
	const {git, fake, start} = setUp([application({policy: automated})]);
	git.commit({web: [deployment('d', 1)]});
	const first = start().engine;
	await approve(first);
	fake.edit(d, body => ({...body, spec: {replicas: 5}}), 'kubectl-scale');
	const {begin, until, told} = interview(start().engine, {isHeld: true});
	await until(() => told('drift').length > 0);
	begin();
	const [healed] = await until(() => told('healed').length > 0 && told('healed'));
	expect(healed).toContain('set by kubectl-scale (Update)');
});

test.for<[string, Question]>([
	['sync', {kind: 'sync', app: 'web', digest: 'abcdefgh', resources: [], by, timeoutMs: 1000}],
	['switch', {kind: 'switch', app: 'web', policy: {automated: true}, by}],
	[
		'create',
		{
			...{kind: 'create', file: 'api.yaml', by},
			draft: {
				...{name: 'api', project: '', repository: '/repo', revision: '', path: '', recurse: false},
				...{cluster: '', namespace: '', policy: plain},
			},
		},
	],
])('read-only, the engine refuses to %s', async ([, question]) => {
	const {git, fake, start} = setUp([application({policy: automated})]);
	git.commit({web: [deployment('d', 1)]});
	const {ask, begin, until, rows} = interview(start().engine, {isReadOnly: true});
	begin();
	expect(await ask(question)).toContain('this is read-only');
	await until(() => rows.find(({sync}) => sync === 'OutOfSync'));
	expect(fake.writes).toEqual([]);
});

test('read-only, everything can be looked at, and the state stays as it was', async () => {
	const {git, start, fake} = setUp([application({policy: automated})]);
	git.commit({web: [deployment('d', 1)]});
	const first = start();
	await approve(first.engine);
	await first.engine.close();
	fake.edit(d, body => ({...body, spec: {replicas: 5}}), 'kubectl-scale');
	const {engine, store} = start(undefined, undefined, {isReadOnly: true});
	const before = [store.history('web'), store.events('web', '', '9')];
	const {ask, until, told} = interview(engine, {isReadOnly: true});
	await until(() => told('drift').length > 0);
	const plan = await ask({kind: 'plan', app: 'web', prune: false});
	const {digest, changes} = typeof plan === 'string' ? {digest: plan, changes: []} : plan;
	expect(changes).toHaveLength(1);
	expect(await ask({kind: 'tree', app: 'web'})).toMatchObject({nodes: [{kind: 'Deployment', sync: 'OutOfSync'}]});
	expect(store.plan('web', digest)).toBeUndefined();
	expect([store.history('web'), store.events('web', '', '9')]).toEqual(before);
});

test('a person syncs what was approved while the loop runs: rows tell how far it is, and the answer is its end', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [deployment('d', 1), configMap('c', {}, {'argocd.argoproj.io/sync-wave': '1'})]});
	fake.letReady(false);
	const {ask, until, rows, told} = interview(start().engine, {isHeld: true});
	const plan = await ask({kind: 'plan', app: 'web', prune: false});
	const {digest} = typeof plan === 'string' ? {digest: plan} : plan;
	const end = ask({kind: 'sync', app: 'web', digest, resources: [], by, timeoutMs: 5000});
	await until(() => rows.find(({message}) => message.startsWith('syncing: waiting for Deployment shop/d')));
	expect(await ask({kind: 'sync', app: 'web', digest, resources: [], by: 'bo@desk', timeoutMs: 5000})).toBe(
		'application web is being synced by ann@desk; one operation at a time',
	);
	fake.letReady(true);
	expect(await end).toMatchObject({result: 'succeeded'});
	await until(() => rows.at(-1)?.message === '');
	expect(rows.map(({message}) => message)).toContain('syncing: wave 2 of 2, 1 of 2 applied');
	expect(told('superseded')).toEqual([]);
	expect(fake.writes).toEqual(['apply Deployment d', 'apply ConfigMap c']);
});

test('an automated operation gives way to what a person approved', async () => {
	const {git, fake, start} = setUp([application({policy: {automated: true}})]);
	git.commit({web: [deployment('d', 1), configMap('c', {}, {'argocd.argoproj.io/sync-wave': '1'})]});
	fake.letReady(false);
	const {ask, until, rows, told} = interview(start().engine);
	await until(() => rows.find(({message}) => message.startsWith('syncing: waiting for Deployment shop/d')));
	const plan = await ask({kind: 'plan', app: 'web', prune: false});
	const {digest} = typeof plan === 'string' ? {digest: plan} : plan;
	const end = ask({kind: 'sync', app: 'web', digest, resources: [], by, timeoutMs: 5000});
	await until(() => told('superseded').length > 0);
	fake.letReady(true);
	expect(await end).toMatchObject({result: 'succeeded'});
	expect(told('superseded')).toEqual(['the running operation gives way to what a person approved']);
	expect(fake.writes).toEqual(['apply Deployment d', 'apply ConfigMap c']);
});

test('a plan that nobody made here is refused', async () => {
	const {git, start} = setUp();
	git.commit({web: [deployment('d', 1)]});
	const {ask} = interview(start().engine);
	const question = {kind: 'sync', app: 'web', digest: 'abcdefgh', resources: [], by, timeoutMs: 5000} as const;
	expect(await ask(question)).toBe('no plan abcdefgh of application web is known here: plan again');
});

test('an operation is shown with its plan, its steps and what was told meanwhile', async () => {
	let time = Date.now();
	// Each moment is another one: the end is told later than it is written down.
	const ticking = vi.spyOn(Date, 'now').mockImplementation(() => ++time);
	onTestFinished(() => ticking.mockRestore());
	const {git, start} = setUp();
	git.commit({web: [deployment('d', 1)]});
	const {engine} = start();
	await approve(engine);
	const {ask} = interview(engine, {isHeld: true});
	expect(await ask({kind: 'operation', app: 'web', operation: 1})).toMatchObject({
		operation: {id: 1, plan: {changes: [{op: 'create'}]}, steps: [{key: d, state: 'done'}]},
		entry: {kind: 'operation', result: 'succeeded', by: 'somebody@test'},
		events: expect.arrayContaining([
			expect.objectContaining({kind: 'started'}),
			expect.objectContaining({kind: 'created', resource: d}),
			expect.objectContaining({kind: 'finished', result: 'succeeded'}),
		]),
	});
	expect(await ask({kind: 'operation', app: 'web', operation: 2})).toBe('no operation 2 of application web is kept');
});

test('a new commit is told step by step with durations, and a pass without news tells nothing of it', async () => {
	const {git, start} = setUp([application({policy: automated})]);
	git.commit({web: [deployment('d', 1), configMap('c')]});
	const {events, until, told, rows} = interview(start().engine);
	await until(() => rows.find(({sync, health}) => sync === 'Synced' && health === 'Healthy'));
	await until(() => told('unchanged').length > 2);
	const timed = events.filter(({durationMs}) => durationMs !== undefined).map(({kind}) => kind);
	expect(timed).toEqual(['fetched', 'rendered', 'compared', 'finished', 'compared']);
	expect(told('rendered')).toEqual(['2 objects of web']);
	expect(told('compared')).toEqual(['2 of 2 objects differ', '2 objects as declared']);
	expect(told('planned')).toEqual(['2 changes in 1 wave: 2 to create']);
});

test('asking the repository of an application that is not there any more ends nothing', async () => {
	const {git, start} = setUp();
	git.commit({web: [configMap('a')]});
	const {engine} = start();
	const {until, told} = interview(engine);
	engine.refresh('gone');
	engine.refresh('web');
	await until(() => told('unchanged').length > 0);
});

test('what the program said is kept of the last try, also while the last good commit stays in force', async () => {
	const {git, start} = setUp();
	const tool = 'helm v4.3.1';
	git.commit({web: [configMap('a')]}, [], {tool, messages: 'all is well', remarks: ['it differs each time']});
	const {ask, follow} = interview(start().engine);
	const source = {label: '', repository: '/repo', path: 'web', chart: '', ref: '', revision: '1'.repeat(40), tool};
	const good = {sources: [{...source, tookMs: expect.any(Number)}], triedTool: tool};
	expect(await ask({kind: 'render', app: 'web'})).toEqual({
		...good,
		messages: 'all is well',
		problems: [],
		remarks: ['it differs each time'],
	});
	expect(await ask({kind: 'tree', app: 'web'})).toMatchObject({
		sources: [source],
		tool,
		remarks: ['it differs each time'],
	});
	const view = follow({kind: 'render', app: 'web'});
	const broken = {scope: 'source', where: 'web/templates/a.yaml:7', message: 'no value'} as const;
	const other = {...broken, where: 'web/templates/b.yaml:2', message: 'no name'};
	git.commit({web: []}, [broken, other], {tool, messages: 'Error: no value'});
	await view.until(({messages}) => messages === 'Error: no value');
	expect(view.replies().at(-1)).toMatchObject({
		...good,
		problems: [
			{where: broken.where, message: "commit 2222222 can't be rendered: no value; commit 1111111 stays in force"},
			{where: other.where, message: 'no name'},
		],
	});
});
