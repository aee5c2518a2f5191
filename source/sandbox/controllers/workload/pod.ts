import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {isDeleted, metadataSchema} from '../store/metadata.ts';

const portSchema = z.object({name: z.string().default(''), containerPort: z.number()});

const podSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		nodeName: z.string().default(''),
		hostname: z.string().default(''),
		subdomain: z.string().default(''),
		volumes: z.array(z.object({persistentVolumeClaim: z.object({claimName: z.string()}).optional()})).default([]),
		containers: z.array(z.object({ports: z.array(portSchema).default([])})).default([]),
	}),
	status: z
		.object({
			phase: z.string().default('Pending'),
			podIP: z.string().default(''),
			conditions: z
				.array(z.object({type: z.string(), status: z.string(), lastTransitionTime: z.string().nullish()}))
				.default([]),
			containerStatuses: z.array(z.object({restartCount: z.number().default(0)})).default([]),
		})
		.prefault({}),
});

/** What controllers read of a pod. */
export type Pod = Readonly<z.infer<typeof podSchema>>;

export const pods: Kind<Pod> = {
	apiVersion: 'v1',
	kind: 'Pod',
	plural: 'pods',
	isNamespaced: true,
	parse: object => podSchema.parse(object),
	marksOf: ({metadata}) => Object.entries(metadata.labels).map(([key, value]) => `${key}=${value}`),
};

export function hasEnded({status}: Pod): boolean {
	return status.phase === 'Succeeded' || status.phase === 'Failed';
}

/** Neither ended nor about to go. */
export function isActive(pod: Pod): boolean {
	return !hasEnded(pod) && !isDeleted(pod);
}

export function isReady(pod: Pod): boolean {
	return readySince(pod) !== undefined;
}

/** Ready for that long; `now` in milliseconds. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
	const since = readySince(pod);
	return since !== undefined && (minReadySeconds === 0 || since + minReadySeconds * 1000 <= now);
}

/** How many milliseconds until the next of the pods counts as available; nothing where none is on its way. */
export function untilAvailable(list: readonly Pod[], minReadySeconds: number, now: number): number | undefined {
	const waits = list
		.filter(pod => !isAvailable(pod, minReadySeconds, now))
		.map(readySince)
		.filter(since => since !== undefined)
		.map(since => since + minReadySeconds * 1000 - now);
	return waits.length === 0 ? undefined : Math.min(...waits);
}

function readySince({status}: Pod): number | undefined {
	const condition = status.conditions.find(({type}) => type === 'Ready');
	return condition?.status === 'True' ? Date.parse(condition.lastTransitionTime ?? '') || 0 : undefined;
}

/** Who goes first on a scale down: unscheduled, pending, unready, restarted, young; after ActivePodsWithRanks of the controller manager. */
export function byExpendability(a: Pod, b: Pod): number {
	const [left, right] = [rankOf(a), rankOf(b)];
	const index = left.findIndex((rank, position) => rank !== right[position]);
	return index < 0
		? b.metadata.creationTimestamp.localeCompare(a.metadata.creationTimestamp)
		: (left[index] ?? 0) - (right[index] ?? 0);
}

function rankOf(pod: Pod): readonly number[] {
	const phases = ['Pending', 'Unknown', 'Running'];
	const restarts = Math.max(0, ...pod.status.containerStatuses.map(({restartCount}) => restartCount));
	return [pod.spec.nodeName === '' ? 0 : 1, phases.indexOf(pod.status.phase), isReady(pod) ? 1 : 0, -restarts];
}
