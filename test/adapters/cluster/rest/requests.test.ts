import {expect, test} from 'vitest';
import {UnreachableError} from '../../../../source/model/operator-error.ts';
import type {Cluster} from '../../../../source/model/ports.ts';
import {clusterAt, configMaps, type Handler, inTurn, item, list, never, refuse, reply, startApi} from '../fakes/api.ts';

const one = {...configMaps, namespace: 'shop', name: 'a'};
const found = reply(200, {kind: 'ConfigMap', apiVersion: 'v1', ...item('a')});
const patience = (seconds: string): Handler => reply(429, {kind: 'Status'}, {'retry-after': seconds});
const cut: Handler = (_, response) => response.destroy();
const body = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'shop'}};

test('requests name the program and ask for JSON', async () => {
	const api = await startApi(found);
	const cluster = await clusterAt(api.url, {user: {token: 'abc'}});
	await cluster.read(configMaps, one, never);
	expect(api.asked[0]?.headers).toMatchObject({
		'user-agent': 'trueup/1.2.3',
		accept: 'application/json',
		authorization: 'Bearer abc',
	});
});

test('a server may live below a path', async () => {
	const api = await startApi(found);
	const cluster = await clusterAt(`${api.url}/k8s/clusters/c-1/`);
	await cluster.read(configMaps, one, never);
	expect(api.asked[0]?.path).toBe('/k8s/clusters/c-1/api/v1/namespaces/shop/configmaps/a');
});

test('numbers beyond 2^53 come back exactly as they were sent', async () => {
	const text = '{"kind":"ConfigMap","metadata":{"name":"a","namespace":"shop"},"spec":{"large":9007199254740993}}';
	const api = await startApi((_, response) => response.writeHead(200).end(text));
	const cluster = await clusterAt(api.url);
	const live = await cluster.read(configMaps, one, never);
	expect(live?.body.spec).toEqual({large: 9_007_199_254_740_993n});
	await cluster.apply(configMaps, live?.body ?? {}, {dryRun: false, force: false}, never);
	expect(api.asked[1]?.body).toContain('"large":9007199254740993}');
});

test('at most 32 requests are under way, and watches do not count', async () => {
	const waiting: (() => void)[] = [];
	const api = await startApi((asked, response) => {
		if (asked.query.has('watch')) {
			response.writeHead(200).flushHeaders();
		} else if (asked.path.endsWith('/configmaps')) {
			reply(200, list([]))(asked, response);
		} else {
			waiting.push(() => found(asked, response));
		}
	});
	const cluster = await clusterAt(api.url);
	const end = new AbortController();
	const watches = Array.from({length: 3}, () => cluster.watch(configMaps, {}, end.signal)[Symbol.asyncIterator]());
	await Promise.all(watches.map(watch => watch.next()));
	const following = watches.map(watch => watch.next());
	await expect.poll(() => api.asked.length).toBe(6);

	const reads = Array.from({length: 40}, () => cluster.read(configMaps, one, never));
	await expect.poll(() => waiting.length).toBe(32);
	waiting.shift()?.();
	await Promise.race(reads);
	await expect.poll(() => waiting.length).toBe(32);
	expect(api.asked).toHaveLength(6 + 33);
	await expect
		.poll(() => {
			for (const next of waiting.splice(0)) {
				next();
			}

			return api.asked.length;
		})
		.toBe(6 + 40);
	await Promise.all(reads);
	end.abort();
	await Promise.all(following);
});

const repeatable: Readonly<Record<string, (cluster: Cluster) => Promise<unknown>>> = {
	read: cluster => cluster.read(configMaps, one, never),
	apply: cluster => cluster.apply(configMaps, body, {dryRun: false, force: false}, never),
	'dry-run': cluster => cluster.apply(configMaps, body, {dryRun: true, force: false}, never),
};

test.for(
	[
		{
			title: 'a busy server is asked again',
			handlers: [patience('0'), patience('0'), patience('0'), found],
			requests: 4,
		},
		{title: 'four times at most', handlers: [patience('0')], requests: 4, error: 'BusyError'},
		{
			title: 'not when it asks for a long wait: that is for the engine to decide',
			handlers: [patience('11')],
			requests: 1,
			error: 'BusyError',
		},
		{title: 'a connection that was cut is made again', handlers: [cut, found], requests: 2},
		{title: 'once', handlers: [cut], requests: 2, error: 'UnreachableError'},
		{title: 'what is refused is not sent again', handlers: [refuse(400, 'no')], requests: 1, error: 'InvalidError'},
		{title: 'what broke is not sent again', handlers: [refuse(500, 'no')], requests: 1, error: 'UnreachableError'},
	].flatMap(row => Object.keys(repeatable).map(verb => ({...row, verb}))),
)('$verb: $title', async ({verb, handlers, requests, error}) => {
	const api = await startApi(inTurn(...handlers));
	const cluster = await clusterAt(api.url);
	const outcome = await repeatable[verb]?.(cluster).then(
		() => undefined,
		(reason: unknown) => (reason instanceof Error ? reason.name : reason),
	);
	expect(outcome).toBe(error);
	expect(api.asked).toHaveLength(requests);
});

test('a busy server is not asked again to delete', async () => {
	const api = await startApi(patience('0'));
	const cluster = await clusterAt(api.url);
	await expect(cluster.remove(configMaps, one, {uid: 'u'}, never)).rejects.toMatchObject({
		name: 'BusyError',
		retryAfter: 0,
	});
	expect(api.asked).toHaveLength(1);
});

test.for<[string, Handler]>([
	['HTML', reply(200, '<html><script>token=hunter2</script></html>')],
	[
		'half an answer',
		(_, response) => response.writeHead(200, {'content-type': 'application/json'}).end('{"kind":"Conf hunter2'),
	],
	['nothing', (_, response) => response.writeHead(200).end()],
	['an object that is none', reply(200, {hello: 'hunter2'})],
])('%s is no answer of a cluster', async ([, handler]) => {
	const api = await startApi(handler);
	const cluster = await clusterAt(api.url);
	const error = await cluster.read(configMaps, one, never).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(UnreachableError);
	expect(String(error)).not.toContain('hunter2');
	await expect(cluster.list(configMaps, {}, never)).rejects.toBeInstanceOf(UnreachableError);
});

test('every call is counted by its verb', async () => {
	const api = await startApi((asked, response) => {
		const isList = asked.path.endsWith('/configmaps');
		(isList ? reply(200, list([])) : found)(asked, response);
	});
	const cluster = await clusterAt(api.url);
	await cluster.read(configMaps, one, never);
	await cluster.list(configMaps, {}, never);
	await cluster.listMetadata(configMaps, {}, never);
	await cluster.apply(configMaps, body, {dryRun: false, force: false}, never);
	await cluster.apply(configMaps, body, {dryRun: true, force: false}, never);
	await cluster.remove(configMaps, one, {uid: 'u'}, never);
	expect(cluster.calls()).toEqual({get: 1, list: 2, apply: 1, 'dry-run': 1, delete: 1});
});
