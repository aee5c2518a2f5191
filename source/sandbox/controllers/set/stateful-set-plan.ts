import {isDeepStrictEqual} from 'node:util';
import {isDeleted} from '../store/metadata.ts';
import {withoutZeros} from '../workload/condition.ts';
import {hasEnded, isAvailable, isReady, type Pod} from '../workload/pod.ts';
import {type Revision, revisionLabel} from './revision.ts';
import {ordinalOf, type StatefulSet} from './stateful-set.ts';

export type Revisions = {readonly current: Revision; readonly update: Revision};

export type StatefulSetStep =
	| {readonly kind: 'create'; readonly ordinal: number; readonly revision: Revision}
	| {readonly kind: 'remove'; readonly pod: Pod};

export type Members = {
	readonly set: StatefulSet;
	readonly pods: readonly Pod[];
	readonly revisions: Revisions;
	/** Milliseconds. */
	readonly now: number;
};

/** What comes next: pods in their order, then those too many, then those of an older template; after stateful_set_control.go. */
export function planStatefulSet(members: Members): readonly StatefulSetStep[] {
	if (isDeleted(members.set)) {
		return [];
	}

	for (const phase of [fill, shrink, update]) {
		const {steps, isBlocked} = phase(members);
		if (isBlocked || steps.length > 0) {
			return steps;
		}
	}

	return [];
}

type Phase = {readonly steps: readonly StatefulSetStep[]; readonly isBlocked: boolean};

function isOrdered({spec}: StatefulSet): boolean {
	return spec.podManagementPolicy !== 'Parallel';
}

function ordinals({spec}: StatefulSet): number[] {
	return Array.from({length: spec.replicas}, (_, index) => spec.ordinals.start + index);
}

/** One after the other, each when those before it are available; all at once where the set asks for it. */
function fill({set, pods, revisions, now}: Members): Phase {
	const byOrdinal = new Map(pods.map(pod => [ordinalOf(set, pod), pod]));
	const steps: StatefulSetStep[] = [];
	for (const ordinal of ordinals(set)) {
		const pod = byOrdinal.get(ordinal);
		const step = stepFor(pod, {ordinal, revision: revisionFor({set, pods, revisions, now}, ordinal)});
		if (step !== undefined) {
			steps.push(step);
		}

		const isUp = pod !== undefined && !isDeleted(pod) && isAvailable(pod, set.spec.minReadySeconds, now);
		if (isOrdered(set) && !isUp) {
			return {steps, isBlocked: true};
		}
	}

	return {steps, isBlocked: false};
}

function stepFor(
	pod: Pod | undefined,
	{ordinal, revision}: {readonly ordinal: number; readonly revision: Revision},
): StatefulSetStep | undefined {
	if (pod === undefined) {
		return {kind: 'create', ordinal, revision};
	}

	return hasEnded(pod) && !isDeleted(pod) ? {kind: 'remove', pod} : undefined;
}

/** A pod below the partition is made of the template before; after newVersionedStatefulSetPod. */
function revisionFor({set: {spec}, revisions}: Members, ordinal: number): Revision {
	const {type, rollingUpdate} = spec.updateStrategy;
	const isOld = type === 'RollingUpdate' && ordinal < spec.ordinals.start + rollingUpdate.partition;
	return isOld ? revisions.current : revisions.update;
}

/** The highest go first. */
function shrink({set, pods}: Members): Phase {
	const wanted = new Set(ordinals(set));
	const condemned = pods
		.filter(pod => !wanted.has(ordinalOf(set, pod)))
		.toSorted((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
	const isGoing = condemned.some(isDeleted);
	const removable = condemned.filter(pod => !isDeleted(pod));
	if (isOrdered(set)) {
		const steps = isGoing ? [] : removable.slice(0, 1).map(remove);
		return {steps, isBlocked: condemned.length > 0};
	}

	return {steps: removable.map(remove), isBlocked: false};
}

function remove(pod: Pod): StatefulSetStep {
	return {kind: 'remove', pod};
}

/** From the highest down to the partition, one at a time. */
function update({set, pods, revisions, now}: Members): Phase {
	const {type, rollingUpdate} = set.spec.updateStrategy;
	const {name} = revisions.update.metadata;
	const targets =
		type === 'OnDelete'
			? []
			: pods
					.filter(pod => ordinalOf(set, pod) >= set.spec.ordinals.start + rollingUpdate.partition)
					.toSorted((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
	for (const pod of targets) {
		if (!isDeleted(pod) && pod.metadata.labels[revisionLabel] !== name) {
			return {steps: [remove(pod)], isBlocked: true};
		}

		if (isDeleted(pod) || !isAvailable(pod, set.spec.minReadySeconds, now)) {
			return {steps: [], isBlocked: true};
		}
	}

	return {steps: [], isBlocked: false};
}

/** The status that the pods make; nothing where it says that already. */
export function statefulSetStatus({set, pods, revisions, now}: Members): object | undefined {
	const {metadata, spec, status} = set;
	const present = pods.filter(pod => !hasEnded(pod));
	const ofRevision = (revision: Revision) =>
		present.filter(pod => !isDeleted(pod) && pod.metadata.labels[revisionLabel] === revision.metadata.name).length;
	const counts = {
		replicas: present.length,
		readyReplicas: present.filter(isReady).length,
		availableReplicas: present.filter(pod => isAvailable(pod, spec.minReadySeconds, now)).length,
		updatedReplicas: ofRevision(revisions.update),
	};
	const isThrough =
		spec.updateStrategy.type === 'RollingUpdate' &&
		[counts.replicas, counts.updatedReplicas, counts.readyReplicas].every(count => count === spec.replicas);
	const current = isThrough ? revisions.update : revisions.current;
	const next = {
		...status,
		...counts,
		observedGeneration: metadata.generation,
		currentReplicas: ofRevision(current),
		currentRevision: current.metadata.name,
		updateRevision: revisions.update.metadata.name,
	};
	const {replicas, availableReplicas, collisionCount} = next;
	return isDeepStrictEqual(next, status)
		? undefined
		: {...withoutZeros(next), replicas, availableReplicas, collisionCount};
}
