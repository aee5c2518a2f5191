import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';

const claimSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		accessModes: z.array(z.string()).default([]),
		resources: z.object({requests: z.record(z.string(), z.union([z.string(), z.number()])).default({})}).prefault({}),
		storageClassName: z.string().default(''),
		volumeMode: z.string().default('Filesystem'),
		volumeName: z.string().default(''),
	}),
	status: z.object({phase: z.string().default('')}).prefault({}),
});

export type Claim = Readonly<z.infer<typeof claimSchema>>;

export const claims: Kind<Claim> = {
	apiVersion: 'v1',
	kind: 'PersistentVolumeClaim',
	plural: 'persistentvolumeclaims',
	isNamespaced: true,
	parse: object => claimSchema.parse(object),
};

const volumeSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		persistentVolumeReclaimPolicy: z.string().default('Retain'),
		capacity: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
		claimRef: z.object({namespace: z.string().default(''), name: z.string(), uid: z.string().default('')}).optional(),
	}),
	status: z.object({phase: z.string().default('')}).prefault({}),
});

export type Volume = Readonly<z.infer<typeof volumeSchema>>;

export const volumes: Kind<Volume> = {
	apiVersion: 'v1',
	kind: 'PersistentVolume',
	plural: 'persistentvolumes',
	isNamespaced: false,
	parse: object => volumeSchema.parse(object),
};
