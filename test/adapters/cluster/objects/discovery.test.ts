import {expect, test} from 'vitest';
import type {ServedKind} from '../../../../source/model/ports.ts';
import type {KindKey} from '../../../../source/model/resource.ts';
import {clusterAt, type Handler, never, refuse, reply, startApi} from '../fakes/api.ts';

const all = ['create', 'delete', 'get', 'list', 'patch', 'watch'];

/** As the API server writes it: of aggregated discovery. */
const resource = (plural: string, kind: string, more: object = {}) => ({
	resource: plural,
	responseKind: {group: '', version: '', kind},
	scope: 'Namespaced',
	verbs: all,
	...more,
});

const aggregated: Readonly<Record<string, object>> = {
	'/api': {
		kind: 'APIGroupDiscoveryList',
		items: [
			{
				metadata: {},
				versions: [
					{
						version: 'v1',
						freshness: 'Current',
						resources: [
							resource('pods', 'Pod', {
								subresources: [{subresource: 'log', responseKind: {kind: 'Pod'}, verbs: ['get']}],
							}),
							resource('namespaces', 'Namespace', {scope: 'Cluster'}),
							resource('componentstatuses', 'ComponentStatus', {scope: 'Cluster', verbs: ['get', 'list']}),
						],
					},
				],
			},
		],
	},
	'/apis': {
		kind: 'APIGroupDiscoveryList',
		items: [
			{
				metadata: {name: 'autoscaling'},
				versions: ['v2', 'v1'].map(version => ({
					version,
					resources: [resource('horizontalpodautoscalers', 'HorizontalPodAutoscaler')],
				})),
			},
			{metadata: {name: 'metrics.k8s.io'}, versions: [{version: 'v1beta1', freshness: 'Stale'}]},
			{
				metadata: {name: 'example.com'},
				versions: [{version: 'v1', freshness: 'Stale', resources: [resource('widgets', 'Widget'), {resource: 'odd'}]}],
			},
		],
	},
};

const flat = (name: string, kind: string, more: object = {}) => ({name, kind, namespaced: true, verbs: all, ...more});

/** As older API servers have it, one document a version. */
const plain: Readonly<Record<string, object>> = {
	'/api': {kind: 'APIVersions', versions: ['v1']},
	'/api/v1': {
		groupVersion: 'v1',
		resources: [
			flat('pods', 'Pod'),
			flat('pods/log', 'Pod', {verbs: ['get']}),
			flat('namespaces', 'Namespace', {namespaced: false}),
			flat('componentstatuses', 'ComponentStatus', {namespaced: false, verbs: ['get', 'list']}),
		],
	},
	'/apis': {
		kind: 'APIGroupList',
		groups: [
			{
				name: 'autoscaling',
				versions: [{groupVersion: 'autoscaling/v1'}, {groupVersion: 'autoscaling/v2'}],
				preferredVersion: {groupVersion: 'autoscaling/v2'},
			},
			{name: 'metrics.k8s.io', versions: [{groupVersion: 'metrics.k8s.io/v1beta1'}]},
			{name: 'example.com', versions: [{groupVersion: 'example.com/v1'}]},
		],
	},
	'/apis/autoscaling/v1': {
		groupVersion: 'autoscaling/v1',
		resources: [flat('horizontalpodautoscalers', 'HorizontalPodAutoscaler')],
	},
	'/apis/autoscaling/v2': {
		groupVersion: 'autoscaling/v2',
		resources: [flat('horizontalpodautoscalers', 'HorizontalPodAutoscaler')],
	},
	'/apis/example.com/v1': {groupVersion: 'example.com/v1', resources: [flat('widgets', 'Widget')]},
};

const serve =
	(documents: Readonly<Record<string, object>>): Handler =>
	(asked, response) => {
		const document = documents[asked.path];
		(document ? reply(200, document) : refuse(503, 'the server is currently unable to handle the request'))(
			asked,
			response,
		);
	};

const print = (kinds: ReadonlyMap<KindKey, readonly ServedKind[]>) =>
	[...kinds].map(([key, versions]) => [
		key,
		...versions.map(
			({version, plural, isNamespaced, isListable}) =>
				`${version} ${plural}${isNamespaced ? ' namespaced' : ''}${isListable ? ' listable' : ''}`,
		),
	]);

const expected = [
	['/Pod', 'v1 pods namespaced listable'],
	['/Namespace', 'v1 namespaces listable'],
	['/ComponentStatus', 'v1 componentstatuses'],
	[
		'autoscaling/HorizontalPodAutoscaler',
		'v2 horizontalpodautoscalers namespaced listable',
		'v1 horizontalpodautoscalers namespaced listable',
	],
	['example.com/Widget', 'v1 widgets namespaced listable'],
];

test.for([
	['aggregated, in two requests', aggregated, 2],
	['plain, where the server knows no better', plain, 7],
] as const)(
	'discovery is %s: the preferred version first, without subresources, and a broken group hides nothing',
	async ([, documents, requests]) => {
		const api = await startApi(serve(documents));
		const cluster = await clusterAt(api.url);
		expect(print(await cluster.kinds(never))).toEqual(expected);
		expect(api.asked).toHaveLength(requests);
		expect(api.asked[0]?.headers.accept).toMatch(
			/^application\/json;g=apidiscovery\.k8s\.io;v=v2;as=APIGroupDiscoveryList,/,
		);
	},
);

test('what is served is asked once, however many want to know, and again on demand', async () => {
	const documents = {...aggregated};
	const api = await startApi(serve(documents));
	const cluster = await clusterAt(api.url);
	await Promise.all([cluster.kinds(never), cluster.kinds(never)]);
	await cluster.kinds(never);
	expect(api.asked).toHaveLength(2);

	documents['/apis'] = {kind: 'APIGroupDiscoveryList', items: []};
	expect((await cluster.kinds(never, true)).size).toBe(3);
	expect((await cluster.kinds(never)).size).toBe(3);
	expect(cluster.calls()).toEqual({discovery: 4});
});

test('a failed answer is not kept', async () => {
	const documents: Record<string, object> = {};
	const api = await startApi(serve(documents));
	const cluster = await clusterAt(api.url);
	await expect(cluster.kinds(never)).rejects.toMatchObject({name: 'UnreachableError'});
	Object.assign(documents, aggregated);
	expect((await cluster.kinds(never)).size).toBe(5);
});

test.for<[string, Handler]>([
	[
		'a lost connection in the middle',
		(asked, response) => (asked.path === '/apis/example.com/v1' ? response.destroy() : serve(plain)(asked, response)),
	],
	['an answer that is not of discovery', reply(200, {})],
])('%s does not pass for a cluster that serves less', async ([, handler]) => {
	const api = await startApi(handler);
	const cluster = await clusterAt(api.url);
	await expect(cluster.kinds(never)).rejects.toMatchObject({name: 'UnreachableError'});
});

test('who stops waiting does not stop the others', async () => {
	const impatient = new AbortController();
	const held: (() => void)[] = [];
	const api = await startApi((asked, response) => {
		held.push(() => serve(aggregated)(asked, response));
	});
	const cluster = await clusterAt(api.url);
	const first = cluster.kinds(impatient.signal);
	const second = cluster.kinds(never);
	await expect.poll(() => held.length).toBe(2);
	impatient.abort(new Error('enough'));
	await expect(first).rejects.toThrow('enough');
	for (const answer of held) {
		answer();
	}

	expect((await second).size).toBe(5);
});
