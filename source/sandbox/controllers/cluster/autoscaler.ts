import {isDeepStrictEqual} from 'node:util';
import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';
import {withCondition} from '../workload/condition.ts';
import {conditionSchema, count} from '../workload/template.ts';

const autoscalerSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({scaleTargetRef: z.object({kind: z.string(), name: z.string()})}),
	status: z
		.looseObject({
			currentReplicas: count,
			desiredReplicas: count,
			conditions: z.array(conditionSchema).default([]),
		})
		.prefault({}),
});

export type Autoscaler = Readonly<z.infer<typeof autoscalerSchema>>;

export const autoscalers: Kind<Autoscaler> = {
	apiVersion: 'autoscaling/v2',
	kind: 'HorizontalPodAutoscaler',
	plural: 'horizontalpodautoscalers',
	isNamespaced: true,
	parse: object => autoscalerSchema.parse(object),
};

/** How many replicas the target wants; `unknown` of kinds that are not looked into. */
export type Target = number | 'missing' | 'unknown';

/**
 * The status of one that never scales: there are no metrics. Nothing where it says that already. `now` in milliseconds.
 * Reasons and messages after pkg/controller/podautoscaler.
 */
export function autoscalerStatus({spec, status}: Autoscaler, target: Target, now: number): object | undefined {
	const {kind, name} = spec.scaleTargetRef;
	const news =
		target === 'missing'
			? {
					status: 'False',
					reason: 'FailedGetScale',
					message: `the HPA controller was unable to get the target's current scale: ${kind} "${name}" not found`,
				}
			: {
					status: 'True',
					reason: 'SucceededGetScale',
					message: "the HPA controller was able to get the target's current scale",
				};
	const known = withCondition(status.conditions, {type: 'AbleToScale', ...news}, now);
	const replicas = typeof target === 'number' ? target : 0;
	const conditions = known.map(({lastUpdateTime: _, ...condition}) => condition);
	const next = {...status, currentReplicas: replicas, desiredReplicas: replicas, conditions};
	return isDeepStrictEqual(next, status) ? undefined : next;
}
