import {expect, test} from 'vitest';
import {planReplicas, replicaSetStatus} from '../../../source/sandbox/controllers/deployment/replica-set-status.ts';
import {untilAvailable} from '../../../source/sandbox/controllers/workload/pod.ts';
import {now, type PodParts, pod, replicaSet} from './objects.ts';

const good: PodParts = {readyFor: 30};

type Case = readonly [title: string, replicas: number, pods: Readonly<Record<string, PodParts>>, plan: object];

test.for<Case>([
	['makes what is missing', 3, {a: good}, {create: 2, remove: []}],
	['replaces what has ended', 2, {a: good, b: {phase: 'Failed'}}, {create: 1, remove: []}],
	['replaces what is about to go', 2, {a: good, b: {...good, isDeleted: true}}, {create: 1, remove: []}],
	['rests where all is there', 2, {a: good, b: {}}, {create: 0, remove: []}],
	['lets go of the unready first', 1, {a: good, b: {}, c: good}, {create: 0, remove: ['b', 'a']}],
	['lets go of pending before unready', 1, {a: {}, b: {phase: 'Pending'}}, {create: 0, remove: ['b']}],
	[
		'lets go of unscheduled before pending',
		1,
		{a: {phase: 'Pending'}, b: {phase: 'Pending', spec: {nodeName: ''}}},
		{create: 0, remove: ['b']},
	],
	['makes no more than 500 in one go', 2000, {}, {create: 500, remove: []}],
])('a ReplicaSet %s', ([, replicas, parts, plan]) => {
	const list = Object.entries(parts).map(([name, part]) => pod(name, part));
	const {create, remove} = planReplicas(replicaSet('nginx:1', replicas), list);
	expect({create, remove: remove.map(({metadata}) => metadata.name)}).toEqual(plan);
});

test('a ReplicaSet that is deleted does nothing more', () => {
	const set = replicaSet('nginx:1', 3, {metadata: {deletionTimestamp: 'now'}});
	expect(planReplicas(set, [])).toEqual({create: 0, remove: []});
});

test('a ReplicaSet counts what is active, ready and long enough available', () => {
	const set = replicaSet('nginx:1', 4, {spec: {minReadySeconds: 20}, status: {replicas: 0}});
	const list = [
		pod('long', {readyFor: 30}),
		pod('short', {readyFor: 5}),
		pod('unready'),
		pod('ended', {phase: 'Succeeded'}),
		pod('going', {readyFor: 30, isDeleted: true}),
	];
	expect(replicaSetStatus(set, list, {now, failure: undefined})).toMatchObject({
		replicas: 3,
		readyReplicas: 2,
		availableReplicas: 1,
		terminatingReplicas: 1,
	});
	expect(untilAvailable(list.slice(0, 3), 20, now)).toBe(15_000);
});

test('a ReplicaSet says that its pods can not be made, and no more when they can', () => {
	const set = replicaSet('nginx:1', 1);
	const failed = replicaSetStatus(set, [], {now, failure: 'exceeded quota'});
	expect(failed).toMatchObject({
		conditions: [{type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota'}],
	});
	const again = replicaSet('nginx:1', 1, {status: {...failed}});
	expect(replicaSetStatus(again, [pod('a')], {now, failure: undefined})).not.toHaveProperty('conditions');
});

test('a status that says it all already is not written again', () => {
	const list = [pod('a', good)];
	const set = replicaSet('nginx:1', 1, {status: {fullyLabeledReplicas: 0, terminatingReplicas: 0}});
	expect(replicaSetStatus(set, list, {now, failure: undefined})).toBeUndefined();
});
