import {controlledBy} from '../store/metadata.ts';
import {hashOf, withLabels} from '../workload/template.ts';
import {
	annotations,
	type Deployment,
	deployments,
	type Family,
	fenceposts,
	hashLabel,
	revisionOf,
} from './deployment.ts';
import type {ReplicaSet} from './replica-set.ts';

/** What is done to a Deployment's ReplicaSets next. */
export type Step =
	| {readonly kind: 'create'; readonly body: object; readonly replicas: number}
	| {readonly kind: 'scale'; readonly set: ReplicaSet; readonly replicas: number; readonly annotations: Texts}
	/** Takes over the Deployment's annotations, revision and minReadySeconds. */
	| {readonly kind: 'update'; readonly set: ReplicaSet; readonly annotations: Texts}
	| {readonly kind: 'delete'; readonly set: ReplicaSet};

type Texts = Readonly<Record<string, string>>;

/** The annotations that tell a ReplicaSet of its Deployment's size. */
export function sizes(deployment: Deployment): Texts {
	const {replicas} = deployment.spec;
	return {
		[annotations.desired]: String(replicas),
		[annotations.max]: String(replicas + fenceposts(deployment).surge),
	};
}

/** Makes the ReplicaSet of the template that is wanted. */
export function creation(deployment: Deployment, family: Family, replicas: number): Step {
	const {metadata, spec, status} = deployment;
	const hash = hashOf(spec.template, status.collisionCount);
	const template = withLabels(spec.template, {[hashLabel]: hash});
	const {matchLabels, matchExpressions} = spec.selector;
	const revision = String(newestOf(family.old) + 1);
	const body = {
		metadata: {
			name: `${metadata.name.slice(0, 252 - hash.length)}-${hash}`,
			namespace: metadata.namespace,
			labels: template.metadata.labels,
			annotations: {...inherited(deployment), ...sizes(deployment), [annotations.revision]: revision},
			ownerReferences: [controlledBy(deployments, deployment)],
		},
		spec: {
			replicas,
			...(spec.minReadySeconds > 0 && {minReadySeconds: spec.minReadySeconds}),
			selector: {
				matchLabels: {...matchLabels, [hashLabel]: hash},
				...(matchExpressions.length > 0 && {matchExpressions}),
			},
			template,
		},
	};
	return {kind: 'create', body, replicas};
}

function newestOf(sets: readonly ReplicaSet[]): number {
	return Math.max(0, ...sets.map(revisionOf));
}

/** What the current ReplicaSet lacks of the Deployment's annotations, and the next revision's number where another was newer. */
export function updatesOf(deployment: Deployment, {current, old}: Family): Step[] {
	if (current === undefined) {
		return [];
	}

	const own = current.metadata.annotations;
	const wanted = {...inherited(deployment), ...renumbered(current, newestOf(old) + 1)};
	const missing = Object.entries(wanted).filter(([key, value]) => own[key] !== value);
	const isSlower = current.spec.minReadySeconds !== deployment.spec.minReadySeconds;
	return missing.length > 0 || isSlower
		? [{kind: 'update', set: current, annotations: Object.fromEntries(missing)}]
		: [];
}

function renumbered(current: ReplicaSet, revision: number): Texts {
	const before = current.metadata.annotations[annotations.revision];
	if (revisionOf(current) >= revision) {
		return {};
	}

	const history = current.metadata.annotations[annotations.history];
	const past = [...(history ? history.split(',') : []), ...(before === undefined ? [] : [before])];
	return {
		[annotations.revision]: String(revision),
		...(past.length > 0 && {[annotations.history]: past.join(',')}),
	};
}

const notInherited: ReadonlySet<string> = new Set([
	...Object.values(annotations),
	'kubectl.kubernetes.io/last-applied-configuration',
	'deprecated.deployment.rollback.to',
]);

function inherited({metadata}: Deployment): Texts {
	return Object.fromEntries(Object.entries(metadata.annotations).filter(([key]) => !notInherited.has(key)));
}
