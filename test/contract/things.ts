import {isObject, type Json, type JsonObject, text} from '../../source/model/json.ts';
import {get, post, type RequestStep, type Step, type UntilStep} from './sequence.ts';

export const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** The group of a sequence's own. */
export const group = '{unique}.example.com';
export const things = thingsIn('v1');

/** Of the kind `Thing`, in one of its versions. */
export function thingsIn(version: string): string {
	return `/apis/${group}/${version}/namespaces/{namespace}/things`;
}

export function thing(name: string, rest: JsonObject = {}, version = 'v1'): JsonObject {
	const {metadata = {}, ...others} = rest;
	return {
		apiVersion: `${group}/${version}`,
		kind: 'Thing',
		metadata: {name, ...(isObject(metadata) && metadata)},
		...others,
	};
}

/** A version as definitions have it: the one that is stored unless something else is said. */
export function version(name: string, rest: JsonObject = {}): Json {
	return {name, served: true, storage: true, schema: {openAPIV3Schema: anything}, ...rest};
}

/** Takes everything. */
export const anything: Json = {type: 'object', 'x-kubernetes-preserve-unknown-fields': true};

export function definition(versions: readonly Json[], spec: JsonObject = {}): Json {
	const names = {plural: 'things', kind: 'Thing', ...(isObject(spec.names) && spec.names)};
	return {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: {name: `${names.plural}.${group}`},
		spec: {group, scope: 'Namespaced', versions: [...versions], ...spec, names},
	};
}

export const ownDefinition = `${definitions}/things.${group}`;

/** Until what a definition defines is established, and answers at each path. */
export function served(...paths: readonly string[]): readonly UntilStep[] {
	return [
		{kind: 'until', request: get(ownDefinition), holds: body => isTrue(body, 'Established')},
		...paths.map((path): UntilStep => ({kind: 'until', request: get(path), holds: (_, status) => status === 200})),
	];
}

/** Things, defined and served. */
export function defined(versions: readonly Json[], spec?: JsonObject): readonly Step[] {
	return [post(definitions, definition(versions, spec), {isSilent: true}), ...served(things)];
}

export type Schema = {
	/** Of the object: what is beside apiVersion, kind and metadata. */
	readonly properties: JsonObject;
	/** Beside the properties: `x-kubernetes-preserve-unknown-fields` and the like. */
	readonly schema?: JsonObject;
	readonly subresources?: JsonObject;
	readonly scope?: 'Namespaced' | 'Cluster';
	/** All with the same schema; the first is stored. */
	readonly versions?: readonly string[];
};

/** Things of that schema, defined and served: two steps and one a version. */
export function definedBy({properties, schema, subresources, scope, versions = ['v1']}: Schema): readonly Step[] {
	const openAPIV3Schema = {type: 'object', ...schema, properties};
	const all = versions.map((name, index) =>
		version(name, {storage: index === 0, schema: {openAPIV3Schema}, ...(subresources && {subresources})}),
	);
	const paths = versions.map(name => `/apis/${group}/${name}/things`);
	return [post(definitions, definition(all, scope && {scope}), {isSilent: true}), ...served(...paths)];
}

export function isTrue(body: Json, type: string): boolean {
	return statusOf(body, type) === 'True';
}

export function statusOf(body: Json, type: string): string {
	const conditions = isObject(body) && isObject(body.status) ? body.status.conditions : [];
	const all = Array.isArray(conditions) ? conditions : [];
	return text(all.find((one: Json) => text(one, 'type') === type) ?? null, 'status');
}

/** Asks until it is gone. */
export function gone(path: string): UntilStep {
	return {kind: 'until', request: get(path), holds: (_, status) => status === 404};
}

export function silent(step: RequestStep): RequestStep {
	return {...step, isSilent: true};
}
