import {expect, test} from 'vitest';
import {assess, needsOwned} from '../../source/health/assess.ts';
import type {HealthStatus} from '../../source/model/health.ts';
import type {JsonObject} from '../../source/model/json.ts';
import type {Live} from '../../source/model/resource.ts';
import {condition, liveOf} from './live.ts';

function workload(
	apiVersion: string,
	kind: string,
	parts: {metadata?: JsonObject; spec?: JsonObject; status?: JsonObject},
) {
	return liveOf({
		apiVersion,
		kind,
		metadata: {name: 'web', generation: 2, ...parts.metadata},
		spec: parts.spec ?? {},
		status: {observedGeneration: 2, ...parts.status},
	});
}

const revision = (number: string) => ({annotations: {'deployment.kubernetes.io/revision': number}});
const deployment = workload('apps/v1', 'Deployment', {metadata: revision('2')});
const replicaSet = (name: string, number: string) =>
	liveOf({apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: {name, ...revision(number)}});
const [oldSet, newSet] = [replicaSet('web-1', '1'), replicaSet('web-2', '2')];

/** A pod that waits for an image that is not there. */
function stuckPod(name: string, metadata: JsonObject = {}, status: JsonObject = {}): Live {
	const waiting = {reason: 'ImagePullBackOff', message: 'Back-off pulling image "nginx:broken"'};
	return liveOf({
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name, ...metadata},
		spec: {containers: [{name: 'nginx', image: 'nginx:broken'}]},
		status: {phase: 'Pending', containerStatuses: [{name: 'nginx', state: {waiting}}], ...status},
	});
}

const of = (owner: Live) => ({ownerReferences: [{uid: owner.uid}]});
const labelled = (key: string, value: string) => ({labels: {[key]: value}});
const pullFails = (name: string) =>
	`pod ${name}: ImagePullBackOff: image nginx:broken: Back-off pulling image "nginx:broken"`;
const templateOf = (generation: string) => ({
	annotations: {'deprecated.daemonset.template.generation': generation},
});

test.for<[string, Live, readonly Live[], HealthStatus, string]>([
	[
		'a Deployment is degraded at once by a pod of its current revision',
		deployment,
		[oldSet, newSet, stuckPod('web-2-a', of(newSet))],
		'Degraded',
		pullFails('web-2-a'),
	],
	[
		'a pod of an earlier revision says nothing of a Deployment',
		deployment,
		[oldSet, newSet, stuckPod('web-1-a', of(oldSet))],
		'Progressing',
		'0 of 1 replicas created',
	],
	[
		'of several pods the first by name is told, and how many more there are',
		deployment,
		[newSet, stuckPod('web-2-c', of(newSet)), stuckPod('web-2-b', of(newSet)), stuckPod('web-2-d', of(newSet))],
		'Degraded',
		`${pullFails('web-2-b')} (and 2 more)`,
	],
	[
		'a pod that is being deleted does not count',
		deployment,
		[newSet, stuckPod('web-2-a', {...of(newSet), deletionTimestamp: '2026-11-20T00:00:00Z'})],
		'Progressing',
		'0 of 1 replicas created',
	],
	[
		'a pod that was evicted does not count',
		deployment,
		[newSet, stuckPod('web-2-a', of(newSet), {phase: 'Failed'})],
		'Progressing',
		'0 of 1 replicas created',
	],
	[
		'a pod tells more than a deadline that has passed',
		workload('apps/v1', 'Deployment', {
			metadata: revision('2'),
			status: {conditions: [condition('Progressing', 'False', 'ProgressDeadlineExceeded')]},
		}),
		[newSet, stuckPod('web-2-a', of(newSet))],
		'Degraded',
		pullFails('web-2-a'),
	],
	[
		'pods do not count before the controller has seen what is asked for',
		workload('apps/v1', 'Deployment', {metadata: {...revision('2'), generation: 3}}),
		[newSet, stuckPod('web-2-a', of(newSet))],
		'Progressing',
		'its controller has not seen generation 3 yet',
	],
	[
		'a workload that is healthy by its status is healthy whatever its pods say',
		workload('apps/v1', 'ReplicaSet', {spec: {replicas: 0}}),
		[stuckPod('web-a')],
		'Healthy',
		'',
	],
	[
		'a ReplicaSet is degraded by its pod',
		workload('apps/v1', 'ReplicaSet', {}),
		[stuckPod('web-a')],
		'Degraded',
		pullFails('web-a'),
	],
	[
		'a Job is degraded by its pod',
		workload('batch/v1', 'Job', {}),
		[stuckPod('web-a')],
		'Degraded',
		pullFails('web-a'),
	],
	[
		'a StatefulSet is degraded by a pod of its new revision',
		workload('apps/v1', 'StatefulSet', {status: {updateRevision: 'web-77'}}),
		[stuckPod('web-0', labelled('controller-revision-hash', 'web-77'))],
		'Degraded',
		pullFails('web-0'),
	],
	[
		'a pod of an earlier revision says nothing of a StatefulSet',
		workload('apps/v1', 'StatefulSet', {status: {updateRevision: 'web-77'}}),
		[stuckPod('web-0', labelled('controller-revision-hash', 'web-66'))],
		'Progressing',
		'0 of 1 replicas created',
	],
	[
		'a DaemonSet is degraded by a pod of its template',
		workload('apps/v1', 'DaemonSet', {metadata: templateOf('2'), status: {desiredNumberScheduled: 1}}),
		[stuckPod('web-x', labelled('pod-template-generation', '2'))],
		'Degraded',
		pullFails('web-x'),
	],
	[
		'a pod of an earlier template says nothing of a DaemonSet',
		workload('apps/v1', 'DaemonSet', {metadata: templateOf('2'), status: {desiredNumberScheduled: 1}}),
		[stuckPod('web-x', labelled('pod-template-generation', '1'))],
		'Progressing',
		'0 of 1 pods scheduled',
	],
	[
		'a pod of a DaemonSet counts where its template is not told',
		workload('apps/v1', 'DaemonSet', {metadata: templateOf('2'), status: {desiredNumberScheduled: 1}}),
		[stuckPod('web-x')],
		'Degraded',
		pullFails('web-x'),
	],
])('%s', ([, live, owned, status, message]) => {
	expect(assess(live, owned)).toEqual({status, message});
});

test.for<[string, Live, boolean]>([
	['a workload that is not healthy', deployment, true],
	['a workload that is healthy', workload('apps/v1', 'ReplicaSet', {spec: {replicas: 0}}), false],
	[
		'a workload whose status is of an earlier generation',
		workload('apps/v1', 'Deployment', {metadata: {generation: 3}}),
		false,
	],
	['a pod, which tells all itself', stuckPod('web-a'), false],
	['a Service', workload('v1', 'Service', {spec: {type: 'LoadBalancer'}}), false],
])('pods are asked for only where they matter: %s', ([, live, expected]) => {
	expect(needsOwned(live)).toBe(expected);
});
