import * as z from 'zod';
import {isParameterName, isReleaseName, parameterNameRule, releaseNameRule} from '../model/helm-names.ts';
import {isVariableName, variableNameRule} from '../model/jsonnet-names.ts';

/** What is read of Argo CD's `Application`. Whatever else is set is a problem, so that nothing is ignored in silence. */

const dnsLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

export const nameSchema = z
	.string()
	.regex(dnsLabel, 'must be a DNS label: up to 63 lower-case letters, digits and dashes, with no dash at the ends');

const anything = z.unknown().optional();

const metadataSchema = z.strictObject({
	name: nameSchema,
	namespace: z.string().optional(),
	labels: anything,
	annotations: anything,
	finalizers: anything,
	// Written by the API server, in what was exported from a cluster.
	creationTimestamp: anything,
	generation: anything,
	managedFields: anything,
	ownerReferences: anything,
	resourceVersion: anything,
	selfLink: anything,
	uid: anything,
});

/** As it is anyway. */
const isOff = z.literal(false, 'is supported as false alone').optional();

const jsonnetVariables = z
	.array(
		z.strictObject({
			name: z.string().refine(isVariableName, variableNameRule),
			value: z.string().default(''),
			code: z.boolean().default(false),
		}),
	)
	.default([]);

const directorySchema = z.strictObject({
	recurse: z.boolean().default(false),
	include: z.string().default(''),
	exclude: z.string().default(''),
	// Whatever is read here is chosen by its name.
	disableExtensionFilter: isOff,
	jsonnet: z
		.strictObject({extVars: jsonnetVariables, tlas: jsonnetVariables, libs: z.array(z.string()).default([])})
		.prefault({}),
});

const pairsSchema = z.record(z.string(), z.string()).default({});

const replicaCount = z.union(
	[z.int(), z.string().regex(/^\d+$/).transform(Number)],
	'must be a whole number of replicas',
);

const kustomizeSchema = z.strictObject({
	namePrefix: z.string().default(''),
	nameSuffix: z.string().default(''),
	namespace: z.string().default(''),
	images: z.array(z.string()).default([]),
	replicas: z.array(z.strictObject({name: z.string(), count: replicaCount})).default([]),
	patches: z
		.array(
			z.strictObject({
				path: z.string().optional(),
				patch: z.string().optional(),
				target: z.record(z.string(), z.string()).optional(),
				options: z.record(z.string(), z.boolean()).optional(),
			}),
		)
		.default([]),
	components: z.array(z.string()).default([]),
	ignoreMissingComponents: z.boolean().default(false),
	commonLabels: pairsSchema,
	commonAnnotations: pairsSchema,
	commonAnnotationsEnvsubst: z.boolean().default(false),
	version: z.string().default(''),
	forceCommonLabels: z.boolean().default(false),
	forceCommonAnnotations: z.boolean().default(false),
	labelWithoutSelector: z.boolean().default(false),
	labelIncludeTemplates: z.boolean().default(false),
	// For charts that a kustomization inflates, which it may not do here.
	kubeVersion: anything,
	apiVersions: anything,
});

const helmSchema = z.strictObject({
	releaseName: z
		.string()
		.refine(name => name === '' || isReleaseName(name), releaseNameRule)
		.default(''),
	namespace: z.string().default(''),
	valueFiles: z.array(z.string()).default([]),
	ignoreMissingValueFiles: z.boolean().default(false),
	values: z.string().default(''),
	valuesObject: z.record(z.string(), z.json()).optional(),
	parameters: z
		.array(z.strictObject({name: z.string(), value: z.string().default(''), forceString: z.boolean().default(false)}))
		.default([]),
	fileParameters: z
		.array(z.strictObject({name: z.string().refine(isParameterName, parameterNameRule), path: z.string()}))
		.default([]),
	passCredentials: isOff,
	skipCrds: z.boolean().default(false),
	skipTests: z.boolean().default(false),
	skipSchemaValidation: z.boolean().default(false),
	kubeVersion: z.string().default(''),
	apiVersions: z.array(z.string()).default([]),
	version: z
		.string()
		.regex(
			/^(?:v?(?!0*[012](?:\.|$))\d+(?:\.\d+\.\d+\S*)?)?$/,
			'must be v3, v4 or one version, as v3.22.0: Helm 2 is not run',
		)
		.default(''),
});

const pluginSchema = z.strictObject({
	name: z.string(),
	env: z
		.array(
			z.strictObject({
				name: z.string().regex(/^[A-Za-z_]\w*$/, "must be a variable's name"),
				value: z.string().default(''),
			}),
		)
		.default([]),
	parameters: z
		.array(
			z.strictObject({
				name: z.string(),
				string: z.string().optional(),
				array: z.array(z.string()).optional(),
				map: z.record(z.string(), z.string()).optional(),
			}),
		)
		.default([]),
});

export const sourceSchema = z.strictObject({
	name: z
		.string()
		.regex(/^[^\p{C}\p{Zl}\p{Zp}]{0,100}$/u, 'must be one line of up to 100 characters')
		.default(''),
	repoURL: z.string(),
	targetRevision: z.string().default('HEAD'),
	path: z.string().optional(),
	chart: z.string().default(''),
	ref: z
		.string()
		.regex(/^[\w-]*$/, 'may have letters, digits, - and _ alone')
		.default(''),
	directory: directorySchema.prefault({}),
	kustomize: kustomizeSchema.optional(),
	helm: helmSchema.optional(),
	plugin: pluginSchema.optional(),
});

export const destinationSchema = z.strictObject({
	server: z.string().default(''),
	name: z.string().default(''),
	namespace: z.string().default(''),
});

/** They ask for what is done anyway. */
const harmlessOptions = [
	'ApplyOutOfSyncOnly=false',
	'FailOnSharedResource=false',
	'Force=false',
	'PruneLast=false',
	'Replace=false',
	'RespectIgnoreDifferences=false',
	'Validate=true',
] as const;

const syncPolicySchema = z.strictObject({
	automated: z
		.strictObject({
			enabled: z.boolean().default(true),
			prune: z.boolean().default(false),
			selfHeal: z.boolean().default(false),
			allowEmpty: z.literal(false, 'is supported as false alone: trueup never deletes everything at once').optional(),
		})
		.optional(),
	syncOptions: z
		.array(
			z.enum(
				['CreateNamespace=true', 'CreateNamespace=false', ...harmlessOptions],
				'is not supported yet and would be ignored: only CreateNamespace=true and CreateNamespace=false are',
			),
		)
		.default([]),
});

export const projectSchema = z.string().default('default');

export const mostSources = 100;

export const applicationSchema = z.strictObject({
	apiVersion: z.literal('argoproj.io/v1alpha1', 'must be argoproj.io/v1alpha1'),
	kind: z.literal('Application', 'must be Application'),
	metadata: metadataSchema,
	spec: z.strictObject({
		project: projectSchema,
		// One of them is there: see `describeSources`.
		source: sourceSchema.optional(),
		sources: z.array(sourceSchema).max(mostSources, `may have ${mostSources} entries at the most`).optional(),
		destination: destinationSchema.prefault({}),
		syncPolicy: syncPolicySchema.prefault({}),
		info: anything,
	}),
	status: anything,
});

export type SourceDocument = z.infer<typeof sourceSchema>;

export type ApplicationDocument = z.infer<typeof applicationSchema>;
