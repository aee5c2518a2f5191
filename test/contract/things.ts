import {isObject, type Json, text} from '../../source/model/json.ts';
import {get, post, type RequestStep, type Step, type UntilStep} from './sequence.ts';

export const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
/** The group of a sequence's own. */
export const group = '{unique}.example.dev';
export const things = thingsIn('v1');

/** Of the kind `Thing`, in one of its versions. */
export function thingsIn(version: string): string {
	return `/apis/${group}/${version}/namespaces/{namespace}/things`;
}

export function thing(name: string, rest: Readonly<Record<string, Json>> = {}, version = 'v1'): Json {
	const {metadata = {}, ...others} = rest;
	return {
		apiVersion: `${group}/${version}`,
		kind: 'Thing',
		metadata: {name, ...(isObject(metadata) && metadata)},
		...others,
	};
}

/** A version as definitions have it: the one that is stored unless something else is said. */
export function version(name: string, rest: Readonly<Record<string, Json>> = {}): Json {
	return {name, served: true, storage: true, schema: {openAPIV3Schema: anything}, ...rest};
}

/** Takes everything. */
export const anything: Json = {type: 'object', 'x-kubernetes-preserve-unknown-fields': true};

export function definition(versions: readonly Json[], spec: Readonly<Record<string, Json>> = {}): Json {
	const names = {plural: 'things', kind: 'Thing', ...(isObject(spec.names) && spec.names)};
	return {
		apiVersion: 'apiextensions.k8s.io/v1',
		kind: 'CustomResourceDefinition',
		metadata: {name: `${names.plural}.${group}`},
		spec: {group, scope: 'Namespaced', versions: [...versions], ...spec, names},
	};
}

export const ownDefinition = `${definitions}/things.${group}`;

/** Until what a definition defines is established, and answers. */
export function served(path = things): readonly UntilStep[] {
	return [
		{kind: 'until', request: get(ownDefinition), holds: body => isTrue(body, 'Established')},
		{kind: 'until', request: get(path), holds: (_, status) => status === 200},
	];
}

/** Things, defined and served. */
export function defined(versions: readonly Json[], spec?: Readonly<Record<string, Json>>): readonly Step[] {
	return [post(definitions, definition(versions, spec), {isSilent: true}), ...served()];
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
