import {expect, test} from 'vitest';
import {liveOf} from '../../../../source/adapters/cluster/objects/live.ts';
import {takeOverPatch} from '../../../../source/adapters/cluster/objects/take-over.ts';
import type {Json, JsonObject} from '../../../../source/model/json.ts';
import {ChangedError} from '../../../../source/model/operator-error.ts';
import {clusterAt, configMaps, type Handler, inTurn, item, never, refuse, reply, startApi} from '../fakes/api.ts';

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

type Fields = Readonly<Record<string, Json>>;

const entry = (manager: string, operation: string, fieldsV1: Fields, more: Fields = {}): JsonObject => ({
	manager,
	operation,
	apiVersion: 'v1',
	time: 't',
	fieldsType: 'FieldsV1',
	fieldsV1,
	...more,
});

const object = (managedFields: readonly Json[], annotations: Fields = {}): JsonObject => ({
	kind: 'ConfigMap',
	apiVersion: 'v1',
	metadata: {name: 'a', namespace: 'shop', uid: 'uid-a', resourceVersion: '6', annotations, managedFields},
});

const data = (...keys: readonly string[]) => ({'f:data': Object.fromEntries(keys.map(key => [`f:${key}`, {}]))});

test.for<[string, readonly JsonObject[], readonly JsonObject[]]>([
	[
		'what kubectl apply owns becomes ours',
		[entry('kubectl-client-side-apply', 'Update', data('a'))],
		[entry('trueup', 'Apply', data('a'))],
	],
	[
		'the fields of all its names are united, and others keep theirs',
		[
			entry('kubectl-client-side-apply', 'Update', data('a', 'b')),
			entry('kubectl-create', 'Update', data('b', 'c')),
			entry('kubectl-edit', 'Update', data('d')),
			entry('before-first-apply', 'Update', {'f:spec': {'.': {}}}),
		],
		[
			entry('trueup', 'Apply', {...data('a', 'b', 'c'), 'f:spec': {'.': {}}}),
			entry('kubectl-edit', 'Update', data('d')),
		],
	],
	[
		'they join what is ours already',
		[entry('kubectl-replace', 'Update', data('a')), entry('trueup', 'Apply', data('b'), {time: 'ours'})],
		[entry('trueup', 'Apply', data('b', 'a'), {time: 'ours'})],
	],
	[
		'fields of another API version are dropped',
		[entry('kubectl-create', 'Update', data('a'), {apiVersion: 'v1beta1'}), entry('trueup', 'Apply', data('b'))],
		[entry('trueup', 'Apply', data('b'))],
	],
	[
		'subresources stay whose they are',
		[
			entry('kubectl-create', 'Update', data('a')),
			entry('kubectl-create', 'Update', data('s'), {subresource: 'status'}),
		],
		[entry('trueup', 'Apply', data('a')), entry('kubectl-create', 'Update', data('s'), {subresource: 'status'})],
	],
	[
		"the annotation that goes is nobody's",
		[
			entry('kubectl-client-side-apply', 'Update', {
				...data('a'),
				'f:metadata': {'f:annotations': {'.': {}, [`f:${lastApplied}`]: {}}},
			}),
		],
		[entry('trueup', 'Apply', {...data('a'), 'f:metadata': {'f:annotations': {'.': {}}}})],
	],
	[
		'and leaves no empty rest',
		[entry('kubectl-create', 'Update', {'f:metadata': {'f:annotations': {[`f:${lastApplied}`]: {}}}, ...data('a')})],
		[entry('trueup', 'Apply', data('a'))],
	],
])('%s', ([, before, after]) => {
	expect(takeOverPatch(object(before))).toEqual([
		{op: 'replace', path: '/metadata/resourceVersion', value: '6'},
		{op: 'replace', path: '/metadata/managedFields', value: after},
	]);
});

test.for<[string, readonly JsonObject[]]>([
	['nobody', []],
	['other managers', [entry('kubectl-edit', 'Update', data('a')), entry('trueup', 'Apply', data('a'))]],
	["kubectl's server-side apply", [entry('kubectl-client-side-apply', 'Apply', data('a'))]],
	['kubectl in a subresource', [entry('kubectl-create', 'Update', data('a'), {subresource: 'scale'})]],
])('nothing is taken from %s, and nothing is asked', async ([, managedFields]) => {
	const api = await startApi(reply(500, {}));
	const cluster = await clusterAt(api.url);
	const live = liveOf(configMaps, object(managedFields));
	expect(takeOverPatch(object(managedFields))).toBeUndefined();
	expect(await cluster.takeFromKubectl(configMaps, live, never)).toBe(live);
	expect(api.asked).toEqual([]);
});

const taken = object([entry('kubectl-create', 'Update', data('a'))], {[lastApplied]: '{}'});
const found = reply(200, taken);

test('the copy of the manifest that kubectl keeps goes with the same patch', async () => {
	const after = {...item('a', '7'), kind: 'ConfigMap', apiVersion: 'v1'};
	const api = await startApi(inTurn(found, reply(200, after)));
	const cluster = await clusterAt(api.url);
	const live = await cluster.takeFromKubectl(configMaps, liveOf(configMaps, taken), never);
	expect(live.resourceVersion).toBe('7');
	expect(api.asked[1]).toMatchObject({method: 'PATCH', path: '/api/v1/namespaces/shop/configmaps/a'});
	expect(api.asked[1]?.headers['content-type']).toBe('application/json-patch+json');
	expect(api.asked[1]?.query.get('fieldManager')).toBe('trueup');
	expect(JSON.parse(api.asked[1]?.body ?? '').at(-1)).toEqual({
		op: 'remove',
		path: '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration',
	});
	expect(cluster.calls()).toEqual({get: 1, patch: 1});
});

test.for<[string, Handler]>([
	['is changed', inTurn(found, refuse(409, 'modified', {reason: 'Conflict'}))],
	['can not be patched as it was', inTurn(found, refuse(422, 'the server rejected our request'))],
	['was made anew', reply(200, {...taken, ...item('b')})],
])('an object that %s meanwhile is left alone', async ([, handler]) => {
	const api = await startApi(handler);
	const cluster = await clusterAt(api.url);
	const taking = cluster.takeFromKubectl(configMaps, liveOf(configMaps, taken), never);
	await expect(taking).rejects.toBeInstanceOf(ChangedError);
});

test('an object that somebody else took over meanwhile is given back as it is', async () => {
	const api = await startApi(reply(200, object([entry('trueup', 'Apply', data('a'))])));
	const cluster = await clusterAt(api.url);
	const live = await cluster.takeFromKubectl(configMaps, liveOf(configMaps, taken), never);
	expect(live.managers.map(({manager}) => manager)).toEqual(['trueup']);
	expect(cluster.calls()).toEqual({get: 1});
});
