import * as z from 'zod';

const ownerSchema = z.object({
	apiVersion: z.string(),
	kind: z.string(),
	name: z.string(),
	uid: z.string(),
	controller: z.boolean().optional(),
	blockOwnerDeletion: z.boolean().optional(),
});

/** What every object has; absent fields are empty. */
export const metadataSchema = z.object({
	name: z.string(),
	namespace: z.string().default(''),
	uid: z.string(),
	resourceVersion: z.string(),
	generation: z.number().default(0),
	labels: z.record(z.string(), z.string()).default({}),
	annotations: z.record(z.string(), z.string()).default({}),
	finalizers: z.array(z.string()).default([]),
	ownerReferences: z.array(ownerSchema).default([]),
	creationTimestamp: z.string().default(''),
	deletionTimestamp: z.string().optional(),
});

export type OwnerReference = Readonly<z.infer<typeof ownerSchema>>;
export type Metadata = Readonly<z.infer<typeof metadataSchema>>;
export type Entity = {readonly metadata: Metadata};

/** Who answers for the object; undefined for one that nobody does. */
export function controllerOf({metadata}: Entity): OwnerReference | undefined {
	return metadata.ownerReferences.find(({controller}) => controller);
}

export function isDeleted({metadata}: Entity): boolean {
	return metadata.deletionTimestamp !== undefined;
}

/** As metav1.NewControllerRef makes it. */
export function controlledBy({apiVersion, kind}: {readonly apiVersion: string; readonly kind: string}, owner: Entity) {
	const {name, uid} = owner.metadata;
	return {apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true};
}
