import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';

const balancedSchema = z
	.object({
		loadBalancer: z.object({ingress: z.array(z.object({ip: z.string().default('')})).default([])}).prefault({}),
	})
	.prefault({});

const serviceSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({
		type: z.string().default('ClusterIP'),
		clusterIP: z.string().default(''),
		selector: z.record(z.string(), z.string()).default({}),
		publishNotReadyAddresses: z.boolean().default(false),
		ports: z
			.array(
				z.object({
					name: z.string().default(''),
					protocol: z.string().default('TCP'),
					port: z.number(),
					targetPort: z.union([z.number(), z.string()]).optional(),
				}),
			)
			.default([]),
	}),
	status: balancedSchema,
});

export type Service = Readonly<z.infer<typeof serviceSchema>>;

export const services: Kind<Service> = {
	apiVersion: 'v1',
	kind: 'Service',
	plural: 'services',
	isNamespaced: true,
	parse: object => serviceSchema.parse(object),
	marksOf: service => [markOf(service)],
};

/** One of the labels that all of its pods have; empty where it selects none. */
export function markOf({spec}: Service): string {
	const [first] = Object.entries(spec.selector);
	return first === undefined ? '' : `${first[0]}=${first[1]}`;
}

const ingressSchema = z.object({metadata: metadataSchema, status: balancedSchema});

export type Ingress = Readonly<z.infer<typeof ingressSchema>>;

export const ingresses: Kind<Ingress> = {
	apiVersion: 'networking.k8s.io/v1',
	kind: 'Ingress',
	plural: 'ingresses',
	isNamespaced: true,
	parse: object => ingressSchema.parse(object),
};

const endpointsSchema = z.object({metadata: metadataSchema, subsets: z.array(z.looseObject({})).default([])});

export type Endpoints = Readonly<z.infer<typeof endpointsSchema>>;

export const endpoints: Kind<Endpoints> = {
	apiVersion: 'v1',
	kind: 'Endpoints',
	plural: 'endpoints',
	isNamespaced: true,
	parse: object => endpointsSchema.parse(object),
};

const sliceSchema = z.object({
	metadata: metadataSchema,
	endpoints: z.array(z.looseObject({})).nullish(),
	ports: z.array(z.looseObject({})).nullish(),
});

export type EndpointSlice = Readonly<z.infer<typeof sliceSchema>>;

export const endpointSlices: Kind<EndpointSlice> = {
	apiVersion: 'discovery.k8s.io/v1',
	kind: 'EndpointSlice',
	plural: 'endpointslices',
	isNamespaced: true,
	parse: object => sliceSchema.parse(object),
};
