import {methodNotAllowed, noSuchResource, notFound} from '../answer/refused.ts';
import type {Registry, Served} from '../registry.ts';

/** What a path means. */
export type Target =
	| {
			readonly kind: 'objects';
			readonly served: Served;
			/** Empty for objects without one, and for those of all namespaces. */
			readonly namespace: string;
			/** Empty for all objects. */
			readonly name: string;
			readonly subresource: string;
	  }
	/** `/apis`, `/apis/GROUP`, `/apis/GROUP/VERSION`; core is the group ''. */
	| {readonly kind: 'discovery'; readonly group: string | undefined; readonly version: string | undefined}
	| {readonly kind: 'other'; readonly segments: readonly string[]}
	| {readonly kind: 'unknown'};

export type ObjectsTarget = Extract<Target, {kind: 'objects'}>;

/** `pathname` is still escaped. */
export function targetOf(pathname: string, registry: Registry): Target {
	const segments = segmentsOf(pathname);
	const [root = '', ...rest] = segments ?? [];
	if (segments === undefined) {
		return {kind: 'unknown'};
	}

	switch (root) {
		case 'api':
			return rest.length === 0
				? {kind: 'discovery', group: undefined, version: undefined}
				: inVersion('', rest[0] ?? '', {segments: rest.slice(1), registry});
		case 'apis':
			return inGroups(rest, registry);
		default:
			return {kind: 'other', segments};
	}
}

/** Undefined where it can't be read. */
function segmentsOf(pathname: string): readonly string[] | undefined {
	try {
		return pathname
			.replaceAll(/^\/+|\/+$/g, '')
			.split('/')
			.map(decodeURIComponent);
	} catch {
		return undefined;
	}
}

function inGroups([group, version, ...segments]: readonly string[], registry: Registry): Target {
	if (group === undefined) {
		return {kind: 'other', segments: ['apis']};
	}

	if (version !== undefined) {
		return group === '' ? {kind: 'unknown'} : inVersion(group, version, {segments, registry});
	}

	const isServed = group !== '' && registry.groups().some(({name}) => name === group);
	return isServed ? {kind: 'discovery', group, version: undefined} : {kind: 'unknown'};
}

type Rest = {readonly segments: readonly string[]; readonly registry: Registry};

function inVersion(group: string, version: string, {segments, registry}: Rest): Target {
	if (!registry.serves(group, version)) {
		if (registry.isBuiltIn(group)) {
			throw noSuchResource();
		}

		return {kind: 'unknown'};
	}

	if (segments.length === 0) {
		return {kind: 'discovery', group, version};
	}

	const find = (plural: string) => registry.find(group, version, plural);
	const found = inNamespace(segments, find) ?? withoutNamespace(segments, find);
	if (found === undefined) {
		if (registry.custom().some(kind => kind.group === group)) {
			return {kind: 'unknown'};
		}

		throw noSuchResource();
	}

	return found;
}

type Find = (plural: string) => Served | undefined;

function inNamespace([word, namespace, plural, ...rest]: readonly string[], find: Find): Target | undefined {
	const served = word === 'namespaces' && plural !== undefined ? find(plural) : undefined;
	return served?.resource.namespaced ? objects(served, namespace ?? '', rest) : undefined;
}

function withoutNamespace([plural = '', ...rest]: readonly string[], find: Find): Target | undefined {
	const served = find(plural);
	return served === undefined || (served.resource.namespaced && rest.length > 0)
		? undefined
		: objects(served, '', rest);
}

function objects(served: Served, namespace: string, rest: readonly string[]): Target {
	const [name = '', subresource = '', ...surplus] = rest;
	// Only proxies have paths of their own below a subresource.
	if (surplus.length > 0 || rest.includes('')) {
		throw noSuchResource();
	}

	if (subresource !== '' && !served.resource.subresources.some(one => one.name === subresource)) {
		throw served.isCustom ? notFound(served.resource, name) : noSuchResource();
	}

	return {kind: 'objects', served, namespace, name, subresource};
}

/** Refuses what discovery does not offer. */
export function checkVerb({served, name, subresource}: ObjectsTarget, verb: string): void {
	const {resource} = served;
	// What can only be asked for anew has no paths of single objects.
	if (name !== '' && resource.verbs.every(one => one === 'create')) {
		throw noSuchResource();
	}

	const offered =
		subresource === '' ? resource.verbs : resource.subresources.find(({name}) => name === subresource)?.verbs;
	if (!offered?.includes(verb)) {
		throw methodNotAllowed();
	}
}
