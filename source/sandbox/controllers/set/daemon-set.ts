import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';
import {amountSchema, count, selectorSchema, templateSchema} from '../workload/template.ts';

const daemonSetSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		minReadySeconds: count,
		revisionHistoryLimit: z.number().default(10),
		updateStrategy: z
			.object({
				type: z.string().default('RollingUpdate'),
				rollingUpdate: z.object({maxUnavailable: amountSchema.default(1)}).prefault({}),
			})
			.prefault({}),
		selector: selectorSchema,
		template: templateSchema,
	}),
	status: z
		.looseObject({
			observedGeneration: count,
			currentNumberScheduled: count,
			desiredNumberScheduled: count,
			numberMisscheduled: count,
			numberReady: count,
			updatedNumberScheduled: count,
			numberAvailable: count,
			numberUnavailable: count,
		})
		.prefault({}),
});

export type DaemonSet = Readonly<z.infer<typeof daemonSetSchema>>;

export const daemonSets: Kind<DaemonSet> = {
	apiVersion: 'apps/v1',
	kind: 'DaemonSet',
	plural: 'daemonsets',
	isNamespaced: true,
	parse: object => daemonSetSchema.parse(object),
};

const nodeSchema = z.object({metadata: metadataSchema});
export type Machine = Readonly<z.infer<typeof nodeSchema>>;

export const nodes: Kind<Machine> = {
	apiVersion: 'v1',
	kind: 'Node',
	plural: 'nodes',
	isNamespaced: false,
	parse: object => nodeSchema.parse(object),
};
