import {isDeepStrictEqual} from 'node:util';
import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {isDeleted, metadataSchema} from '../store/metadata.ts';
import {withCondition} from '../workload/condition.ts';
import {isReady, type Pod} from '../workload/pod.ts';
import {amountOf, amountSchema, conditionSchema, count, matches, selectorSchema} from '../workload/template.ts';

const budgetSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		minAvailable: amountSchema.optional(),
		maxUnavailable: amountSchema.optional(),
		/** Without one it is for no pod; an empty one is for all. */
		selector: selectorSchema.unwrap().optional(),
	}),
	status: z
		.looseObject({
			observedGeneration: count,
			disruptionsAllowed: count,
			currentHealthy: count,
			desiredHealthy: count,
			expectedPods: count,
			conditions: z.array(conditionSchema).default([]),
		})
		.prefault({}),
});

export type Budget = Readonly<z.infer<typeof budgetSchema>>;

export const budgets: Kind<Budget> = {
	apiVersion: 'policy/v1',
	kind: 'PodDisruptionBudget',
	plural: 'poddisruptionbudgets',
	isNamespaced: true,
	parse: object => budgetSchema.parse(object),
	marksOf: budget => [markOf(budget)],
};

/** One of the labels that all of its pods have; empty where it names none. */
export function markOf({spec}: Budget): string {
	const [first] = Object.entries(spec.selector?.matchLabels ?? {});
	return first === undefined ? '' : `${first[0]}=${first[1]}`;
}

export function covers({spec}: Budget, {metadata}: Pod): boolean {
	return spec.selector !== undefined && matches(spec.selector, metadata.labels);
}

/** The status that the covered pods make; nothing where it says that already. After pkg/controller/disruption. */
export function budgetStatus(
	budget: Budget,
	pods: readonly Pod[],
	{expectedPods, now}: {readonly expectedPods: number; readonly now: number},
): object | undefined {
	const {metadata, spec, status} = budget;
	const currentHealthy = pods.filter(pod => isReady(pod) && !isDeleted(pod)).length;
	const desiredHealthy =
		spec.maxUnavailable === undefined
			? amountOf(spec.minAvailable ?? 1, expectedPods, 'up')
			: Math.max(0, expectedPods - amountOf(spec.maxUnavailable, expectedPods, 'up'));
	const disruptionsAllowed = expectedPods === 0 ? 0 : Math.max(0, currentHealthy - desiredHealthy);
	const news =
		disruptionsAllowed > 0 ? {status: 'True', reason: 'SufficientPods'} : {status: 'False', reason: 'InsufficientPods'};
	const known = withCondition(status.conditions, {type: 'DisruptionAllowed', message: '', ...news}, now);
	const conditions = known.map(({lastUpdateTime: _, ...condition}) => ({
		...condition,
		observedGeneration: metadata.generation,
	}));
	const next = {
		...status,
		observedGeneration: metadata.generation,
		disruptionsAllowed,
		currentHealthy,
		desiredHealthy,
		expectedPods,
		conditions,
	};
	return isDeepStrictEqual(next, status) ? undefined : next;
}
