import * as z from 'zod';
import {mostSources, nameSchema, projectSchema} from './application-schema.ts';

const readableSource = z
	.object({
		repoURL: z.string().default('').catch(''),
		targetRevision: z.string().default('HEAD').catch('HEAD'),
		path: z.string().default('.').catch('.'),
		chart: z.string().default('').catch(''),
	})
	.prefault({})
	.catch({repoURL: '', targetRevision: 'HEAD', path: '.', chart: ''});

/** As much as it takes to list an application that may not be run. */
export const readableSchema = z.object({
	metadata: z.object({name: nameSchema}),
	spec: z.object({
		project: projectSchema.catch('default'),
		source: readableSource,
		sources: z.array(readableSource).max(mostSources).default([]).catch([]),
		destination: z
			.object({
				server: z.string().default('').catch(''),
				name: z.string().default('').catch(''),
				namespace: z.string().default('').catch(''),
			})
			.prefault({})
			.catch({server: '', name: '', namespace: ''}),
	}),
});
