import * as z from 'zod';
import type {PostBuild} from '../model/application.ts';
import {isObject, type Json} from '../model/json.ts';
import {describeIssue} from './findings.ts';

/** On an `Application`: `postBuild` of a Kustomization of Flux, as YAML. */
export const postBuildAnnotation = 'trueup.dev/post-build';

/** As Flux and the shell have them. */
const variableName = /^[_A-Za-z][_A-Za-z0-9]*$/;

const objectName = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

const postBuildSchema = z
	.strictObject({
		substitute: z
			.record(z.string().regex(variableName), z.string(), {
				error: ({code}) => (code === 'invalid_key' ? 'must have the name of a variable' : undefined),
			})
			.default({}),
		substituteFrom: z
			.array(
				z.strictObject({
					kind: z.enum(['ConfigMap', 'Secret'], 'must be ConfigMap or Secret'),
					name: z.string().regex(objectName, 'must be the name of an object'),
					optional: z.boolean().default(false),
				}),
			)
			.default([]),
		substituteStrategy: z.enum(['WithVariables', 'Always'], 'must be WithVariables or Always').default('WithVariables'),
		// For Flux it is a flag of its controller.
		strict: z.boolean().default(true),
	})
	.transform(
		({substitute, substituteFrom, substituteStrategy, strict}): PostBuild => ({
			substitute,
			substituteFrom: substituteFrom.map(({kind, name, optional}) => ({kind, name, isOptional: optional})),
			isStrict: strict,
			isAlways: substituteStrategy === 'Always',
		}),
	);

/** What the annotation says, or what is wrong with it. */
export function readPostBuild(value: Json): {readonly postBuild: PostBuild} | {readonly findings: readonly string[]} {
	if (!isObject(value)) {
		return {findings: ['must be an object in YAML, with substitute or substituteFrom']};
	}

	const {data, error} = postBuildSchema.safeParse(value);
	return data === undefined
		? {findings: (error?.issues ?? []).flatMap(issue => describeIssue(value, issue))}
		: {postBuild: data};
}
