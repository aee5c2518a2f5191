import {type JsonObject, text} from '../../source/model/json.ts';
import type {Step} from './sequence.ts';

export type Definition = {
	/** Of the object: what is beside apiVersion, kind and metadata. */
	readonly properties: JsonObject;
	/** Beside the properties: `x-kubernetes-preserve-unknown-fields` and the like. */
	readonly schema?: JsonObject;
	readonly subresources?: JsonObject;
	readonly scope?: 'Namespaced' | 'Cluster';
	/** All with the same schema; the first is stored. */
	readonly versions?: readonly string[];
};

/** Makes the kind `Thing` (things) of the group `{unique}.example.com`, and waits until each version is served: two steps and one a version. */
export function define(definition: Definition): readonly Step[] {
	const {versions = ['v1']} = definition;
	return [
		{
			kind: 'request',
			method: 'POST',
			path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
			body: definitionOf(definition),
			isSilent: true,
		},
		...versions.map((version): Step => {
			const path = `/apis/{unique}.example.com/${version}/things`;
			return {
				kind: 'until',
				request: {method: 'GET', path},
				holds: body => text(body, 'kind') === 'ThingList',
			};
		}),
	];
}

function definitionOf(definition: Definition): JsonObject {
	const {properties, schema, subresources, scope = 'Namespaced', versions = ['v1']} = definition;
	return {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: {name: 'things.{unique}.example.com'},
		spec: {
			group: '{unique}.example.com',
			names: {plural: 'things', singular: 'thing', kind: 'Thing', listKind: 'ThingList'},
			scope,
			versions: versions.map((name, index) => ({
				name,
				served: true,
				storage: index === 0,
				...(subresources && {subresources}),
				schema: {openAPIV3Schema: {type: 'object', ...schema, properties}},
			})),
		},
	};
}

/** The path of the Thing `a`. */
export function thingPath(version = 'v1', name = 'a'): string {
	return `/apis/{unique}.example.com/${version}/namespaces/{namespace}/things/${name}`;
}

/** The Thing `a` as clients send it. */
export function thing(content: JsonObject, version = 'v1'): JsonObject {
	return {apiVersion: `{unique}.example.com/${version}`, kind: 'Thing', metadata: {name: 'a'}, ...content};
}
