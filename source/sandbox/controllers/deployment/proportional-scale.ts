import {annotations, type Deployment, fenceposts} from './deployment.ts';
import type {ReplicaSet} from './replica-set.ts';

/** How large each ReplicaSet becomes when a Deployment is scaled in the midst of a rollout: each by its share; after `scale` in sync.go. */
export function proportionalScales(
	deployment: Deployment,
	active: readonly ReplicaSet[],
): readonly {readonly set: ReplicaSet; readonly size: number}[] {
	const {replicas} = deployment.spec;
	const allowed = replicas === 0 ? 0 : replicas + fenceposts(deployment).surge;
	const missing = allowed - active.reduce((sum, {spec}) => sum + spec.replicas, 0);
	let left = missing;
	const sized = bySize(active, missing > 0).map(set => {
		const share = missing === 0 ? 0 : within(shareOf(deployment, set), left);
		left -= share;
		return {set, size: set.spec.replicas + share};
	});
	// What rounding has left over goes to the largest.
	return sized.map(({set, size}, index) => ({set, size: index === 0 ? Math.max(0, size + left) : size}));
}

/** The largest first; among equals the newer first when it grows, the older first when it shrinks. */
function bySize(sets: readonly ReplicaSet[], isGrowing: boolean): ReplicaSet[] {
	const byAge = sets.toSorted((a, b) => a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp));
	return (isGrowing ? byAge.toReversed() : byAge).toSorted((a, b) => b.spec.replicas - a.spec.replicas);
}

function within(share: number, left: number): number {
	return left > 0 ? Math.min(share, left) : Math.max(share, left);
}

function shareOf(deployment: Deployment, {spec, metadata}: ReplicaSet): number {
	const {replicas} = deployment.spec;
	if (replicas === 0) {
		return -spec.replicas;
	}

	const before = Number(metadata.annotations[annotations.max] ?? 0) || deployment.status.replicas;
	const after = replicas + fenceposts(deployment).surge;
	return before === 0 ? 0 : Math.round((spec.replicas * after) / before) - spec.replicas;
}
