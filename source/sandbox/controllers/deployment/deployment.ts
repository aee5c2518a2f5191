import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';
import {
	amountOf,
	amountSchema,
	conditionSchema,
	count,
	isSameTemplate,
	selectorSchema,
	templateSchema,
} from '../workload/template.ts';
import type {ReplicaSet} from './replica-set.ts';

const deploymentSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		replicas: z.number().default(1),
		selector: selectorSchema,
		template: templateSchema,
		strategy: z
			.object({
				type: z.string().default('RollingUpdate'),
				rollingUpdate: z
					.object({maxSurge: amountSchema.default('25%'), maxUnavailable: amountSchema.default('25%')})
					.prefault({}),
			})
			.prefault({}),
		minReadySeconds: count,
		revisionHistoryLimit: z.number().default(10),
		progressDeadlineSeconds: z.number().default(600),
		paused: z.boolean().default(false),
	}),
	status: z
		.looseObject({
			observedGeneration: count,
			replicas: count,
			updatedReplicas: count,
			readyReplicas: count,
			availableReplicas: count,
			collisionCount: z.number().optional(),
			conditions: z.array(conditionSchema).default([]),
		})
		.prefault({}),
});

export type Deployment = Readonly<z.infer<typeof deploymentSchema>>;
export type DeploymentStatus = Deployment['status'];

export const deployments: Kind<Deployment> = {
	apiVersion: 'apps/v1',
	kind: 'Deployment',
	plural: 'deployments',
	isNamespaced: true,
	parse: object => deploymentSchema.parse(object),
};

export const hashLabel = 'pod-template-hash';

export const annotations = {
	revision: 'deployment.kubernetes.io/revision',
	history: 'deployment.kubernetes.io/revision-history',
	desired: 'deployment.kubernetes.io/desired-replicas',
	max: 'deployment.kubernetes.io/max-replicas',
} as const;

/** A deadline of the highest number means none. */
export function hasDeadline({spec}: Deployment): boolean {
	return spec.progressDeadlineSeconds < 2 ** 31 - 1;
}

/** How many pods may be too many and too few; both at zero would never get on, so that one may be missing. */
export function fenceposts({spec}: Deployment): {readonly surge: number; readonly unavailable: number} {
	if (spec.strategy.type === 'Recreate') {
		return {surge: 0, unavailable: 0};
	}

	const {maxSurge, maxUnavailable} = spec.strategy.rollingUpdate;
	const surge = amountOf(maxSurge, spec.replicas, 'up');
	const unavailable = Math.min(amountOf(maxUnavailable, spec.replicas, 'down'), spec.replicas);
	return {surge, unavailable: surge === 0 && unavailable === 0 && spec.replicas > 0 ? 1 : unavailable};
}

export type Family = {
	/** The ReplicaSet of the template that is wanted; undefined before it is made. */
	readonly current: ReplicaSet | undefined;
	/** The others, oldest first. */
	readonly old: readonly ReplicaSet[];
};

export function familyOf({spec}: Deployment, sets: readonly ReplicaSet[]): Family {
	const byAge = sets.toSorted(
		(a, b) =>
			a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp) ||
			a.metadata.name.localeCompare(b.metadata.name),
	);
	const current = byAge.find(set => isSameTemplate(set.spec.template, spec.template, hashLabel));
	return {current, old: byAge.filter(set => set !== current)};
}

export function revisionOf({metadata}: ReplicaSet): number {
	return Number(metadata.annotations[annotations.revision] ?? 0);
}
