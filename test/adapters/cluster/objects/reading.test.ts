import {expect, test} from 'vitest';
import {ExpiredError, NotFoundError} from '../../../../source/model/operator-error.ts';
import {
	clusterAt,
	configMaps,
	deployments,
	type Handler,
	inTurn,
	item,
	list,
	never,
	refuse,
	reply,
	startApi,
} from '../fakes/api.ts';

const managed = {manager: 'trueup', operation: 'Apply', time: 't', fieldsV1: {'f:data': {'f:k': {}}}};
const withManagers = {...item('a'), metadata: {...item('a').metadata, managedFields: [managed]}, data: {k: 'v'}};
const gone = refuse(410, 'The provided continue parameter is too old', {reason: 'Expired'});

test('an object comes without its managed fields, and with who set what', async () => {
	const api = await startApi(reply(200, {kind: 'ConfigMap', apiVersion: 'v1', ...withManagers}));
	const cluster = await clusterAt(api.url);
	expect(await cluster.read(configMaps, {...configMaps, namespace: 'shop', name: 'a'}, never)).toEqual({
		id: {group: '', version: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'a'},
		uid: 'uid-a',
		resourceVersion: '1',
		body: {kind: 'ConfigMap', apiVersion: 'v1', ...item('a'), data: {k: 'v'}},
		managers: [{manager: 'trueup', operation: 'Apply', subresource: '', time: 't', paths: ['data.k']}],
	});
});

test.for<[string, Handler]>([
	['the object', refuse(404, 'not found', {details: {name: 'a', kind: 'configmaps'}})],
	['its namespace', refuse(404, 'not found', {details: {name: 'shop', kind: 'namespaces'}})],
	['its kind', reply(404, '404 page not found\n', {'content-type': 'text/plain', 'audit-id': 'x'})],
])('reading gives nothing where %s is not there', async ([, handler]) => {
	const api = await startApi(handler);
	const cluster = await clusterAt(api.url);
	expect(await cluster.read(configMaps, {...configMaps, namespace: 'shop', name: 'a'}, never)).toBeUndefined();
});

test('items of lists get their apiVersion and kind', async () => {
	const api = await startApi(reply(200, list([withManagers])));
	const cluster = await clusterAt(api.url);
	const [live] = await cluster.list(deployments, {}, never);
	expect(live?.body).toEqual({apiVersion: 'apps/v1', kind: 'Deployment', ...item('a'), data: {k: 'v'}});
	expect(live?.managers).toHaveLength(1);
});

test('metadata is all that is asked for and kept, of whatever kind it comes as', async () => {
	const partial = {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', ...withManagers};
	const api = await startApi(reply(200, {...list([partial]), kind: 'PartialObjectMetadataList'}));
	const cluster = await clusterAt(api.url);
	const [live] = await cluster.listMetadata(deployments, {}, never);
	expect(live).toEqual({
		id: {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'a'},
		uid: 'uid-a',
		resourceVersion: '1',
		body: {apiVersion: 'apps/v1', kind: 'Deployment', ...item('a')},
	});
	expect(api.asked[0]?.headers.accept).toBe(
		'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json',
	);
});

test('lists come page by page, selected by the server', async () => {
	const api = await startApi(
		inTurn(
			reply(200, list([item('a')], '10', 'n=1&x')),
			reply(200, list([item('b')], '10', 'next')),
			reply(200, list([item('c')])),
		),
	);
	const cluster = await clusterAt(api.url);
	const all = await cluster.list(configMaps, {namespace: 'shop', labelSelector: 'app in (a,b)'}, never);
	expect(all.map(({id}) => id.name)).toEqual(['a', 'b', 'c']);
	expect(api.asked.map(({path}) => path)).toEqual(Array(3).fill('/api/v1/namespaces/shop/configmaps'));
	expect(api.asked.map(({query}) => Object.fromEntries(query))).toEqual([
		{limit: '500', labelSelector: 'app in (a,b)'},
		{limit: '500', labelSelector: 'app in (a,b)', continue: 'n=1&x'},
		{limit: '500', labelSelector: 'app in (a,b)', continue: 'next'},
	]);
});

test('a list whose version expires half way starts anew', async () => {
	const api = await startApi(
		inTurn(reply(200, list([item('old')], '10', 'next')), gone, reply(200, list([item('new')]))),
	);
	const cluster = await clusterAt(api.url);
	expect((await cluster.list(configMaps, {}, never)).map(({id}) => id.name)).toEqual(['new']);
});

test('a list that always expires is given up', async () => {
	const api = await startApi(gone);
	const cluster = await clusterAt(api.url);
	await expect(cluster.list(configMaps, {}, never)).rejects.toBeInstanceOf(ExpiredError);
	expect(api.asked).toHaveLength(3);
});

test('a list without items is an empty one', async () => {
	const api = await startApi(reply(200, {...list([]), items: null}));
	const cluster = await clusterAt(api.url);
	expect(await cluster.list(configMaps, {}, never)).toEqual([]);
});

test('a list of a kind that is not served is an error, not an empty list', async () => {
	const api = await startApi(refuse(404, 'the server could not find the requested resource'));
	const cluster = await clusterAt(api.url);
	await expect(cluster.list(configMaps, {}, never)).rejects.toBeInstanceOf(NotFoundError);
});

test('a cluster is known by its kube-system, and asked once', async () => {
	const api = await startApi(
		inTurn(refuse(500, 'etcd'), reply(200, {kind: 'Namespace', apiVersion: 'v1', ...item('kube-system')})),
	);
	const cluster = await clusterAt(api.url);
	await expect(cluster.identity(never)).rejects.toMatchObject({name: 'UnreachableError'});
	expect((await cluster.identity(never)).uid).toBe('uid-kube-system');
	expect((await cluster.identity(never)).uid).toBe('uid-kube-system');
	expect(api.asked.map(({path}) => path)).toEqual(Array(2).fill('/api/v1/namespaces/kube-system'));
});

test('who may not see kube-system knows the cluster by its address and its authority', async () => {
	const api = await startApi(refuse(403, 'namespaces "kube-system" is forbidden: User "me" cannot get'));
	const identities = await Promise.all(
		[{}, {server: `${api.url}/`}, {server: `${api.url}/other`}].map(async cluster =>
			(await clusterAt(api.url, {cluster})).identity(never),
		),
	);
	const [first, same, other] = identities;
	expect(first).toEqual({uid: '', address: expect.stringMatching(/^address-[0-9a-f]{32}$/)});
	expect(same).toEqual(first);
	expect(other).not.toEqual(first);
});
