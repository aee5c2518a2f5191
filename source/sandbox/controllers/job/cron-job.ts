import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';

const referenceSchema = z.object({
	apiVersion: z.string().optional(),
	kind: z.string().optional(),
	name: z.string(),
	namespace: z.string().optional(),
	uid: z.string(),
});

const texts = z.record(z.string(), z.string()).optional();

const cronJobSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		schedule: z.string(),
		timeZone: z.string().optional(),
		startingDeadlineSeconds: z.number().optional(),
		concurrencyPolicy: z.string().default('Allow'),
		suspend: z.boolean().default(false),
		successfulJobsHistoryLimit: z.number().default(3),
		failedJobsHistoryLimit: z.number().default(1),
		jobTemplate: z.object({
			metadata: z.object({labels: texts, annotations: texts}).prefault({}),
			spec: z.looseObject({}),
		}),
	}),
	status: z
		.looseObject({
			active: z.array(referenceSchema).default([]),
			lastScheduleTime: z.string().optional(),
			lastSuccessfulTime: z.string().optional(),
		})
		.prefault({}),
});

export type CronJob = Readonly<z.infer<typeof cronJobSchema>>;

export const cronJobs: Kind<CronJob> = {
	apiVersion: 'batch/v1',
	kind: 'CronJob',
	plural: 'cronjobs',
	isNamespaced: true,
	parse: object => cronJobSchema.parse(object),
};
