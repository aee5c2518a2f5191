import * as z from 'zod';
import {type Api, ApiError} from '../../api.ts';
import {type Resource, rootOf} from '../store/resource.ts';

/** A kind that the server serves, and what can be done with all of its objects. */
export type Served = Resource & {readonly verbs: readonly string[]};

const groupsSchema = z.object({
	groups: z.array(
		z.object({
			preferredVersion: z.object({groupVersion: z.string()}),
			versions: z.array(z.object({groupVersion: z.string()})),
		}),
	),
});

const resourcesSchema = z.object({
	resources: z.array(
		z.object({name: z.string(), kind: z.string(), namespaced: z.boolean(), verbs: z.array(z.string()).default([])}),
	),
});

/** Every kind once, in the version that its group prefers, without subresources. */
export async function discover(api: Api, signal: AbortSignal): Promise<readonly Served[]> {
	const {groups} = groupsSchema.parse(await api.call({method: 'GET', path: '/apis'}, signal));
	const versions = groups.map(({preferredVersion, versions: all}) => {
		const others = all.map(({groupVersion}) => groupVersion);
		return [...new Set([preferredVersion.groupVersion, ...others])];
	});
	const found = await Promise.all([['v1'], ...versions].map(ordered => resourcesOf(api, ordered, signal)));
	return found.flat();
}

async function resourcesOf(api: Api, versions: readonly string[], signal: AbortSignal): Promise<readonly Served[]> {
	const found = new Map<string, Served>();
	for (const apiVersion of versions) {
		for (const resource of await resourcesIn(api, apiVersion, signal)) {
			if (!found.has(resource.plural)) {
				found.set(resource.plural, resource);
			}
		}
	}

	return [...found.values()];
}

async function resourcesIn(api: Api, apiVersion: string, signal: AbortSignal): Promise<readonly Served[]> {
	try {
		const {resources} = resourcesSchema.parse(await api.call({method: 'GET', path: rootOf(apiVersion)}, signal));
		return resources
			.filter(({name}) => !name.includes('/'))
			.map(({name, kind, namespaced, verbs}) => ({apiVersion, kind, plural: name, isNamespaced: namespaced, verbs}));
	} catch (error) {
		// A group that has gone, or whose own server does not answer, is not there for now.
		if (error instanceof ApiError) {
			return [];
		}

		throw error;
	}
}
