import {expect, test} from 'vitest';
import {familyOf} from '../../../source/sandbox/controllers/deployment/deployment.ts';
import {deploymentStatus, progressDeadline} from '../../../source/sandbox/controllers/deployment/deployment-status.ts';
import type {ReplicaSet} from '../../../source/sandbox/controllers/deployment/replica-set.ts';
import {ago, deployment, now, replicaSet} from './objects.ts';

const progressing = (reason: string, seconds: number, status = 'True') => ({
	type: 'Progressing',
	status,
	reason,
	message: '',
	lastUpdateTime: ago(seconds),
	lastTransitionTime: ago(seconds),
});
const rollout = {now, isNew: false, isRollout: true};
const counts = (replicas: number, availableReplicas = replicas) => ({
	replicas,
	updatedReplicas: replicas,
	readyReplicas: availableReplicas,
	availableReplicas,
});

type Case = {
	readonly title: string;
	readonly spec?: object;
	readonly before?: object;
	readonly sets: readonly ReplicaSet[];
	readonly situation?: object;
	readonly expected: readonly string[];
};

test.for<Case>([
	{
		title: 'its ReplicaSet has just been made',
		sets: [replicaSet('nginx:1', 4, {status: {replicas: 0, readyReplicas: 0, availableReplicas: 0}})],
		situation: {isNew: true},
		expected: ['Progressing True NewReplicaSetCreated', 'Available False MinimumReplicasUnavailable'],
	},
	{
		title: 'a ReplicaSet of its template was there before',
		sets: [replicaSet('nginx:1', 4, {status: {replicas: 0, readyReplicas: 0, availableReplicas: 0}})],
		expected: ['Progressing True FoundNewReplicaSet', 'Available False MinimumReplicasUnavailable'],
	},
	{
		title: 'pods become available',
		before: {conditions: [progressing('NewReplicaSetCreated', 5)]},
		sets: [replicaSet('nginx:1', 4, {status: {availableReplicas: 3}})],
		expected: ['Available True MinimumReplicasAvailable', 'Progressing True ReplicaSetUpdated'],
	},
	{
		title: 'all are there',
		before: {conditions: [progressing('ReplicaSetUpdated', 5)]},
		sets: [replicaSet('nginx:1', 4)],
		expected: ['Available True MinimumReplicasAvailable', 'Progressing True NewReplicaSetAvailable'],
	},
	{
		title: 'nothing happens until the deadline',
		spec: {progressDeadlineSeconds: 10},
		before: {...counts(4, 0), conditions: [progressing('ReplicaSetUpdated', 11)]},
		sets: [replicaSet('nginx:1', 4, {status: {availableReplicas: 0, readyReplicas: 0}})],
		expected: ['Available False MinimumReplicasUnavailable', 'Progressing False ProgressDeadlineExceeded'],
	},
	{
		title: 'nothing happens, with time left',
		spec: {progressDeadlineSeconds: 10},
		before: {...counts(4, 0), conditions: [progressing('ReplicaSetUpdated', 9)]},
		sets: [replicaSet('nginx:1', 4, {status: {availableReplicas: 0, readyReplicas: 0}})],
		expected: ['Progressing True ReplicaSetUpdated', 'Available False MinimumReplicasUnavailable'],
	},
	{
		title: 'a pod is lost after the rollout',
		before: {...counts(4), conditions: [progressing('NewReplicaSetAvailable', 9000)]},
		sets: [replicaSet('nginx:1', 4, {status: {availableReplicas: 2, readyReplicas: 2}})],
		expected: ['Progressing True NewReplicaSetAvailable', 'Available False MinimumReplicasUnavailable'],
	},
	{
		title: 'it is paused',
		spec: {paused: true},
		before: {...counts(4), conditions: [progressing('NewReplicaSetAvailable', 9000)]},
		sets: [replicaSet('nginx:1', 4)],
		situation: {isRollout: false},
		expected: ['Progressing Unknown DeploymentPaused', 'Available True MinimumReplicasAvailable'],
	},
	{
		title: 'it goes on after a pause',
		before: {...counts(4), conditions: [progressing('DeploymentPaused', 9000, 'Unknown')]},
		sets: [replicaSet('nginx:1', 4, {status: {availableReplicas: 0, readyReplicas: 0}})],
		expected: ['Progressing Unknown DeploymentResumed', 'Available False MinimumReplicasUnavailable'],
	},
	{
		title: 'its deadline is the highest number, which means none',
		spec: {progressDeadlineSeconds: 2 ** 31 - 1},
		sets: [replicaSet('nginx:1', 4)],
		expected: ['Available True MinimumReplicasAvailable'],
	},
	{
		title: 'pods can not be made',
		before: {conditions: [progressing('ReplicaSetUpdated', 5)]},
		sets: [
			replicaSet('nginx:1', 4, {
				status: {
					replicas: 0,
					readyReplicas: 0,
					availableReplicas: 0,
					conditions: [{type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate'}],
				},
			}),
		],
		expected: [
			'Progressing True ReplicaSetUpdated',
			'Available False MinimumReplicasUnavailable',
			'ReplicaFailure True FailedCreate',
		],
	},
])('the conditions where $title', ({spec, before, sets, situation, expected}) => {
	const subject = deployment(spec, {status: before ?? {}});
	const {conditions} = deploymentStatus(subject, familyOf(subject, sets), {...rollout, ...situation});
	expect(conditions.map(({type, status, reason}) => `${type} ${status} ${reason}`)).toEqual(expected);
});

test('all ReplicaSets count, and the current one alone as updated', () => {
	const subject = deployment({}, {metadata: {generation: 3}});
	const sets = [
		replicaSet('nginx:0', 2, {status: {availableReplicas: 1, terminatingReplicas: 1}}),
		replicaSet('nginx:1', 3, {status: {replicas: 2, readyReplicas: 1, availableReplicas: 0}}),
	];
	expect(deploymentStatus(subject, familyOf(subject, sets), rollout)).toMatchObject({
		observedGeneration: 3,
		replicas: 4,
		updatedReplicas: 2,
		readyReplicas: 3,
		availableReplicas: 1,
		unavailableReplicas: 4,
		terminatingReplicas: 1,
	});
});

test('the time of a transition stays where only the reason is another one', () => {
	const subject = deployment({}, {status: {conditions: [progressing('ReplicaSetUpdated', 60)]}});
	const {conditions} = deploymentStatus(subject, familyOf(subject, [replicaSet('nginx:1', 4)]), rollout);
	expect(conditions.find(({type}) => type === 'Progressing')).toMatchObject({
		message: 'ReplicaSet "web-nginx1" has successfully progressed.',
		lastTransitionTime: ago(60),
		lastUpdateTime: ago(0),
	});
});

test.for([
	['counts from the last progress', progressing('ReplicaSetUpdated', 10), now + 590_000],
	['is over after the rollout', progressing('NewReplicaSetAvailable', 10), undefined],
	['is over once it was missed', progressing('ProgressDeadlineExceeded', 10, 'False'), undefined],
] as const)('the deadline %s', ([, condition, expected]) => {
	expect(progressDeadline(deployment(), [condition])).toBe(expected);
});
