import {expect, test} from 'vitest';
import {warningsIn} from '../../../../source/adapters/cluster/objects/warnings.ts';
import type {JsonObject} from '../../../../source/model/json.ts';
import {ChangedError, InvalidError} from '../../../../source/model/operator-error.ts';
import {
	clusterAt,
	configMaps,
	type Handler,
	inTurn,
	item,
	never,
	refuse,
	reply,
	secrets,
	startApi,
} from '../fakes/api.ts';

const body = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', namespace: 'shop'}, data: {k: 'v'}};
const stored = {kind: 'ConfigMap', apiVersion: 'v1', ...item('a', '7')};
const one = {...configMaps, namespace: 'shop', name: 'a'};
const uid = {field: 'metadata.uid', message: 'Invalid value: "x": field is immutable'};

const uidIsWrong = refuse(422, 'field is immutable', {details: {causes: [uid, uid]}});

test.for([
	['for real', {dryRun: false, force: false}, {force: 'false'}],
	['with force', {dryRun: false, force: true}, {force: 'true'}],
	['for a look', {dryRun: true, force: true}, {force: 'true', dryRun: 'All'}],
] as const)('applies %s', async ([, options, query]) => {
	const api = await startApi(reply(200, stored));
	const cluster = await clusterAt(api.url);
	await cluster.apply(configMaps, body, options, never);
	expect(api.asked[0]).toMatchObject({method: 'PATCH', path: '/api/v1/namespaces/shop/configmaps/a'});
	expect(api.asked[0]?.headers['content-type']).toBe('application/apply-patch+yaml');
	expect(Object.fromEntries(api.asked[0]?.query ?? [])).toEqual({
		fieldManager: 'trueup',
		fieldValidation: 'Strict',
		...query,
	});
	expect(JSON.parse(api.asked[0]?.body ?? '')).toEqual(body);
});

test.for([
	[201, true],
	[200, false],
] as const)('HTTP %i: is it new? %s', async ([status, isNew]) => {
	const api = await startApi(reply(status, stored));
	const cluster = await clusterAt(api.url);
	const applied = await cluster.apply(configMaps, body, {dryRun: false, force: false}, never);
	expect(applied).toMatchObject({isNew, warnings: [], live: {resourceVersion: '7', uid: 'uid-a'}});
});

test.for([
	[
		'are told',
		{warning: '299 - "one \\"quoted\\" \u001b[2J", 299 kube "two", 199 - "other"'},
		false,
		['one "quoted" \\x1b[2J', 'two'],
	],
	['may come in several headers', {warning: ['299 - "one"', '299 - "two"']}, false, ['one', 'two']],
	['may be missing', {}, false, []],
	[
		'of Secrets are told without their text',
		{warning: '299 - "one", 299 - "two"'},
		true,
		['the cluster warns about this Secret (the text is withheld)'],
	],
] as const)('warnings %s', ([, headers, isSecret, warnings]) => {
	expect(warningsIn(headers, isSecret)).toEqual(warnings);
});

test.for([
	[configMaps, ['deprecated']],
	[secrets, ['the cluster warns about this Secret (the text is withheld)']],
] as const)('what the server warns of comes with the answer', async ([kind, warnings]) => {
	const api = await startApi(reply(200, stored, {warning: '299 - "deprecated"'}));
	const cluster = await clusterAt(api.url);
	expect(await cluster.apply(kind, body, {dryRun: false, force: false}, never)).toMatchObject({warnings});
});

test('an apply for a version names version and uid, for without the uid the server would make a lost object anew', async () => {
	const partial = {kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', ...item('a', '6')};
	const api = await startApi(inTurn(reply(200, partial), reply(200, stored)));
	const cluster = await clusterAt(api.url);
	await cluster.apply(configMaps, body, {dryRun: false, force: false, resourceVersion: '6'}, never);
	expect(JSON.parse(api.asked[1]?.body ?? '')).toEqual({
		...body,
		metadata: {...body.metadata, uid: 'uid-a', resourceVersion: '6'},
	});
});

test('an apply for a version asks nothing where the body names the uid', async () => {
	const api = await startApi(reply(200, stored));
	const cluster = await clusterAt(api.url);
	const known = {...body, metadata: {...body.metadata, uid: 'known'}};
	await cluster.apply(configMaps, known, {dryRun: false, force: false, resourceVersion: '6'}, never);
	expect(api.asked.map(({body}) => JSON.parse(body).metadata)).toEqual([{...known.metadata, resourceVersion: '6'}]);
});

test.for<[string, Handler]>([
	['it is gone', refuse(404, 'not found', {details: {name: 'a'}})],
	['it is of another version', reply(200, {...stored, ...item('a', '5')})],
	[
		'it changes meanwhile',
		inTurn(reply(200, {...stored, ...item('a', '6')}), refuse(409, 'modified', {reason: 'Conflict'})),
	],
	['it is made anew meanwhile', inTurn(reply(200, {...stored, ...item('a', '6')}), uidIsWrong)],
])('an apply for a version is refused when %s', async ([, handler]) => {
	const api = await startApi(handler);
	const cluster = await clusterAt(api.url);
	const applying = cluster.apply(configMaps, body, {dryRun: false, force: false, resourceVersion: '6'}, never);
	await expect(applying).rejects.toBeInstanceOf(ChangedError);
});

test.for<[string, JsonObject]>([
	['a name', {apiVersion: 'v1', kind: 'ConfigMap', metadata: {namespace: 'shop'}}],
	['a namespace', {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}}],
])('what has no %s is not sent', async ([, bad]) => {
	const api = await startApi(reply(200, stored));
	const cluster = await clusterAt(api.url);
	await expect(cluster.apply(configMaps, bad, {dryRun: false, force: false}, never)).rejects.toBeInstanceOf(
		InvalidError,
	);
	expect(api.asked).toEqual([]);
});

test.for([
	['that object', {uid: 'u'}, {uid: 'u'}],
	['that version of that object', {uid: 'u', resourceVersion: '7'}, {uid: 'u', resourceVersion: '7'}],
] as const)('deletes %s and what depends on it', async ([, seen, preconditions]) => {
	const api = await startApi(reply(200, stored));
	const cluster = await clusterAt(api.url);
	await cluster.remove(configMaps, one, seen, never);
	expect(api.asked[0]).toMatchObject({method: 'DELETE', path: '/api/v1/namespaces/shop/configmaps/a'});
	expect(JSON.parse(api.asked[0]?.body ?? '')).toEqual({
		apiVersion: 'v1',
		kind: 'DeleteOptions',
		propagationPolicy: 'Foreground',
		preconditions,
	});
});

test('what is gone need not be deleted', async () => {
	const api = await startApi(refuse(404, 'not found', {details: {name: 'a', kind: 'configmaps'}}));
	const cluster = await clusterAt(api.url);
	await expect(cluster.remove(configMaps, one, {uid: 'u'}, never)).resolves.toBeUndefined();
});

test('another object of that name is not deleted', async () => {
	const api = await startApi(refuse(409, 'the UID in the precondition does not match', {reason: 'Conflict'}));
	const cluster = await clusterAt(api.url);
	await expect(cluster.remove(configMaps, one, {uid: 'u'}, never)).rejects.toBeInstanceOf(ChangedError);
});

test('a name that is none never deletes all', async () => {
	const api = await startApi(reply(200, stored));
	const cluster = await clusterAt(api.url);
	await expect(cluster.remove(configMaps, {...one, name: ''}, {uid: 'u'}, never)).rejects.toBeInstanceOf(InvalidError);
	expect(api.asked).toEqual([]);
});
