import {expect, test} from 'vitest';
import {type JsonObject, objectAt, withValueAt} from '../../../source/sandbox/objects/json.ts';
import {prepareCreate, prepareUpdate} from '../../../source/sandbox/objects/strategy.ts';

function object(apiVersion: string, kind: string, more: JsonObject = {}): JsonObject {
	return {
		apiVersion,
		kind,
		metadata: {name: 'x', uid: 'u', creationTimestamp: 't', generation: 3},
		spec: {a: 1},
		status: {s: 1},
		...more,
	};
}

const main = {hasStatus: true, custom: false, subresource: ''};
const deployment = object('apps/v1', 'Deployment');
const service = object('v1', 'Service', {spec: {type: 'ClusterIP', clusterIP: '10.0.0.1', ports: []}});
const custom = object('x.io/v1', 'Thing');

function generation(before: JsonObject, path: readonly string[], facts: Parameters<typeof prepareUpdate>[2]) {
	return objectAt(prepareUpdate(before, withValueAt(before, path, 'new'), facts), 'metadata')?.generation;
}

test.for<[string, JsonObject, readonly string[], Parameters<typeof prepareUpdate>[2], number]>([
	['a new spec', deployment, ['spec', 'a'], main, 4],
	['a label', deployment, ['metadata', 'labels'], main, 3],
	['an annotation of a Deployment', deployment, ['metadata', 'annotations'], main, 4],
	['an annotation of a StatefulSet', object('apps/v1', 'StatefulSet'), ['metadata', 'annotations'], main, 3],
	['a status', deployment, ['status', 's'], {...main, subresource: 'status'}, 3],
	['a spec by way of the status', deployment, ['spec', 'a'], {...main, subresource: 'status'}, 3],
	['a scale', deployment, ['spec', 'replicas'], {...main, subresource: 'scale'}, 4],
	['a kind that counts none', object('v1', 'Service'), ['spec', 'a'], main, 3],
	['anything of a custom resource', custom, ['other'], {...main, custom: true}, 4],
	['its status where that is no subresource', custom, ['status', 's'], {...main, custom: true, hasStatus: false}, 4],
])('%s counts as it should', ([, before, path, facts, expected]) => {
	expect(generation(before, path, facts)).toBe(expected);
});

test('the object leaves the status, and the status the object', () => {
	const after = object('apps/v1', 'Deployment', {spec: {a: 2}, status: {s: 2}});
	expect(prepareUpdate(deployment, after, main)).toMatchObject({spec: {a: 2}, status: {s: 1}});
	expect(prepareUpdate(deployment, after, {...main, subresource: 'status'})).toMatchObject({
		spec: {a: 1},
		status: {s: 2},
	});
});

test('what nobody sends stays, and what nobody may send too', () => {
	const after = {...deployment, metadata: {name: 'x', generation: 99, creationTimestamp: 'later'}};
	expect(prepareUpdate(deployment, after, main).metadata).toEqual(deployment.metadata);
});

test('a new object has no status of its own, and counts from one where its kind counts', () => {
	expect(prepareCreate(deployment, main)).toMatchObject({status: {}, metadata: {generation: 1}});
	expect(prepareCreate(custom, {hasStatus: true, custom: true})).not.toHaveProperty('status');
	expect(prepareCreate(service, main)).toMatchObject({metadata: {generation: 3}});
});

test('an address that was allocated stays when an update leaves it out', () => {
	const after = {...service, spec: {type: 'ClusterIP', ports: []}};
	expect(prepareUpdate(service, after, main)).toMatchObject({spec: {clusterIP: '10.0.0.1'}});
});

test('ports of nodes go with the type that had them', () => {
	const ports = [{port: 80, nodePort: 30_000}];
	const before = {...service, spec: {type: 'NodePort', clusterIP: '10.0.0.1', ports}};
	const after = {...service, spec: {type: 'ClusterIP', clusterIP: '10.0.0.1', ports}};
	expect(prepareUpdate(before, after, main)).toMatchObject({spec: {ports: [{port: 80}]}});
});
