import {expect, test} from 'vitest';
import {type Served, serve} from './harness.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const labelled = (name: string, app: string) => ({metadata: {name, labels: {app}}});
const create = (server: Served, body: object) => server.ask({method: 'POST', path: maps, body});
const relabel = (server: Served, name: string, app: string) =>
	server.ask({
		method: 'PATCH',
		path: `${maps}/${name}`,
		type: 'application/merge-patch+json',
		body: {metadata: {labels: {app}}},
	});
const versionOf = async (server: Served): Promise<string> =>
	(await server.ask({path: maps})).body.metadata.resourceVersion;
const told = (events: Awaited<ReturnType<Served['watch']>>) =>
	events.map(({type, object}) => `${type} ${object.metadata.name}`);

test('a watch shows what enters and leaves its selection, in order', async () => {
	await using server = await serve();
	const from = await versionOf(server);
	await create(server, labelled('one', 'web'));
	await create(server, labelled('two', 'other'));
	await relabel(server, 'two', 'web');
	await relabel(server, 'one', 'other');
	await server.ask({method: 'DELETE', path: `${maps}/two`});
	const events = await server.watch(`${maps}?watch=1&labelSelector=app%3Dweb&resourceVersion=${from}`, 4);
	expect(told(events)).toEqual(['ADDED one', 'ADDED two', 'DELETED one', 'DELETED two']);
	expect(events[2]?.object.metadata.labels).toEqual({app: 'web'});
});

test('a watch that asks for what is there ends it with a bookmark', async () => {
	await using server = await serve();
	const options = 'watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';
	const [first, last] = await server.watch(`${maps}?${options}`, 2);
	expect(first).toMatchObject({type: 'ADDED', object: {metadata: {name: 'kube-root-ca.crt'}}});
	expect(last).toMatchObject({
		type: 'BOOKMARK',
		object: {kind: 'ConfigMap', metadata: {annotations: {'k8s.io/initial-events-end': 'true'}}},
	});
});

test('what is forgotten is Gone: for watches in the stream, for pages with a way to go on', async () => {
	await using server = await serve();
	const from = await versionOf(server);
	for (const name of ['a', 'b', 'c']) {
		await create(server, labelled(name, 'web'));
	}

	const page = await server.ask({path: `${maps}?limit=1`});
	expect(page.body.metadata).toMatchObject({continue: expect.any(String), remainingItemCount: 3});
	await create(server, labelled('d', 'web'));
	const next = await server.ask({path: `${maps}?limit=9&continue=${page.body.metadata.continue}`});
	expect(next.body.items.map(({metadata}: {metadata: {name: string}}) => metadata.name)).toEqual([
		'b',
		'c',
		'kube-root-ca.crt',
	]);

	server.compact();
	const [gone] = await server.watch(`${maps}?watch=1&resourceVersion=${from}`, 1);
	expect(gone).toMatchObject({type: 'ERROR', object: {code: 410, reason: 'Expired'}});
	const late = await server.ask({path: `${maps}?limit=9&continue=${page.body.metadata.continue}`});
	expect(late).toMatchObject({status: 410, body: {reason: 'Expired', metadata: {continue: expect.any(String)}}});
	const rest = await server.ask({path: `${maps}?continue=${late.body.metadata.continue}`});
	expect(rest.body.items).toHaveLength(4);
});

test.for<[string, string, readonly string[]]>([
	['equality', 'labelSelector=app%3Dweb', ['one']],
	['inequality', 'labelSelector=app!%3Dweb', ['kube-root-ca.crt', 'two']],
	['a set', 'labelSelector=app%20in%20(web,other)', ['one', 'two']],
	['outside a set', 'labelSelector=app,app%20notin%20(web)', ['two']],
	['presence', 'labelSelector=app', ['one', 'two']],
	['absence', 'labelSelector=!app', ['kube-root-ca.crt']],
	['a name', 'fieldSelector=metadata.name%3Dtwo', ['two']],
])('a list selects by %s', async ([, query, names]) => {
	await using server = await serve();
	await create(server, labelled('one', 'web'));
	await create(server, labelled('two', 'other'));
	const {body} = await server.ask({path: `${maps}?${query}`});
	expect(body.items.map(({metadata}: {metadata: {name: string}}) => metadata.name)).toEqual(names);
});

test('metadata and tables are given to who accepts them, ages by the clock of the server', async () => {
	let now = new Date('2026-01-01T00:00:00Z');
	await using server = await serve({now: () => now});
	now = new Date('2026-01-01T00:05:00Z');
	const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
	const {body} = await server.ask({path: '/api/v1/namespaces', accept});
	expect(body.columnDefinitions.map(({name}: {name: string}) => name)).toEqual(['Name', 'Status', 'Age']);
	expect(body.rows[0]).toMatchObject({cells: ['default', 'Active', '5m'], object: {kind: 'PartialObjectMetadata'}});
	const partial = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';
	const list = await server.ask({path: '/api/v1/namespaces', accept: partial});
	expect(list.body).toMatchObject({
		kind: 'PartialObjectMetadataList',
		items: [{kind: 'PartialObjectMetadata'}, {}, {}, {}],
	});
	expect(list.body.items[0]).not.toHaveProperty('status');
});
