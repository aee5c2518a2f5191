import * as z from 'zod';

const containerSchema = z.object({
	name: z.string(),
	image: z.string().default(''),
	/** `Always` makes a sidecar of an init container. */
	restartPolicy: z.string().optional(),
});

const stateSchema = z.looseObject({
	waiting: z.looseObject({reason: z.string().optional()}).optional(),
	running: z.looseObject({startedAt: z.string().optional()}).optional(),
	terminated: z.looseObject({reason: z.string().optional(), startedAt: z.string().optional()}).optional(),
});

const containerStatusSchema = z.looseObject({
	name: z.string(),
	image: z.string(),
	imageID: z.string(),
	ready: z.boolean(),
	started: z.boolean().optional(),
	restartCount: z.number(),
	state: stateSchema.default({}),
	lastState: stateSchema.optional(),
});

const conditionSchema = z.looseObject({type: z.string(), status: z.string(), reason: z.string().optional()});
const addressSchema = z.object({ip: z.string()});

const statusSchema = z.object({
	phase: z.string().default('Pending'),
	observedGeneration: z.number().optional(),
	startTime: z.string().optional(),
	hostIP: z.string().optional(),
	hostIPs: z.array(addressSchema).optional(),
	podIP: z.string().optional(),
	podIPs: z.array(addressSchema).optional(),
	conditions: z.array(conditionSchema).default([]),
	initContainerStatuses: z.array(containerStatusSchema).default([]),
	containerStatuses: z.array(containerStatusSchema).default([]),
});

const podSchema = z.object({
	metadata: z.object({
		name: z.string(),
		namespace: z.string(),
		uid: z.string(),
		resourceVersion: z.string(),
		generation: z.number().optional(),
		deletionTimestamp: z.string().optional(),
		deletionGracePeriodSeconds: z.number().optional(),
	}),
	spec: z.object({
		nodeName: z.string().default(''),
		schedulerName: z.string().default('default-scheduler'),
		schedulingGates: z.array(z.unknown()).default([]),
		restartPolicy: z.enum(['Always', 'OnFailure', 'Never']).default('Always'),
		containers: z.array(containerSchema),
		initContainers: z.array(containerSchema).default([]),
	}),
	status: statusSchema.prefault({}),
});

/** What the kubelet reads of a pod. */
export type Pod = Readonly<z.infer<typeof podSchema>>;
export type PodStatus = Pod['status'];
export type Container = Readonly<z.infer<typeof containerSchema>>;
export type ContainerState = z.infer<typeof stateSchema>;
export type ContainerStatus = z.infer<typeof containerStatusSchema>;
export type Condition = z.infer<typeof conditionSchema>;

export function parsePod(object: unknown): Pod {
	return podSchema.parse(object);
}
