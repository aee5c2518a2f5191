import * as z from 'zod';
import type {Kind} from '../store/kind.ts';
import {metadataSchema} from '../store/metadata.ts';
import {conditionSchema} from '../workload/template.ts';

const namespaceSchema = z.object({
	metadata: metadataSchema,
	spec: z.object({finalizers: z.array(z.string()).default([])}).prefault({}),
	status: z.object({conditions: z.array(conditionSchema).default([])}).prefault({}),
});

export type Namespace = Readonly<z.infer<typeof namespaceSchema>>;

export const namespaces: Kind<Namespace> = {
	apiVersion: 'v1',
	kind: 'Namespace',
	plural: 'namespaces',
	isNamespaced: false,
	parse: object => namespaceSchema.parse(object),
};
