import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';
import {conditionSchema, count, selectorSchema, templateSchema} from '../workload/template.ts';

const jobSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		parallelism: z.number().default(1),
		completions: z.number().optional(),
		backoffLimit: z.number().default(6),
		activeDeadlineSeconds: z.number().optional(),
		ttlSecondsAfterFinished: z.number().optional(),
		suspend: z.boolean().default(false),
		completionMode: z.string().default('NonIndexed'),
		selector: selectorSchema,
		template: templateSchema,
	}),
	status: z
		.looseObject({
			active: count,
			ready: count,
			terminating: count,
			succeeded: count,
			failed: count,
			startTime: z.string().optional(),
			completionTime: z.string().optional(),
			conditions: z.array(conditionSchema).default([]),
		})
		.prefault({}),
});

export type Job = Readonly<z.infer<typeof jobSchema>>;

export const jobs: Kind<Job> = {
	apiVersion: 'batch/v1',
	kind: 'Job',
	plural: 'jobs',
	isNamespaced: true,
	parse: object => jobSchema.parse(object),
};

/** When the Job ended, in milliseconds; nothing while it goes on. */
export function endOf({status}: Job): number | undefined {
	const end = status.conditions.find(
		({type, status: value}) => (type === 'Complete' || type === 'Failed') && value === 'True',
	);
	return end === undefined ? undefined : Date.parse(end.lastTransitionTime ?? '');
}
