import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';
import {conditionSchema, count, selectorSchema, templateSchema} from '../workload/template.ts';

const replicaSetSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		replicas: z.number().default(1),
		minReadySeconds: count,
		selector: selectorSchema,
		template: templateSchema,
	}),
	status: z
		.looseObject({
			observedGeneration: count,
			replicas: count,
			fullyLabeledReplicas: count,
			readyReplicas: count,
			availableReplicas: count,
			terminatingReplicas: z.number().optional(),
			conditions: z.array(conditionSchema).default([]),
		})
		.prefault({}),
});

export type ReplicaSet = Readonly<z.infer<typeof replicaSetSchema>>;

export const replicaSets: Kind<ReplicaSet> = {
	apiVersion: 'apps/v1',
	kind: 'ReplicaSet',
	plural: 'replicasets',
	isNamespaced: true,
	parse: object => replicaSetSchema.parse(object),
};
