import {expect, test} from 'vitest';
import {assess} from '../../../source/health/assess.ts';
import type {HealthStatus} from '../../../source/model/health.ts';
import type {JsonObject} from '../../../source/model/json.ts';
import {condition, liveOf} from '../live.ts';

type Case = [string, JsonObject, JsonObject, HealthStatus, string];

const assessAs = (apiVersion: string, kind: string, spec: JsonObject, status: JsonObject) =>
	assess(liveOf({apiVersion, kind, metadata: {name: 'web', generation: 1}, spec, status}), []);

const three = {
	observedGeneration: 1,
	replicas: 3,
	readyReplicas: 3,
	currentReplicas: 3,
	updatedReplicas: 3,
	currentRevision: 'web-1',
	updateRevision: 'web-1',
};
const partition = (from: number) => ({type: 'RollingUpdate', rollingUpdate: {partition: from}});

test.for<Case>([
	['is healthy when all run the current revision', {replicas: 3}, three, 'Healthy', ''],
	[
		'progresses until its controller has seen it',
		{replicas: 0},
		{},
		'Progressing',
		'its controller has not seen generation 1 yet',
	],
	[
		'progresses while replicas are created',
		{replicas: 3},
		{...three, replicas: 1},
		'Progressing',
		'1 of 3 replicas created',
	],
	[
		'progresses until all are ready',
		{replicas: 3},
		{...three, readyReplicas: 2},
		'Progressing',
		'2 of 3 replicas ready',
	],
	['progresses while it is scaled down', {replicas: 2}, three, 'Progressing', '1 old replica still to be terminated'],
	[
		'progresses while a new revision is rolled out',
		{replicas: 3},
		{...three, updateRevision: 'web-2'},
		'Progressing',
		'rolling out revision web-2',
	],
	[
		'counts replicas of the current revision',
		{replicas: 3},
		{...three, currentReplicas: 1},
		'Progressing',
		'1 of 3 replicas of the current revision',
	],
	[
		'updates all replicas from the partition on',
		{replicas: 3, updateStrategy: partition(1)},
		{...three, updatedReplicas: 1, updateRevision: 'web-2'},
		'Progressing',
		'1 of 2 replicas updated',
	],
	[
		'is healthy when all from the partition on are updated',
		{replicas: 3, updateStrategy: partition(1)},
		{...three, updatedReplicas: 2, updateRevision: 'web-2'},
		'Healthy',
		'',
	],
	[
		'does not wait for updates that are made by hand',
		{replicas: 3, updateStrategy: {type: 'OnDelete'}},
		{...three, updatedReplicas: 0, updateRevision: 'web-2'},
		'Healthy',
		'',
	],
])('a StatefulSet %s', ([, spec, status, expected, message]) => {
	expect(assessAs('apps/v1', 'StatefulSet', spec, status)).toEqual({status: expected, message});
});

const everywhere = {
	observedGeneration: 1,
	desiredNumberScheduled: 2,
	currentNumberScheduled: 2,
	updatedNumberScheduled: 2,
	numberAvailable: 2,
	numberReady: 2,
};

test.for<Case>([
	['is healthy when it runs everywhere', {}, everywhere, 'Healthy', ''],
	['is healthy without nodes to run on', {}, {observedGeneration: 1, desiredNumberScheduled: 0}, 'Healthy', ''],
	['progresses until it is observed', {}, {}, 'Progressing', 'its controller has not seen generation 1 yet'],
	['waits for scheduling', {}, {...everywhere, currentNumberScheduled: 1}, 'Progressing', '1 of 2 pods scheduled'],
	['waits for updates', {}, {...everywhere, updatedNumberScheduled: 0}, 'Progressing', '0 of 2 pods updated'],
	[
		'says who has to update it',
		{updateStrategy: {type: 'OnDelete'}},
		{...everywhere, updatedNumberScheduled: 0},
		'Progressing',
		'0 of 2 pods updated: OnDelete, delete the old ones',
	],
	['waits until it is available', {}, {...everywhere, numberAvailable: 1}, 'Progressing', '1 of 2 pods available'],
	['waits until it is ready', {}, {...everywhere, numberReady: 1}, 'Progressing', '1 of 2 pods ready'],
])('a DaemonSet %s', ([, spec, status, expected, message]) => {
	expect(assessAs('apps/v1', 'DaemonSet', spec, status)).toEqual({status: expected, message});
});

const twice = {observedGeneration: 1, replicas: 2, fullyLabeledReplicas: 2, availableReplicas: 2, readyReplicas: 2};

test.for<Case>([
	['is healthy when all are available', {replicas: 2}, twice, 'Healthy', ''],
	[
		'waits until they are available',
		{replicas: 2},
		{...twice, availableReplicas: 1},
		'Progressing',
		'1 of 2 replicas available',
	],
	[
		'is degraded when it can not create them',
		{replicas: 2},
		{...twice, conditions: [condition('ReplicaFailure', 'True', 'FailedCreate', 'forbidden')]},
		'Degraded',
		'FailedCreate: forbidden',
	],
	['waits while it is scaled down', {replicas: 1}, twice, 'Progressing', '1 old replica still to be terminated'],
])('a ReplicaSet %s', ([, spec, status, expected, message]) => {
	expect(assessAs('apps/v1', 'ReplicaSet', spec, status)).toEqual({status: expected, message});
});

test.for<Case>([
	['is healthy when complete', {}, {conditions: [condition('Complete', 'True')]}, 'Healthy', ''],
	['progresses when nothing is reported', {}, {}, 'Progressing', '0 of 1 completions, 0 active'],
	[
		'counts its runs',
		{completions: 3},
		{active: 1, succeeded: 1, failed: 2},
		'Progressing',
		'1 of 3 completions, 1 active, 2 failed',
	],
	[
		'is degraded when failed',
		{},
		{conditions: [condition('Failed', 'True', 'BackoffLimitExceeded', 'too many failures')]},
		'Degraded',
		'failed: BackoffLimitExceeded: too many failures',
	],
	[
		'is not failed by a condition that says it has not',
		{},
		{active: 1, conditions: [condition('Failed', 'False')]},
		'Progressing',
		'0 of 1 completions, 1 active',
	],
	['is suspended when asked to be', {suspend: true}, {}, 'Suspended', 'suspended'],
	[
		'goes on when resumed',
		{suspend: false},
		{active: 1, conditions: [condition('Suspended', 'False')]},
		'Progressing',
		'0 of 1 completions, 1 active',
	],
])('a Job %s', ([, spec, status, expected, message]) => {
	expect(assessAs('batch/v1', 'Job', spec, status)).toEqual({status: expected, message});
});

const [earlier, later] = ['2026-11-20T01:00:00Z', '2026-11-20T02:00:00Z'];

test.for<Case>([
	['is healthy before its first run', {}, {}, 'Healthy', ''],
	['is healthy when suspended on purpose', {suspend: true}, {}, 'Healthy', 'suspended'],
	['is healthy after a good run', {}, {lastScheduleTime: earlier, lastSuccessfulTime: later}, 'Healthy', ''],
	[
		'is healthy while it runs',
		{},
		{active: [{name: 'backup-1'}], lastScheduleTime: later, lastSuccessfulTime: earlier},
		'Healthy',
		'',
	],
	['is healthy while no run has succeeded yet', {}, {lastScheduleTime: later}, 'Healthy', ''],
	[
		'is degraded after a bad run',
		{},
		{lastScheduleTime: later, lastSuccessfulTime: earlier},
		'Degraded',
		`the run of ${later} did not succeed; the last that did ended at ${earlier}`,
	],
])('a CronJob %s', ([, spec, status, expected, message]) => {
	expect(assessAs('batch/v1', 'CronJob', spec, status)).toEqual({status: expected, message});
});
