import {expect, test} from 'vitest';
import type {LocalEngine} from '../../source/engine/engine.ts';
import type {JsonObject} from '../../source/model/json.ts';
import type {ResourceId} from '../../source/model/resource.ts';
import {deployed} from './support/deployed.ts';
import {approve, configMap, deployment, setUp} from './support/harness.ts';
import {interview} from './support/interview.ts';

const d: ResourceId = {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'd'};
const pod: ResourceId = {group: '', version: 'v1', kind: 'Pod', namespace: 'shop', name: 'd-1-a'};

const open = (engine: LocalEngine) => interview(engine, {isHeld: true});

test('a live question is answered only when its answer differs, and not after it was dropped', async () => {
	const {engine, fake} = await deployed();
	const {follow, until, told} = open(engine);
	const [kept, dropped] = [follow({kind: 'tree', app: 'web'}), follow({kind: 'tree', app: 'web'})];
	await Promise.all([kept, dropped].map(one => one.until(({nodes}) => nodes.length === 4)));
	dropped.drop();
	const before = [kept.replies().length, dropped.replies().length];
	await until(() => told('unchanged').length > 3);
	expect([kept.replies().length, dropped.replies().length]).toEqual(before);
	fake.drop('/Pod/shop/d-1-a');
	await kept.until(({nodes}) => nodes.length === 3);
	expect(dropped.replies()).toHaveLength(before[1] ?? 0);
});

test('a flood of changes costs a few answers', async () => {
	const {engine, fake} = await deployed();
	const {follow} = open(engine);
	const tree = follow({kind: 'tree', app: 'web'});
	await tree.until(({nodes}) => nodes.length === 4);
	const before = tree.replies().length;
	for (let replicas = 2; replicas <= 1000; replicas++) {
		fake.edit('apps/Deployment/shop/d', body => ({...body, spec: {replicas}}), 'kubectl-scale');
		if (replicas % 50 === 0) {
			await new Promise(setImmediate);
		}
	}

	fake.drop('/Pod/shop/d-1-a');
	await tree.until(({nodes, sync}) => nodes.length === 3 && sync === 'OutOfSync');
	expect(tree.replies().length - before).toBeLessThan(10);
});

test('an object is shown as it was written and as it is, masked and without our marks where it was written', async () => {
	const secret = {apiVersion: 'v1', kind: 'Secret', metadata: {name: 's'}, stringData: {password: 'hunter2'}};
	const {git, start} = setUp();
	git.commit({web: [secret]});
	const {engine} = start();
	await approve(engine);
	const id = {group: '', version: 'v1', kind: 'Secret', namespace: 'shop', name: 's'};
	const view = await open(engine).ask({kind: 'object', app: 'web', id});
	expect(JSON.stringify(view)).not.toMatch(/hunter2|aHVudGVyMg/);
	expect(view).toMatchObject({
		desired: {
			kind: 'Secret',
			metadata: {name: 's', namespace: 'shop'},
			data: {password: expect.stringMatching(/^\(secret /)},
		},
		live: {metadata: {labels: {'trueup.dev/app': 'web'}}},
		managers: [{manager: 'trueup', operation: 'Apply'}],
		origin: {file: 'all.yaml', line: 1},
	});
	expect(Object(view).desired.metadata).toEqual({name: 's', namespace: 'shop'});
	expect(Object(view).desired.data).toEqual(Object(view).live.data);
});

test('what others made is shown as it is alone, and what is not there has no side', async () => {
	const {engine} = await deployed();
	const {ask} = open(engine);
	const view = await ask({kind: 'object', app: 'web', id: pod});
	expect(Object.keys(view)).toEqual(['live', 'managers']);
	expect(view).toMatchObject({live: {kind: 'Pod', metadata: {name: 'd-1-a'}}});
	expect(await ask({kind: 'object', app: 'web', id: {...pod, name: 'gone'}})).toEqual({managers: []});
});

const eventOf = (id: ResourceId, reason: string, second: number): JsonObject => ({
	apiVersion: 'v1',
	kind: 'Event',
	metadata: {name: `${id.name}.${reason}`, namespace: 'shop'},
	involvedObject: {kind: id.kind, name: id.name, namespace: id.namespace},
	reason,
	message: `${reason} it`,
	type: 'Normal',
	count: 2,
	lastTimestamp: `2026-01-01T00:00:0${second}Z`,
	source: {component: 'kubelet'},
});

test("an object's events are followed while somebody looks, the oldest first", async () => {
	const {engine, fake} = await deployed();
	const {follow, ask} = open(engine);
	fake.create(eventOf(pod, 'Pulled', 5));
	fake.create(eventOf(d, 'Scaled', 1));
	const events = follow({kind: 'events', app: 'web', id: pod});
	await events.until(all => all.length === 1);
	fake.create(eventOf(pod, 'Pulling', 3));
	const both = await events.until(all => all.length === 2);
	const common = {type: 'Normal', count: 2, source: 'kubelet'};
	expect(both).toEqual([
		{...common, time: '2026-01-01T00:00:03.000Z', reason: 'Pulling', message: 'Pulling it'},
		{...common, time: '2026-01-01T00:00:05.000Z', reason: 'Pulled', message: 'Pulled it'},
	]);
	expect(await ask({kind: 'events', app: 'web', id: d})).toMatchObject([{reason: 'Scaled'}]);
});

test('the output of a container is followed, the first one where none is named', async () => {
	const {engine, fake} = await deployed();
	const {follow, ask} = open(engine);
	fake.output.set('d-1-a/web', ['one']);
	fake.output.set('d-1-a/side', ['a', 'b', 'c']);
	const logs = follow({kind: 'logs', app: 'web', id: pod, container: '', tail: 10});
	await logs.until(({lines}) => lines.length === 1);
	fake.output.set('d-1-a/web', ['one', 'two']);
	expect(await logs.until(({lines}) => lines.length === 2)).toEqual({
		containers: ['web', 'side'],
		container: 'web',
		lines: ['one', 'two'],
	});
	expect(await ask({kind: 'logs', app: 'web', id: pod, container: 'side', tail: 2})).toMatchObject({lines: ['b', 'c']});
	expect(await ask({kind: 'logs', app: 'web', id: pod, container: 'nope', tail: 2})).toBe(
		'Pod shop/d-1-a has no container nope; it has web, side',
	);
	expect(await ask({kind: 'logs', app: 'web', id: d, container: '', tail: 2})).toBe(
		'Deployment shop/d has no output of its own: ask for one of its pods',
	);
});

test('a plan that somebody looks at moves with the cluster and with Git, and not with a status', async () => {
	const {engine, fake, git} = await deployed();
	const {follow, until, told} = open(engine);
	const plan = follow({kind: 'plan', app: 'web', prune: false});
	await plan.until(({kind}) => kind === 'converged');
	fake.edit('apps/Deployment/shop/d', body => ({...body, spec: {replicas: 5}}), 'kubectl-scale');
	const drifted = await plan.until(({changes}) => changes.length === 1);
	expect(drifted.changes[0]?.fields).toMatchObject([{path: 'spec.replicas', before: 5, after: 1}]);
	const before = plan.replies().length;
	fake.letReady(true);
	await until(() => told('unchanged').length > 3);
	expect(plan.replies()).toHaveLength(before);
	git.commit({web: [deployment('d', 5), configMap('c')]});
	expect(await plan.until(({kind}) => kind === 'converged')).toMatchObject({changes: []});
});

test('an object that somebody makes before the plan does is seen by who looks at that plan', async () => {
	const {git, fake, start} = setUp();
	git.commit({web: [configMap('c', {a: '1'})]});
	const {follow} = open(start().engine);
	const plan = follow({kind: 'plan', app: 'web', prune: false});
	expect((await plan.until(({changes}) => changes.length === 1)).changes[0]?.op).toBe('create');
	fake.create({...configMap('c', {a: '9'}), metadata: {name: 'c', namespace: 'shop'}});
	const adopted = await plan.until(({changes}) => changes[0]?.op === 'update');
	expect(adopted.changes[0]?.consents).toEqual(['adopt']);
});

test('what can not be answered is refused in words, and a live question is answered once it can be', async () => {
	const {engine, fake} = await deployed();
	const {ask, follow, until} = open(engine);
	expect(await ask({kind: 'tree', app: 'nope'})).toBe('no application nope; there are: web');
	const view = follow({kind: 'object', app: 'web', id: {...pod, kind: 'Secret', name: 's'}});
	await view.until(({live}) => live === undefined);
	fake.isDown(true);
	fake.edit('apps/Deployment/shop/d', body => body);
	await until(() => view.replies().some(reply => typeof reply === 'string'));
	expect(view.replies().at(-1)).toBe('cluster test does not answer: connection refused');
	fake.isDown(false);
	await view.until(({live}) => live === undefined);
});
