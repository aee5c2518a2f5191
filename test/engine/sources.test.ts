import {expect, test} from 'vitest';
import {plainHelm, type Source} from '../../source/model/application.ts';
import {OperatorError, UnreachableError} from '../../source/model/operator-error.ts';
import type {Problem} from '../../source/model/problem.ts';
import {application, approve, configMap, never} from './support/harness.ts';
import {extra, setUpTwo, source, web} from './support/two-sources.ts';

const unreachable = new UnreachableError('repository /extra does not answer');

test('what several sources declare is put together, each at its revision and rendered by its tool', async () => {
	const {start, push, fake, first} = setUpTwo();
	const second = push('/extra', {extra: [configMap('b')]}, [], {tool: 'helm v4.3.1', remarks: ['it differs']});
	const {engine, events} = start();
	const revision = `${first},${second}`;
	const details = await engine.get('web', never);
	expect(details).toMatchObject({
		revision,
		path: 'web, extra',
		tool: 'helm v4.3.1',
		sources: [
			{label: 'source 1', repository: '/web', path: 'web', revision: first, tool: ''},
			{label: 'source 2', repository: '/extra', path: 'extra', revision: second, tool: 'helm v4.3.1'},
		],
		remarks: ['source 2, it differs'],
	});
	expect(await approve(engine)).toMatchObject({result: 'succeeded'});
	expect(fake.objects()).toEqual(['ConfigMap a', 'ConfigMap b']);
	expect(engine.history('web')).toMatchObject([{result: 'succeeded', revision}]);
	const told = events.filter(({kind}) => kind === 'fetched' || kind === 'rendered' || kind === 'started');
	expect(told.map(({kind, message}) => `${kind} ${message}`)).toEqual([
		'fetched source 1: main is at 1111111 a commit (somebody)',
		'fetched source 2: main is at 3333333 a commit (somebody)',
		'rendered source 1: 1 object of web',
		'rendered source 2: 1 object of extra, by helm v4.3.1',
		expect.stringMatching(/^started operation 1: 2 changes at 1111111,3333333, by /),
	]);
	expect(events.every(event => event.revision === undefined || event.revision === revision)).toBe(true);
});

test('of two sources that declare one object the later one counts, and a remark says so', async () => {
	const {start, push} = setUpTwo();
	const inNamespace = {...configMap('a', {of: 'extra'}), metadata: {name: 'a', namespace: 'shop'}};
	push('/extra', {extra: [inNamespace]});
	const {engine, events} = start();
	const {changes, problems, notes} = await engine.plan('web', {prune: false}, never);
	expect(problems).toEqual([]);
	expect(changes.map(({id, after}) => [id.name, Object(after).data])).toEqual([['a', {of: 'extra'}]]);
	const remark = 'ConfigMap shop/a of source 1, all.yaml:1 gives way to that of source 2, all.yaml:1';
	expect(notes.concat((await engine.get('web', never)).remarks)).toContain(remark);
	expect(events).toContainEqual(expect.objectContaining({kind: 'warning', message: remark}));
});

test('a problem says of which source it is', async () => {
	const {start, push} = setUpTwo([source('/web', 'web', {name: 'Main'}), extra]);
	const problem: Problem = {scope: 'file', where: 'broken.yaml:3', message: 'not YAML'};
	const ofField: Problem = {scope: 'file', where: 'spec.source.helm.values', message: 'no YAML'};
	push('/web', {web: [configMap('a')]}, [problem, ofField]);
	push('/extra', {extra: [{...configMap('b'), kind: 'Unknown'}]});
	expect((await start().engine.get('web', never)).problems.map(({where}) => where)).toEqual([
		'source Main, broken.yaml:3',
		'source Main, spec.sources[0].helm.values',
		'source 2, all.yaml:1',
	]);
});

test('where one source can not be had, the last good commits of all of them stay in force', async () => {
	const {git, start, push, first, second} = setUpTwo();
	await approve(start().engine);
	push('/web', {web: [configMap('a', {new: 'yes'})]});
	git.fail(unreachable, '/extra');
	const {engine} = start();
	const details = await engine.get('web', never);
	expect(details).toMatchObject({sync: 'Synced', revision: `${first},${second}`});
	expect(details.problems).toEqual([
		{
			where: 'application web, source 2',
			message: 'stale, the commits 1111111,2222222 stay in force: repository /extra does not answer',
		},
	]);
	git.fail(undefined, '/extra');
	expect(await start().engine.get('web', never)).toMatchObject({sync: 'OutOfSync', problems: []});
});

test('a source that can not be rendered leaves the last good commits of all in force', async () => {
	const {start, push, first, second} = setUpTwo();
	await approve(start().engine);
	push('/web', {web: [configMap('a', {new: 'yes'})]});
	push('/extra', {extra: []}, [{scope: 'source', where: 'extra', message: 'no folder extra'}]);
	const details = await start().engine.get('web', never);
	expect(details).toMatchObject({sync: 'Synced', revision: `${first},${second}`});
	expect(details.problems[0]).toEqual({
		where: 'source 2, extra',
		message:
			"the commits 3333333,4444444 can't be rendered: no folder extra; the commits 1111111,2222222 stay in force",
	});
});

test('an operation keeps the commit of each source, and goes on with them after it was cut off', async () => {
	const {git, fake, start, push, first, second} = setUpTwo();
	const crashing = start().engine;
	fake.beforeApply(body => {
		if (Object(body.metadata).name === 'b') {
			throw new Error('the process dies here');
		}
	});
	await expect(approve(crashing)).rejects.toThrow('the process dies here');
	expect(git.kept).toEqual([`/web ${first}`, `/extra ${second}`]);
	fake.beforeApply(undefined);
	push('/extra', {extra: [configMap('b', {new: 'yes'})]});
	const {engine} = start();
	expect(await engine.unfinished('web', never)).toMatchObject({revision: `${first},${second}`});
	expect(await engine.resume('web', {timeoutMs: 1000}, never)).toMatchObject({result: 'succeeded'});
	expect(fake.writes).toEqual(['apply ConfigMap a', 'apply ConfigMap b']);
});

test('an operation that was cut off does not go on from other sources than it was of', async () => {
	const {fake, start} = setUpTwo();
	fake.beforeApply(() => {
		throw new Error('the process dies here');
	});
	await expect(approve(start().engine)).rejects.toThrow('the process dies here');
	const {engine} = start([application({sources: [web]})]);
	await expect(engine.resume('web', {timeoutMs: 1000}, never)).rejects.toThrow(
		'1111111,2222222 is of 2 sources, and there are 1 now',
	);
});

test('history that was rewritten is told for the source of which it is', async () => {
	const {git, start, push, second} = setUpTwo();
	push('/extra', {extra: [configMap('b', {x: 'y'})]});
	await approve(start().engine);
	push('/web', {web: [configMap('a')]});
	git.point('/extra main', second);
	const {notes} = await start().engine.plan('web', {prune: false}, never);
	expect(notes).toEqual([
		'source 2: history was rewritten, or went back: 3333333, deployed before, is no ancestor of 2222222',
	]);
});

const values = source('/values', '', {ref: 'values'});
const chart = source('/web', 'web', {tool: {kind: 'helm', ...plainHelm, valueFiles: ['$values/web.yaml']}});

test('a source that others name declares nothing, and what it has is theirs at its commit', async () => {
	const {start, push, first} = setUpTwo([chart, values]);
	const before = push('/values', {});
	const {engine, events} = start();
	const {revision, path, resources, sources} = await engine.get('web', never);
	expect({revision, path, resources}).toEqual({revision: `${first},${before}`, path: 'web', resources: 1});
	expect(sources[1]).toMatchObject({label: 'source 2', path: '', ref: 'values', revision: before});
	push('/values', {});
	const next = start();
	await next.engine.get('web', never);
	expect([events, next.events].map(all => all.filter(({kind}) => kind === 'rendered').length)).toEqual([1, 1]);
});

test.for<[string, readonly [Source, ...Source[]], readonly string[]]>([
	['one is added', [web, extra, source('/more', 'more')], []],
	['one comes before the others', [source('/more', 'more'), web, extra], []],
	['they are in another order', [extra, web], []],
	['the second one goes', [web], []],
	['the first one goes', [extra], ['take-over']],
])(
	'where %s, the objects of the others are taken over only by a person if their source is gone',
	async ([, sources, consents]) => {
		const {start, push} = setUpTwo();
		push('/web', {web: [configMap('a')]});
		push('/more', {more: []});
		await approve(start().engine);
		const {changes} = await start([application({sources})]).engine.plan('web', {prune: true}, never);
		expect(changes.filter(({op}) => op === 'update').flatMap(change => change.consents)).toEqual(consents);
	},
);

test('a branch that only one of the repositories has is compared with the others as they are', async () => {
	const {git, start, push, first, second} = setUpTwo();
	const changed = git.commit({extra: [configMap('b', {new: 'yes'})]});
	push('/web', {web: [configMap('a')]});
	git.point('/web feature', new OperatorError('there is no feature'));
	git.point('/extra feature', changed);
	git.point('/web main', first);
	const {applications, same} = await start().engine.compare({revision: 'feature', isOffline: true}, never);
	const [found] = applications;
	expect({same, from: found?.from, to: found?.to}).toEqual({
		same: 0,
		from: `${first},${second}`,
		to: `${first},${changed}`,
	});
	expect(found?.changes.map(({op, id}) => `${op} ${id.name}`)).toEqual(['update b']);
});

test('what a source declared that is gone is left over, and pruned', async () => {
	const {start} = setUpTwo();
	await approve(start().engine);
	const {changes} = await start([application({sources: [web]})]).engine.plan('web', {prune: true}, never);
	expect(changes.map(({op, id}) => `${op} ${id.name}`)).toEqual(['delete b']);
});
