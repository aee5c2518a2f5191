import {renewed, withCondition, withoutCondition} from '../workload/condition.ts';
import type {Condition} from '../workload/template.ts';
import {type Deployment, type DeploymentStatus, type Family, fenceposts, hasDeadline} from './deployment.ts';
import type {ReplicaSet} from './replica-set.ts';

export type Situation = {
	/** Milliseconds. */
	readonly now: number;
	/** The current ReplicaSet has just been made. */
	readonly isNew: boolean;
	/** Whether progress is judged: neither paused, nor scaled, nor about to go. */
	readonly isRollout: boolean;
};

/** What the status says next; after pkg/controller/deployment, sync.go and progress.go. */
export function deploymentStatus(deployment: Deployment, family: Family, situation: Situation): DeploymentStatus {
	const {spec, metadata} = deployment;
	const all = family.current === undefined ? family.old : [...family.old, family.current];
	const availableReplicas = sum(all, ({status}) => status.availableReplicas);
	const status = {
		...deployment.status,
		observedGeneration: metadata.generation,
		replicas: sum(all, set => set.status.replicas),
		updatedReplicas: family.current?.status.replicas ?? 0,
		readyReplicas: sum(all, set => set.status.readyReplicas),
		availableReplicas,
		unavailableReplicas: Math.max(0, sum(all, set => set.spec.replicas) - availableReplicas),
		terminatingReplicas: sum(all, set => set.status.terminatingReplicas ?? 0),
	};
	const known = beginnings(deployment, family, situation);
	const isAvailable = availableReplicas >= spec.replicas - fenceposts(deployment).unavailable;
	const available = withCondition(known, isAvailable ? hasMinimum : lacksMinimum, situation.now);
	const judged = situation.isRollout
		? withProgress({...status, conditions: [...available]}, {deployment, family, situation})
		: available;
	return {...status, conditions: [...withFailures(judged, all, situation.now)]};
}

const hasMinimum = {
	type: 'Available',
	status: 'True',
	reason: 'MinimumReplicasAvailable',
	message: 'Deployment has minimum availability.',
};
const lacksMinimum = {
	type: 'Available',
	status: 'False',
	reason: 'MinimumReplicasUnavailable',
	message: 'Deployment does not have minimum availability.',
};

function sum(sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number {
	return sets.reduce((total, set) => total + count(set), 0);
}

/** The conditions as a pause, or a ReplicaSet that was made or found, leaves them. */
function beginnings(deployment: Deployment, {current}: Family, {now, isNew}: Situation): readonly Condition[] {
	const {conditions} = deployment.status;
	if (!hasDeadline(deployment)) {
		return withoutCondition(conditions, 'Progressing');
	}

	const paused = withPause(deployment, now);
	if (isNew && current !== undefined) {
		return withCondition(
			paused,
			progressing('NewReplicaSetCreated', `Created new replica set "${current.metadata.name}"`),
			now,
		);
	}

	const isUnknown = current !== undefined && !paused.some(({type}) => type === 'Progressing');
	return isUnknown
		? withCondition(paused, progressing('FoundNewReplicaSet', `Found new replica set "${current.metadata.name}"`), now)
		: paused;
}

function withPause({spec, status: {conditions}}: Deployment, now: number): readonly Condition[] {
	const reason = conditions.find(({type}) => type === 'Progressing')?.reason;
	if (reason === 'ProgressDeadlineExceeded' || spec.paused === (reason === 'DeploymentPaused')) {
		return conditions;
	}

	const [word, told] = spec.paused ? ['DeploymentPaused', 'paused'] : ['DeploymentResumed', 'resumed'];
	const news = {type: 'Progressing', status: 'Unknown', reason: word, message: `Deployment is ${told}`};
	return withCondition(conditions, news, now);
}

function progressing(reason: string, message: string, status = 'True') {
	return {type: 'Progressing', status, reason, message};
}

function withProgress(
	status: DeploymentStatus,
	{
		deployment,
		family,
		situation,
	}: {readonly deployment: Deployment; readonly family: Family; readonly situation: Situation},
): readonly Condition[] {
	const {conditions} = status;
	const {now} = situation;
	const before = conditions.find(({type}) => type === 'Progressing');
	const wasComplete = before?.reason === 'NewReplicaSetAvailable' && status.replicas === status.updatedReplicas;
	if (!hasDeadline(deployment) || wasComplete) {
		return conditions;
	}

	const subject =
		family.current === undefined
			? `Deployment "${deployment.metadata.name}"`
			: `ReplicaSet "${family.current.metadata.name}"`;
	if (isComplete(deployment, status)) {
		return withCondition(
			conditions,
			progressing('NewReplicaSetAvailable', `${subject} has successfully progressed.`),
			now,
		);
	}

	if (isGettingOn(deployment.status, status)) {
		// Here the time of the update moves even where reason and status stay: the deadline counts from it.
		const news = progressing('ReplicaSetUpdated', `${subject} is progressing.`);
		return [...withoutCondition(conditions, 'Progressing'), renewed(before, news, now)];
	}

	const deadline = progressDeadline(deployment, conditions);
	return deadline !== undefined && deadline < now
		? withCondition(
				conditions,
				progressing('ProgressDeadlineExceeded', `${subject} has timed out progressing.`, 'False'),
				now,
			)
		: conditions;
}

/** All that is wanted is of the current template, available, and alone. */
export function isComplete({spec, metadata}: Deployment, status: DeploymentStatus): boolean {
	return (
		status.updatedReplicas === spec.replicas &&
		status.replicas === spec.replicas &&
		status.availableReplicas === spec.replicas &&
		status.observedGeneration >= metadata.generation
	);
}

function isGettingOn(before: DeploymentStatus, after: DeploymentStatus): boolean {
	return (
		after.updatedReplicas > before.updatedReplicas ||
		after.replicas - after.updatedReplicas < before.replicas - before.updatedReplicas ||
		after.readyReplicas > before.readyReplicas ||
		after.availableReplicas > before.availableReplicas
	);
}

/** When the rollout counts as stuck, in milliseconds; nothing where it is through, or was found stuck before. */
export function progressDeadline(deployment: Deployment, conditions: readonly Condition[]): number | undefined {
	const condition = conditions.find(({type}) => type === 'Progressing');
	const isOver = condition?.reason === 'NewReplicaSetAvailable' || condition?.reason === 'ProgressDeadlineExceeded';
	if (condition === undefined || isOver || !hasDeadline(deployment) || deployment.spec.paused) {
		return undefined;
	}

	return Date.parse(condition.lastUpdateTime ?? '') + deployment.spec.progressDeadlineSeconds * 1000;
}

/** A ReplicaSet that can't make its pods says so for its Deployment too. */
function withFailures(
	conditions: readonly Condition[],
	sets: readonly ReplicaSet[],
	now: number,
): readonly Condition[] {
	const failure = sets
		.toReversed()
		.flatMap(({status}) => status.conditions)
		.find(({type}) => type === 'ReplicaFailure');
	const {status = '', reason = '', message = ''} = failure ?? {};
	return failure === undefined
		? withoutCondition(conditions, 'ReplicaFailure')
		: withCondition(conditions, {type: 'ReplicaFailure', status, reason, message}, now);
}
