import {directoryTool, type KustomizeOptions, type Tool} from '../model/application.ts';
import type {JsonObject} from '../model/json.ts';
import type {SourceDocument} from './application-schema.ts';

/** The tool that a source of an Argo CD `Application` chooses. */
export function readTool({directory, kustomize}: SourceDocument): Tool {
	const chosen = kustomize && readKustomize(kustomize);
	// What says nothing chooses nothing.
	return chosen && Object.keys(writeKustomize(chosen)).length > 0 ? chosen : directoryTool(directory);
}

/** The fields that say the same. */
export function writeTool(tool: Tool): JsonObject {
	switch (tool.kind) {
		case 'detected':
			return {};
		case 'directory': {
			const {recurse, include, exclude} = tool;
			return {directory: {...(recurse && {recurse}), ...(include && {include}), ...(exclude && {exclude})}};
		}

		case 'kustomize':
			return {kustomize: writeKustomize(tool)};
	}
}

function readKustomize({patches, ...fields}: NonNullable<SourceDocument['kustomize']>) {
	const {commonLabels, commonAnnotations, forceCommonLabels, forceCommonAnnotations, ...same} = fields;
	return {
		kind: 'kustomize' as const,
		...same,
		patches: patches.map(toPatch),
		labels: commonLabels,
		annotations: commonAnnotations,
		forceLabels: forceCommonLabels,
		forceAnnotations: forceCommonAnnotations,
	};
}

type Patch = NonNullable<SourceDocument['kustomize']>['patches'][number];

function toPatch({path, patch, target, options}: Patch): JsonObject {
	return {...(path && {path}), ...(patch && {patch}), ...(target && {target}), ...(options && {options})};
}

function writeKustomize(options: KustomizeOptions): JsonObject {
	const {labels, annotations, forceLabels, forceAnnotations} = options;
	const {namePrefix, nameSuffix, namespace, images, replicas, patches, components} = options;
	const {ignoreMissingComponents, labelWithoutSelector, labelIncludeTemplates} = options;
	const all: JsonObject = {
		...{namePrefix, nameSuffix, namespace, images, replicas, patches, components, ignoreMissingComponents},
		...{commonLabels: labels, commonAnnotations: annotations},
		...{forceCommonLabels: forceLabels, forceCommonAnnotations: forceAnnotations},
		...{labelWithoutSelector, labelIncludeTemplates},
	};
	return Object.fromEntries(Object.entries(all).filter(([, value]) => saysSomething(value)));
}

function saysSomething(value: JsonObject[string]): boolean {
	return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}
