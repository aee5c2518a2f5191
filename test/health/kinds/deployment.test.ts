import {expect, test} from 'vitest';
import {assess} from '../../../source/health/assess.ts';
import type {HealthStatus} from '../../../source/model/health.ts';
import type {JsonObject} from '../../../source/model/json.ts';
import {condition, liveOf} from '../live.ts';

const rolledOut = [condition('Progressing', 'True', 'NewReplicaSetAvailable'), condition('Available', 'True')];
const all = (count: number) => ({
	replicas: count,
	updatedReplicas: count,
	availableReplicas: count,
	readyReplicas: count,
});

test.for<[string, JsonObject, JsonObject, HealthStatus, string]>([
	['is healthy when rolled out', {replicas: 3}, {...all(3), conditions: rolledOut}, 'Healthy', ''],
	['asks for one replica by default', {}, {...all(1), conditions: rolledOut}, 'Healthy', ''],
	['is healthy when scaled to none', {replicas: 0}, {conditions: rolledOut}, 'Healthy', ''],
	['progresses when nothing is reported', {replicas: 3}, {}, 'Progressing', '0 of 3 replicas created'],
	[
		'says why replicas can not be created',
		{replicas: 2},
		{conditions: [condition('ReplicaFailure', 'True', 'FailedCreate', 'exceeded quota: compute')]},
		'Progressing',
		'0 of 2 replicas created: exceeded quota: compute',
	],
	[
		'progresses while replicas are updated',
		{replicas: 3},
		{...all(3), updatedReplicas: 1, replicas: 4},
		'Progressing',
		'1 of 3 replicas updated',
	],
	[
		'progresses while an old replica is left',
		{replicas: 3},
		{...all(3), replicas: 4},
		'Progressing',
		'1 old replica still to be terminated',
	],
	[
		'progresses while it is scaled down',
		{replicas: 3},
		{...all(5), conditions: rolledOut},
		'Progressing',
		'2 old replicas still to be terminated',
	],
	[
		'progresses until replicas are available',
		{replicas: 3},
		{...all(3), availableReplicas: 1},
		'Progressing',
		'1 of 3 replicas available',
	],
	[
		'progresses until replicas are ready',
		{replicas: 3},
		{...all(3), readyReplicas: 2},
		'Progressing',
		'2 of 3 replicas ready',
	],
	[
		'waits for the controller to call the rollout finished',
		{progressDeadlineSeconds: 600},
		{...all(1), conditions: [condition('Progressing', 'True', 'ReplicaSetUpdated', 'has timed in')]},
		'Progressing',
		'the rollout is not finished: ReplicaSetUpdated: has timed in',
	],
	[
		'does not wait for that without a deadline',
		{progressDeadlineSeconds: 2_147_483_647},
		{...all(1), conditions: [condition('Available', 'True')]},
		'Healthy',
		'',
	],
	[
		'waits to be available',
		{},
		{...all(1), conditions: [condition('Available', 'False', 'MinimumReplicasUnavailable')]},
		'Progressing',
		'not available: MinimumReplicasUnavailable',
	],
	[
		'is degraded past its deadline',
		{replicas: 3},
		{
			...all(3),
			availableReplicas: 0,
			conditions: [condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'ReplicaSet "web-1" has timed out')],
		},
		'Degraded',
		'ProgressDeadlineExceeded: ReplicaSet "web-1" has timed out',
	],
	['is suspended while paused', {paused: true}, {}, 'Suspended', 'paused: changes of its template are not rolled out'],
])('a Deployment %s', ([, spec, status, expected, message]) => {
	const live = liveOf({
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name: 'web', generation: 2},
		spec,
		status: {observedGeneration: 2, ...status},
	});
	expect(assess(live, [])).toEqual({status: expected, message});
});
