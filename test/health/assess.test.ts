import {expect, test} from 'vitest';
import {assess, needsOwned} from '../../source/health/assess.ts';
import type {HealthStatus} from '../../source/model/health.ts';
import type {Json, JsonObject} from '../../source/model/json.ts';
import {condition, liveOf} from './live.ts';

const generations = (generation: number, observedGeneration: number, conditions: readonly JsonObject[] = []) => ({
	metadata: {generation},
	status: {observedGeneration, conditions},
});
const withConditions = (...conditions: readonly JsonObject[]) => ({status: {conditions}});
const deleted = {deletionTimestamp: '2026-11-20T00:00:00Z'};

test.for<[string, JsonObject, HealthStatus, string]>([
	['without a status is healthy', {}, 'Healthy', ''],
	['is healthy when ready', withConditions(condition('Ready', 'True')), 'Healthy', ''],
	[
		'is progressing until it is ready',
		withConditions(condition('Ready', 'False', 'Issuing', 'waiting for the issuer')),
		'Progressing',
		'not ready: Issuing: waiting for the issuer',
	],
	['is progressing while nobody knows', withConditions(condition('Ready', 'Unknown')), 'Progressing', 'not ready'],
	[
		'is progressing while it is reconciled, though it was ready',
		withConditions(condition('Ready', 'True'), condition('Reconciling', 'True', 'Progressing', 'building')),
		'Progressing',
		'reconciling: Progressing: building',
	],
	[
		'is degraded when stalled, though it is reconciled',
		withConditions(condition('Reconciling', 'True'), condition('Stalled', 'True', 'BadSpec', 'no such chart')),
		'Degraded',
		'stalled: BadSpec: no such chart',
	],
	['is healthy once it is observed', generations(2, 2), 'Healthy', ''],
	[
		'is progressing until it is observed, though it was ready',
		generations(3, 2, [condition('Ready', 'True')]),
		'Progressing',
		'its controller has not seen generation 3 yet',
	],
	['is waited for when it goes away', {metadata: deleted}, 'Progressing', 'waiting for deletion'],
	[
		'names the finalizers that it waits for',
		{metadata: {...deleted, finalizers: ['a.example/x', 'b.example/y']}},
		'Progressing',
		'waiting for deletion: finalizers a.example/x, b.example/y',
	],
	[
		'can not steer a terminal',
		withConditions(condition('Ready', 'False', '', 'a\u001B[2Jb\r\n\u202Ec\u2028d')),
		'Progressing',
		'not ready: a [2Jb c d',
	],
	[
		'can not fill a terminal',
		withConditions(condition('Ready', 'False', '', 'x'.repeat(10_000))),
		'Progressing',
		`not ready: ${'x'.repeat(489)}...`,
	],
])('an object of a kind that is not known %s', ([, parts, status, message]) => {
	const live = liveOf({apiVersion: 'example.org/v1', kind: 'Thing', ...parts});
	expect(assess(live, [])).toEqual({status, message});
});

test('a Namespace that does not go away says what it still holds', () => {
	const remains = condition(
		'NamespaceContentRemaining',
		'True',
		'SomeResourcesRemain',
		'pods. has 1 resource instances',
	);
	const live = liveOf({
		apiVersion: 'v1',
		kind: 'Namespace',
		metadata: deleted,
		status: {phase: 'Terminating', conditions: [condition('NamespaceDeletionContentFailure', 'False'), remains]},
	});
	expect(assess(live, []).message).toBe('waiting for deletion: pods. has 1 resource instances');
});

const kinds = [
	['apps/v1', 'Deployment'],
	['apps/v1', 'StatefulSet'],
	['apps/v1', 'DaemonSet'],
	['apps/v1', 'ReplicaSet'],
	['batch/v1', 'Job'],
	['batch/v1', 'CronJob'],
	['v1', 'Pod'],
	['v1', 'PersistentVolumeClaim'],
	['v1', 'PersistentVolume'],
	['v1', 'Service'],
	['v1', 'Namespace'],
	['autoscaling/v2', 'HorizontalPodAutoscaler'],
	['apiregistration.k8s.io/v1', 'APIService'],
	['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
	['policy/v1', 'PodDisruptionBudget'],
	['example.org/v1', 'Thing'],
] as const;
const odd: readonly Json[] = [null, 1, 'text', true, [], [null, 1, 'x', [], {}], {}, {conditions: 7, replicas: 'many'}];
const oddDeep = odd.flatMap(part => [
	part,
	{conditions: part, containerStatuses: part, initContainerStatuses: part, phase: part, observedGeneration: part},
	{conditions: [{type: part, status: part, message: part}], containerStatuses: [{state: {waiting: part}}]},
	{phase: 'Pending', containerStatuses: [{name: part, state: {waiting: {reason: 'ErrImagePull', message: part}}}]},
]);

test.for(kinds)('%s %s of any shape has some health, and nothing is thrown', ([apiVersion, kind]) => {
	const statuses = oddDeep.map(part => {
		const pod = liveOf({apiVersion: 'v1', kind: 'Pod', metadata: part, spec: part, status: part});
		const live = liveOf({apiVersion, kind, metadata: part, spec: part, status: part});
		needsOwned(live);
		return assess(live, [pod, live]).status;
	});
	expect(statuses.filter(status => !['Healthy', 'Progressing', 'Degraded', 'Unknown'].includes(status))).toEqual([]);
});
