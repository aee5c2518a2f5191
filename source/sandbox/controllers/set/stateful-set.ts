import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';
import {conditionSchema, count, selectorSchema, templateSchema} from '../workload/template.ts';

const claimSchema = z.looseObject({
	metadata: z.looseObject({
		name: z.string(),
		labels: z.record(z.string(), z.string()).optional(),
		annotations: z.record(z.string(), z.string()).optional(),
	}),
	spec: z.looseObject({}),
});

const statefulSetSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		replicas: z.number().default(1),
		serviceName: z.string().default(''),
		podManagementPolicy: z.string().default('OrderedReady'),
		minReadySeconds: count,
		revisionHistoryLimit: z.number().default(10),
		ordinals: z.object({start: count}).prefault({}),
		updateStrategy: z
			.object({
				type: z.string().default('RollingUpdate'),
				rollingUpdate: z.object({partition: count}).prefault({}),
			})
			.prefault({}),
		selector: selectorSchema,
		template: templateSchema,
		volumeClaimTemplates: z.array(claimSchema).default([]),
	}),
	status: z
		.looseObject({
			observedGeneration: count,
			replicas: count,
			readyReplicas: count,
			availableReplicas: count,
			currentReplicas: count,
			updatedReplicas: count,
			currentRevision: z.string().default(''),
			updateRevision: z.string().default(''),
			collisionCount: count,
			conditions: z.array(conditionSchema).default([]),
		})
		.prefault({}),
});

export type StatefulSet = Readonly<z.infer<typeof statefulSetSchema>>;
export type ClaimTemplate = z.infer<typeof claimSchema>;

export const statefulSets: Kind<StatefulSet> = {
	apiVersion: 'apps/v1',
	kind: 'StatefulSet',
	plural: 'statefulsets',
	isNamespaced: true,
	parse: object => statefulSetSchema.parse(object),
};

/** The number at the end of a pod's name; -1 where the pod is not one of the set's. */
export function ordinalOf({metadata}: StatefulSet, pod: {readonly metadata: {readonly name: string}}): number {
	const rest = pod.metadata.name.startsWith(`${metadata.name}-`)
		? pod.metadata.name.slice(metadata.name.length + 1)
		: '';
	return /^\d+$/.test(rest) ? Number(rest) : -1;
}
