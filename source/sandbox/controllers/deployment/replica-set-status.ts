import {isDeepStrictEqual} from 'node:util';
import {withCondition, withoutCondition, withoutZeros} from '../workload/condition.ts';
import {byExpendability, isActive, isAvailable, isReady, type Pod} from '../workload/pod.ts';
import type {ReplicaSet} from './replica-set.ts';

/** As many pods are made or removed in one go. */
const burst = 500;

/** How many pods to make, and which to remove; after manageReplicas in pkg/controller/replicaset. */
export function planReplicas(
	{spec, metadata}: ReplicaSet,
	pods: readonly Pod[],
): {readonly create: number; readonly remove: readonly Pod[]} {
	const active = pods.filter(isActive);
	const excess = active.length - spec.replicas;
	if (metadata.deletionTimestamp !== undefined || excess === 0) {
		return {create: 0, remove: []};
	}

	return excess < 0
		? {create: Math.min(burst, -excess), remove: []}
		: {create: 0, remove: active.toSorted(byExpendability).slice(0, Math.min(burst, excess))};
}

/** The status that the pods make, `now` in milliseconds; nothing where it says that already. */
export function replicaSetStatus(
	set: ReplicaSet,
	pods: readonly Pod[],
	{now, failure}: {readonly now: number; readonly failure: string | undefined},
): object | undefined {
	const {metadata, spec, status} = set;
	const active = pods.filter(isActive);
	const labels = Object.entries(spec.template.metadata.labels ?? {});
	const hasAll = (pod: Pod) => labels.every(([key, value]) => pod.metadata.labels[key] === value);
	const reason = active.length < spec.replicas ? 'FailedCreate' : 'FailedDelete';
	const conditions =
		failure === undefined
			? withoutCondition(status.conditions, 'ReplicaFailure')
			: withCondition(status.conditions, {type: 'ReplicaFailure', status: 'True', reason, message: failure}, now);
	const next = {
		...status,
		observedGeneration: metadata.generation,
		replicas: active.length,
		fullyLabeledReplicas: active.filter(hasAll).length,
		readyReplicas: active.filter(isReady).length,
		availableReplicas: active.filter(pod => isAvailable(pod, spec.minReadySeconds, now)).length,
		terminatingReplicas: pods.filter(pod => pod.metadata.deletionTimestamp !== undefined).length,
		conditions: [...conditions],
	};
	return isDeepStrictEqual(next, {...status, terminatingReplicas: status.terminatingReplicas ?? 0})
		? undefined
		: {...withoutZeros(next), replicas: next.replicas, terminatingReplicas: next.terminatingReplicas};
}
