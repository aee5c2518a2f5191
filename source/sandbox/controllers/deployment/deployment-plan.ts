import {isDeleted} from '../store/metadata.ts';
import {annotations, type Deployment, type Family, fenceposts, revisionOf} from './deployment.ts';
import {isComplete} from './deployment-status.ts';
import {creation, type Step, sizes, updatesOf} from './next-replica-set.ts';
import {proportionalScales} from './proportional-scale.ts';
import type {ReplicaSet} from './replica-set.ts';

export type DeploymentPlan = {readonly steps: readonly Step[]; readonly isRollout: boolean};

const rest = {steps: [], isRollout: false} as const;

/** The steps that come next, those that go together; after pkg/controller/deployment: sync.go, rolling.go, recreate.go. */
export function planDeployment(deployment: Deployment, family: Family, hasOldPods: boolean): DeploymentPlan {
	if (isDeleted(deployment)) {
		return rest;
	}

	const updates = updatesOf(deployment, family);
	if (updates.length > 0) {
		return {steps: updates, isRollout: !deployment.spec.paused};
	}

	if (deployment.spec.paused || isScaled(deployment, family)) {
		const old = deployment.spec.paused ? cleanup(deployment, family) : [];
		return {steps: [...scale(deployment, family), ...old], isRollout: false};
	}

	const steps =
		deployment.spec.strategy.type === 'Recreate' ? recreate(deployment, family, hasOldPods) : roll(deployment, family);
	return {steps: steps.length === 0 ? cleanupWhenComplete(deployment, family) : steps, isRollout: true};
}

/** Somebody has changed how many there are to be, which is no rollout. */
function isScaled({spec}: Deployment, family: Family): boolean {
	return activeOf(family).some(({metadata}) => {
		const desired = metadata.annotations[annotations.desired];
		return desired !== undefined && Number(desired) !== spec.replicas;
	});
}

function activeOf({current, old}: Family): ReplicaSet[] {
	return [...old, ...(current === undefined ? [] : [current])].filter(({spec}) => spec.replicas > 0);
}

function scale(deployment: Deployment, family: Family): Step[] {
	const {current, old} = family;
	const active = activeOf(family);
	const {replicas} = deployment.spec;
	const only = active.length > 1 ? undefined : (active[0] ?? current ?? old.at(-1));
	if (only !== undefined) {
		return scaleTo(deployment, only, replicas);
	}

	if (current !== undefined && isSaturated(deployment, current)) {
		return active.filter(set => set !== current).flatMap(set => scaleTo(deployment, set, 0));
	}

	if (deployment.spec.strategy.type === 'Recreate') {
		return [];
	}

	return proportionalScales(deployment, active).flatMap(({set, size}) => scaleStep(deployment, set, size));
}

function isSaturated({spec}: Deployment, set: ReplicaSet): boolean {
	return (
		set.spec.replicas === spec.replicas &&
		Number(set.metadata.annotations[annotations.desired]) === spec.replicas &&
		set.status.availableReplicas === spec.replicas
	);
}

function scaleTo(deployment: Deployment, set: ReplicaSet, replicas: number): Step[] {
	return set.spec.replicas === replicas && !isStale(deployment, set) ? [] : scaleStep(deployment, set, replicas);
}

/** Its annotation tells of another size of the Deployment; left so, it would look like a scale for ever. */
function isStale({spec}: Deployment, {metadata}: ReplicaSet): boolean {
	const desired = metadata.annotations[annotations.desired];
	return desired !== undefined && Number(desired) !== spec.replicas;
}

function scaleStep(deployment: Deployment, set: ReplicaSet, replicas: number): Step[] {
	const wanted = sizes(deployment);
	const isSame =
		set.spec.replicas === replicas &&
		Object.entries(wanted).every(([key, value]) => set.metadata.annotations[key] === value);
	return isSame ? [] : [{kind: 'scale', set, replicas, annotations: wanted}];
}

function roll(deployment: Deployment, family: Family): Step[] {
	const {current, old} = family;
	if (current === undefined) {
		return [creation(deployment, family, roomFor(deployment, family))];
	}

	const {replicas} = deployment.spec;
	const size = current.spec.replicas > replicas ? replicas : roomFor(deployment, family);
	if (size !== current.spec.replicas) {
		return scaleStep(deployment, current, size);
	}

	return shrink(
		deployment,
		current,
		old.filter(({spec}) => spec.replicas > 0),
	);
}

/** How many the current ReplicaSet may have now: no more than wanted, and no more pods in all than the surge allows. */
function roomFor(deployment: Deployment, {current, old}: Family): number {
	const {replicas} = deployment.spec;
	const own = current?.spec.replicas ?? 0;
	const room = replicas + fenceposts(deployment).surge - total(old) - own;
	return room <= 0 ? own : own + Math.min(room, replicas - own);
}

function total(sets: readonly ReplicaSet[]): number {
	return sets.reduce((sum, {spec}) => sum + spec.replicas, 0);
}

/** Scales the old ones down: first what does not work anyway, then as much as can be spared. */
function shrink(deployment: Deployment, current: ReplicaSet, old: readonly ReplicaSet[]): Step[] {
	const minimum = deployment.spec.replicas - fenceposts(deployment).unavailable;
	const currentUnavailable = current.spec.replicas - current.status.availableReplicas;
	const most = total(old) + current.spec.replicas - minimum - currentUnavailable;
	if (old.length === 0 || most <= 0) {
		return [];
	}

	const sized = old.map(set => ({set, size: set.spec.replicas}));
	const healthy = takeAway(sized, most, ({set}) => set.spec.replicas - set.status.availableReplicas);
	const available = [current, ...old].reduce((sum, {status}) => sum + status.availableReplicas, 0);
	const spared = takeAway(healthy, available - minimum, ({size}) => size);
	return spared.flatMap(({set, size}) => (size === set.spec.replicas ? [] : scaleStep(deployment, set, size)));
}

type Sized = {readonly set: ReplicaSet; readonly size: number};

function takeAway(sets: readonly Sized[], most: number, spare: (sized: Sized) => number): Sized[] {
	let left = Math.max(0, most);
	return sets.map(sized => {
		const less = Math.max(0, Math.min(left, spare(sized), sized.size));
		left -= less;
		return {set: sized.set, size: sized.size - less};
	});
}

function recreate(deployment: Deployment, family: Family, hasOldPods: boolean): Step[] {
	const {current, old} = family;
	const running = old.filter(({spec}) => spec.replicas > 0);
	if (running.length > 0) {
		return running.flatMap(set => scaleStep(deployment, set, 0));
	}

	if (hasOldPods || old.some(({status}) => status.replicas > 0)) {
		return [];
	}

	const {replicas} = deployment.spec;
	if (current === undefined) {
		return [creation(deployment, family, replicas)];
	}

	return current.spec.replicas === replicas ? [] : scaleStep(deployment, current, replicas);
}

function cleanupWhenComplete(deployment: Deployment, family: Family): Step[] {
	return isComplete(deployment, deployment.status) ? cleanup(deployment, family) : [];
}

/** Old ReplicaSets beyond the history's limit, those of the lowest revisions, unless something of them is still there. */
function cleanup({spec}: Deployment, {old}: Family): Step[] {
	const alive = old.filter(set => !isDeleted(set)).toSorted((a, b) => revisionOf(a) - revisionOf(b));
	return alive
		.slice(0, Math.max(0, alive.length - spec.revisionHistoryLimit))
		.filter(
			set =>
				set.status.replicas === 0 &&
				set.spec.replicas === 0 &&
				set.metadata.generation <= set.status.observedGeneration,
		)
		.map(set => ({kind: 'delete', set}));
}
