import {
	directoryTool,
	type HelmOptions,
	type JsonnetOptions,
	type JsonnetVariable,
	type KustomizeOptions,
	type PluginOptions,
	type Tool,
} from '../model/application.ts';
import type {JsonObject} from '../model/json.ts';
import type {SourceDocument} from './application-schema.ts';

/** The tool that a source of an Argo CD `Application` chooses. */
export function readTool({
	directory: {disableExtensionFilter: _, ...directory},
	kustomize,
	helm,
	plugin,
}: SourceDocument): Tool {
	const chosen = [kustomize && readKustomize(kustomize), helm && readHelm(helm), plugin && readPlugin(plugin)];
	// What says nothing chooses nothing.
	const found = chosen.find(tool => tool !== undefined && Object.values(writeTool(tool)).some(saysSomething));
	return found ?? directoryTool(directory);
}

/** The fields that say the same. */
export function writeTool(tool: Tool): JsonObject {
	switch (tool.kind) {
		case 'detected':
			return {};
		case 'directory': {
			const {recurse, include, exclude} = tool;
			return {directory: whatIsSaid({recurse, include, exclude, jsonnet: writeJsonnet(tool.jsonnet)})};
		}

		case 'kustomize':
			return {kustomize: writeKustomize(tool)};
		case 'helm':
			return {helm: writeHelm(tool)};
		case 'plugin':
			return {plugin: writePlugin(tool)};
	}
}

function readPlugin(options: PluginOptions) {
	return {kind: 'plugin' as const, ...options};
}

function writePlugin({name, env, parameters}: PluginOptions): JsonObject {
	const written = parameters.map(({name: parameter, string, array, map}) => ({
		name: parameter,
		...(string === undefined ? {} : {string}),
		...(array === undefined ? {} : {array}),
		...(map === undefined ? {} : {map}),
	}));
	return whatIsSaid({name, env, parameters: written});
}

function writeJsonnet({extVars, tlas, libs}: JsonnetOptions): JsonObject {
	const write = ({name, value, code}: JsonnetVariable) => ({name, value, ...(code && {code})});
	return whatIsSaid({extVars: extVars.map(write), tlas: tlas.map(write), libs});
}

function readKustomize({patches, ...fields}: NonNullable<SourceDocument['kustomize']>) {
	const {commonLabels, commonAnnotations, forceCommonLabels, forceCommonAnnotations, ...others} = fields;
	const {commonAnnotationsEnvsubst, kubeVersion: _, apiVersions: __, ...same} = others;
	return {
		kind: 'kustomize' as const,
		...same,
		patches: patches.map(toPatch),
		labels: commonLabels,
		annotations: commonAnnotations,
		forceLabels: forceCommonLabels,
		forceAnnotations: forceCommonAnnotations,
		annotationsEnvsubst: commonAnnotationsEnvsubst,
	};
}

type Patch = NonNullable<SourceDocument['kustomize']>['patches'][number];

function toPatch({path, patch, target, options}: Patch): JsonObject {
	return {...(path && {path}), ...(patch && {patch}), ...(target && {target}), ...(options && {options})};
}

function writeKustomize(options: KustomizeOptions): JsonObject {
	const {labels, annotations, forceLabels, forceAnnotations, annotationsEnvsubst, version} = options;
	const {namePrefix, nameSuffix, namespace, images, replicas, patches, components} = options;
	const {ignoreMissingComponents, labelWithoutSelector, labelIncludeTemplates} = options;
	const all: JsonObject = {
		...{namePrefix, nameSuffix, namespace, images, replicas, patches, components, ignoreMissingComponents},
		...{commonLabels: labels, commonAnnotations: annotations},
		...{forceCommonLabels: forceLabels, forceCommonAnnotations: forceAnnotations},
		commonAnnotationsEnvsubst: annotationsEnvsubst,
		version,
		...{labelWithoutSelector, labelIncludeTemplates},
	};
	return whatIsSaid(all);
}

function readHelm({valuesObject, passCredentials: _, ...options}: NonNullable<SourceDocument['helm']>) {
	const values = valuesObject === undefined ? options.values : JSON.stringify(valuesObject);
	return {kind: 'helm' as const, ...options, values};
}

function writeHelm({parameters, ...options}: HelmOptions): JsonObject {
	const {releaseName, namespace, valueFiles, ignoreMissingValueFiles, values, fileParameters} = options;
	const {skipCrds, skipTests, skipSchemaValidation, kubeVersion, apiVersions, version} = options;
	return whatIsSaid({
		...{releaseName, namespace, valueFiles, ignoreMissingValueFiles, values, fileParameters},
		...{skipCrds, skipTests, skipSchemaValidation, kubeVersion, apiVersions, version},
		parameters: parameters.map(({name, value, forceString}) => ({name, value, ...(forceString && {forceString})})),
	});
}

function whatIsSaid(all: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(all).filter(([, value]) => saysSomething(value)));
}

function saysSomething(value: JsonObject[string]): boolean {
	return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}
