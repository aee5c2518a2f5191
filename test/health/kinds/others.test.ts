import {expect, test} from 'vitest';
import {assess} from '../../../source/health/assess.ts';
import type {HealthStatus} from '../../../source/model/health.ts';
import type {JsonObject} from '../../../source/model/json.ts';
import {condition, liveOf} from '../live.ts';

type Case = [string, JsonObject, JsonObject, HealthStatus, string];

function assessAs(apiVersion: string, kind: string, spec: JsonObject, status: JsonObject) {
	return assess(liveOf({apiVersion, kind, metadata: {name: 'web'}, spec, status}), []);
}

test.for<Case>([
	['is healthy when bound', {}, {phase: 'Bound'}, 'Healthy', ''],
	['is progressing while pending', {}, {phase: 'Pending'}, 'Progressing', 'not bound to a volume yet'],
	['is progressing without a phase', {}, {}, 'Progressing', 'not bound to a volume yet'],
	['is degraded when lost', {volumeName: 'disk-1'}, {phase: 'Lost'}, 'Degraded', 'lost: its volume disk-1 is gone'],
	['is unknown in a phase that nobody knows', {}, {phase: 'Odd'}, 'Unknown', 'phase Odd'],
])('a PersistentVolumeClaim %s', ([, spec, status, expected, message]) => {
	expect(assessAs('v1', 'PersistentVolumeClaim', spec, status)).toEqual({status: expected, message});
});

test.for<Case>([
	['is healthy when available', {}, {phase: 'Available'}, 'Healthy', ''],
	['is healthy when bound', {}, {phase: 'Bound'}, 'Healthy', ''],
	['is progressing while pending', {}, {phase: 'Pending'}, 'Progressing', 'not available yet'],
	[
		'is degraded when failed',
		{},
		{phase: 'Failed', reason: 'Recycle', message: 'no plugin'},
		'Degraded',
		'failed: Recycle: no plugin',
	],
	[
		'is progressing while it is reclaimed',
		{persistentVolumeReclaimPolicy: 'Delete'},
		{phase: 'Released'},
		'Progressing',
		'released, waiting to be reclaimed',
	],
	[
		'is not waited for when it is kept',
		{persistentVolumeReclaimPolicy: 'Retain'},
		{phase: 'Released'},
		'Healthy',
		'released and retained: no claim can bind it until spec.claimRef is removed',
	],
])('a PersistentVolume %s', ([, spec, status, expected, message]) => {
	expect(assessAs('v1', 'PersistentVolume', spec, status)).toEqual({status: expected, message});
});

test.for<Case>([
	['is healthy by being there', {type: 'ClusterIP'}, {}, 'Healthy', ''],
	[
		'waits for the address of its load balancer',
		{type: 'LoadBalancer'},
		{loadBalancer: {}},
		'Progressing',
		'waiting for the address of its load balancer',
	],
	['is healthy with an address', {type: 'LoadBalancer'}, {loadBalancer: {ingress: [{ip: '192.0.2.1'}]}}, 'Healthy', ''],
])('a Service %s', ([, spec, status, expected, message]) => {
	expect(assessAs('v1', 'Service', spec, status)).toEqual({status: expected, message});
});

const able = condition('AbleToScale', 'True', 'ReadyForNewScale');

test.for<Case>([
	['is progressing before it scales', {}, {}, 'Progressing', 'not scaling yet'],
	['is healthy when it can scale', {}, {conditions: [able]}, 'Healthy', ''],
	['is healthy at its limit', {}, {conditions: [condition('ScalingLimited', 'True')]}, 'Healthy', ''],
	[
		'is healthy when its target is scaled to none',
		{},
		{conditions: [able, condition('ScalingActive', 'False', 'ScalingDisabled')]},
		'Healthy',
		'',
	],
	[
		'is degraded without its target',
		{},
		{conditions: [condition('AbleToScale', 'False', 'FailedGetScale', 'deployments "web" not found')]},
		'Degraded',
		'FailedGetScale: deployments "web" not found',
	],
	[
		'is degraded without metrics',
		{},
		{conditions: [able, condition('ScalingActive', 'False', 'FailedGetResourceMetric', 'no metrics')]},
		'Degraded',
		'FailedGetResourceMetric: no metrics',
	],
])('a HorizontalPodAutoscaler %s', ([, spec, status, expected, message]) => {
	expect(assessAs('autoscaling/v2', 'HorizontalPodAutoscaler', spec, status)).toEqual({status: expected, message});
});

test('a HorizontalPodAutoscaler of version 1, which has no conditions, is healthy by being there', () => {
	expect(assessAs('autoscaling/v1', 'HorizontalPodAutoscaler', {}, {}).status).toBe('Healthy');
});

test.for<Case>([
	['is healthy when available', {}, {conditions: [condition('Available', 'True')]}, 'Healthy', ''],
	[
		'is progressing until then',
		{},
		{conditions: [condition('Available', 'False', 'MissingEndpoints', 'no addresses')]},
		'Progressing',
		'not available: MissingEndpoints: no addresses',
	],
])('an APIService %s', ([, spec, status, expected, message]) => {
	expect(assessAs('apiregistration.k8s.io/v1', 'APIService', spec, status)).toEqual({status: expected, message});
});

const established = condition('Established', 'True', 'InitialNamesAccepted');

test.for<Case>([
	['is healthy when established', {}, {conditions: [established]}, 'Healthy', ''],
	['is progressing before', {}, {}, 'Progressing', 'not established yet'],
	[
		'is progressing while it is installed',
		{},
		{conditions: [condition('Established', 'False', 'Installing')]},
		'Progressing',
		'not established yet',
	],
	[
		'is degraded when it is refused',
		{},
		{conditions: [condition('Established', 'False', 'NotAccepted', 'conflicts')]},
		'Degraded',
		'not established: NotAccepted: conflicts',
	],
	[
		'is degraded when its names are taken',
		{},
		{conditions: [established, condition('NamesAccepted', 'False', 'ListKindConflict', 'already in use')]},
		'Degraded',
		'its names are not accepted: ListKindConflict: already in use',
	],
	[
		'is degraded by a schema that is not structural',
		{},
		{conditions: [established, condition('NonStructuralSchema', 'True', 'Violations', 'spec: type missing')]},
		'Degraded',
		'its schema is not structural: Violations: spec: type missing',
	],
])('a CustomResourceDefinition %s', ([, spec, status, expected, message]) => {
	const actual = assessAs('apiextensions.k8s.io/v1', 'CustomResourceDefinition', spec, status);
	expect(actual).toEqual({status: expected, message});
});

test.for<Case>([
	['is progressing before it is reported on', {}, {}, 'Progressing', 'its controller has not reported yet'],
	['is healthy when it allows disruptions', {}, {conditions: [condition('DisruptionAllowed', 'True')]}, 'Healthy', ''],
	[
		'is healthy when it protects the last pods',
		{},
		{conditions: [condition('DisruptionAllowed', 'False', 'InsufficientPods')]},
		'Healthy',
		'',
	],
	[
		'is degraded when it can not be computed',
		{},
		{conditions: [condition('DisruptionAllowed', 'False', 'SyncFailed', 'no controller')]},
		'Degraded',
		'SyncFailed: no controller',
	],
])('a PodDisruptionBudget %s', ([, spec, status, expected, message]) => {
	expect(assessAs('policy/v1', 'PodDisruptionBudget', spec, status)).toEqual({status: expected, message});
});

test.for<[string, string, string, JsonObject, HealthStatus]>([
	['an Ingress needs no address', 'networking.k8s.io/v1', 'Ingress', {loadBalancer: {}}, 'Healthy'],
	['a Namespace is healthy when active', 'v1', 'Namespace', {phase: 'Active'}, 'Healthy'],
	['a Namespace that goes away is progressing', 'v1', 'Namespace', {phase: 'Terminating'}, 'Progressing'],
	['a ConfigMap is healthy by being there', 'v1', 'ConfigMap', {}, 'Healthy'],
	['a Service of another group is no Service', 'serving.knative.dev/v1', 'Service', {phase: 'Odd'}, 'Healthy'],
])('%s', ([, apiVersion, kind, status, expected]) => {
	expect(assessAs(apiVersion, kind, {type: 'LoadBalancer'}, status).status).toBe(expected);
});
