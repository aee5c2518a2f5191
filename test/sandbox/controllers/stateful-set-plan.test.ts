import {expect, test} from 'vitest';
import {revisions} from '../../../source/sandbox/controllers/set/revision.ts';
import {statefulSets} from '../../../source/sandbox/controllers/set/stateful-set.ts';
import {planStatefulSet, statefulSetStatus} from '../../../source/sandbox/controllers/set/stateful-set-plan.ts';
import type {Pod} from '../../../source/sandbox/controllers/workload/pod.ts';
import {metadataOf, now, type PodParts, pod, template} from './objects.ts';

const revision = (name: string) => revisions.parse({metadata: metadataOf(`db-${name}`), revision: 1});
const [old, fresh] = [revision('old'), revision('new')];

function set(spec: object, status: object = {}) {
	const selector = {matchLabels: {app: 'web'}};
	return statefulSets.parse({
		metadata: metadataOf('db'),
		spec: {replicas: 3, selector, template: template('db:1'), ...spec},
		status,
	});
}

function member(ordinal: number, hash: string, parts: PodParts = {readyFor: 30}): Pod {
	return pod(`db-${ordinal}`, {...parts, metadata: {labels: {'controller-revision-hash': `db-${hash}`}}});
}

const up = (hash: string, count: number) => Array.from({length: count}, (_, ordinal) => member(ordinal, hash));
const unready = {};

type Case = readonly [title: string, spec: object, pods: readonly Pod[], steps: readonly string[]];

test.for<Case>([
	['begins with the first', {}, [], ['create 0 new']],
	['waits for the one before', {}, [member(0, 'new', unready)], []],
	['goes on when it is available', {}, up('new', 1), ['create 1 new']],
	['counts it as available after its time alone', {minReadySeconds: 60}, up('new', 1), []],
	[
		'makes all at once in parallel',
		{podManagementPolicy: 'Parallel'},
		[],
		['create 0 new', 'create 1 new', 'create 2 new'],
	],
	['begins where its ordinals do', {ordinals: {start: 5}}, [], ['create 5 new']],
	['replaces a pod that has ended', {}, [member(0, 'new', {phase: 'Failed'})], ['remove 0']],
	['waits for a pod that is about to go', {}, [member(0, 'new', {readyFor: 9, isDeleted: true})], []],
	['lets the highest go first', {replicas: 1}, up('new', 3), ['remove 2']],
	['lets one go after the other', {replicas: 1}, [...up('new', 2), member(2, 'new', {isDeleted: true})], []],
	[
		'lets all go at once in parallel',
		{replicas: 1, podManagementPolicy: 'Parallel'},
		up('new', 3),
		['remove 2', 'remove 1'],
	],
	['updates from the highest', {}, up('old', 3), ['remove 2']],
	['updates the next when that is available', {}, [...up('old', 2), member(2, 'new')], ['remove 1']],
	['updates none while one is not available', {}, [...up('old', 2), member(2, 'new', unready)], []],
	['makes a pod again that was updated', {}, up('old', 2), ['create 2 new']],
	['updates no pod below the partition', {updateStrategy: {rollingUpdate: {partition: 3}}}, up('old', 3), []],
	[
		'makes pods below the partition as they were',
		{updateStrategy: {rollingUpdate: {partition: 3}}},
		up('old', 2),
		['create 2 old'],
	],
	['leaves updates to whoever deletes pods', {updateStrategy: {type: 'OnDelete'}}, up('old', 3), []],
	['rests where all is as wanted', {}, up('new', 3), []],
])('a StatefulSet %s', ([, spec, pods, steps]) => {
	const revisionsOfSet = {current: old, update: fresh};
	const planned = planStatefulSet({set: set(spec), pods, revisions: revisionsOfSet, now});
	const told = planned.map(step =>
		step.kind === 'create'
			? `create ${step.ordinal} ${step.revision.metadata.name.slice(3)}`
			: `remove ${step.pod.metadata.name.slice(3)}`,
	);
	expect(told).toEqual(steps);
});

test('the revision that is wanted becomes the current one when all pods have it', () => {
	const subject = set({}, {currentRevision: 'db-old', updateRevision: 'db-new'});
	const revisionsOfSet = {current: old, update: fresh};
	const halfway = statefulSetStatus({
		set: subject,
		pods: [...up('old', 2), member(2, 'new')],
		revisions: revisionsOfSet,
		now,
	});
	expect(halfway).toMatchObject({currentRevision: 'db-old', currentReplicas: 2, updatedReplicas: 1, readyReplicas: 3});
	const through = statefulSetStatus({set: subject, pods: up('new', 3), revisions: revisionsOfSet, now});
	expect(through).toMatchObject({
		observedGeneration: 1,
		replicas: 3,
		availableReplicas: 3,
		currentRevision: 'db-new',
		updateRevision: 'db-new',
		currentReplicas: 3,
		updatedReplicas: 3,
	});
});
