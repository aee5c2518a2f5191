import type {Resource, Subresource} from '../../objects/catalog.ts';
import type {Registry, ServedGroup} from '../registry.ts';

/** `/api` and `/apis` in the aggregated form, apidiscovery.k8s.io. */
export function aggregated(registry: Registry, root: 'api' | 'apis', version: 'v2' | 'v2beta1') {
	return {
		kind: 'APIGroupDiscoveryList',
		apiVersion: `apidiscovery.k8s.io/${version}`,
		metadata: {},
		items: groupsOf(registry, root).map(({name, versions, resources}) => ({
			metadata: {...(name !== '' && {name}), creationTimestamp: null},
			versions: versions.map(version => ({
				version,
				resources: resources
					.filter(({resource}) => resource.version === version)
					.map(({resource}) => aggregatedResource(resource)),
				freshness: 'Current',
			})),
		})),
	};
}

function groupsOf(registry: Registry, root: 'api' | 'apis'): readonly ServedGroup[] {
	return registry.groups().filter(({name}) => (name === '') === (root === 'api'));
}

function aggregatedResource(resource: Resource) {
	const {group, version, kind, plural, singular, shortNames, categories, subresources} = resource;
	const scope = resource.namespaced ? 'Namespaced' : 'Cluster';
	return {
		resource: plural,
		responseKind: {group, version, kind},
		scope,
		singularResource: singular,
		verbs: resource.verbs,
		...(shortNames.length > 0 && {shortNames}),
		...(categories.length > 0 && {categories}),
		...(subresources.length > 0 && {subresources: subresources.map(one => aggregatedSubresource(one, resource))}),
	};
}

function aggregatedSubresource(subresource: Subresource, {group, version}: Resource) {
	return {
		subresource: subresource.name,
		responseKind: {
			group: subresource.group ?? group,
			version: subresource.version ?? version,
			kind: subresource.kind,
		},
		verbs: subresource.verbs,
	};
}

export function coreVersions(address: string) {
	const serverAddressByClientCIDRs = [{clientCIDR: '0.0.0.0/0', serverAddress: address}];
	return {kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs};
}

export function groupList(registry: Registry) {
	return {kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(registry, 'apis').map(described)};
}

/** Undefined where the group is not served. */
export function groupOf(registry: Registry, name: string) {
	const group = groupsOf(registry, 'apis').find(one => one.name === name);
	return group === undefined ? undefined : {kind: 'APIGroup', apiVersion: 'v1', ...described(group)};
}

function described({name, versions}: ServedGroup) {
	const all = versions.map(version => ({groupVersion: `${name}/${version}`, version}));
	return {name, versions: all, preferredVersion: all[0]};
}

export function resourceList(registry: Registry, group: string, version: string) {
	const served = registry.groups().find(({name}) => name === group)?.resources ?? [];
	const resources = served.flatMap(({resource}) => (resource.version === version ? listed(resource) : []));
	const groupVersion = group === '' ? version : `${group}/${version}`;
	// The core's list has no apiVersion, as in the real one.
	return {kind: 'APIResourceList', ...(group !== '' && {apiVersion: 'v1'}), groupVersion, resources};
}

function listed(resource: Resource) {
	const {plural, singular, namespaced, kind, verbs, shortNames, categories, storageVersionHash} = resource;
	const own = {
		name: plural,
		singularName: singular,
		namespaced,
		kind,
		verbs,
		...(shortNames.length > 0 && {shortNames}),
		...(categories.length > 0 && {categories}),
		...(storageVersionHash !== undefined && {storageVersionHash}),
	};
	const others = resource.subresources.map(({name, group, version, kind, verbs}) => ({
		name: `${plural}/${name}`,
		singularName: '',
		namespaced,
		...(group !== undefined && {group}),
		...(version !== undefined && {version}),
		kind,
		verbs,
	}));
	return [own, ...others];
}
