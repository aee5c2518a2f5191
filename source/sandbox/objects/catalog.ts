import {data, texts} from './data.ts';
import {isObject, type Json, type JsonObject, listAt, textAt} from './json.ts';

export type Subresource = {
	/** Such as `status`, `scale`, `log`. */
	readonly name: string;
	readonly kind: string;
	/** Of the kind, where it is another group's, such as `autoscaling` of scales. */
	readonly group?: string;
	readonly version?: string;
	readonly verbs: readonly string[];
};

/** A resource as discovery tells of it. */
export type Resource = {
	readonly group: string;
	readonly version: string;
	readonly plural: string;
	readonly singular: string;
	readonly kind: string;
	readonly namespaced: boolean;
	readonly verbs: readonly string[];
	readonly shortNames: readonly string[];
	readonly categories: readonly string[];
	readonly subresources: readonly Subresource[];
	readonly storageVersionHash?: string;
};

/** The group '' is core. The first version is preferred. */
export type Group = {readonly name: string; readonly versions: readonly string[]};

/** As the real server's `/version` answers. */
export function serverVersion(): JsonObject {
	return data().version;
}

/** In the order in which discovery names them; core is first. */
export function builtInGroups(): readonly Group[] {
	return data().groups.map(group => ({
		name: textAt(group, 'name') ?? '',
		versions: texts(isObject(group) ? group.versions : undefined),
	}));
}

export function builtInResources(): readonly Resource[] {
	return builtInGroups().flatMap(({name, versions}) => versions.flatMap(version => resourcesOf(name, version)));
}

function resourcesOf(group: string, version: string): readonly Resource[] {
	const path = group === '' ? `api/${version}` : `apis/${group}/${version}`;
	const all = listAt(data().resources, path);
	const subresources = all.filter(resource => textAt(resource, 'name')?.includes('/'));
	return all
		.filter(resource => !subresources.includes(resource))
		.map(resource => {
			const plural = textAt(resource, 'name') ?? '';
			const hash = textAt(resource, 'storageVersionHash');
			return {
				group,
				version,
				plural,
				singular: textAt(resource, 'singularName') ?? '',
				kind: textAt(resource, 'kind') ?? '',
				namespaced: isObject(resource) && resource.namespaced === true,
				verbs: textsAt(resource, 'verbs'),
				shortNames: textsAt(resource, 'shortNames'),
				categories: textsAt(resource, 'categories'),
				subresources: subresources
					.filter(subresource => textAt(subresource, 'name')?.startsWith(`${plural}/`))
					.map(subresourceOf),
				...(hash === undefined ? {} : {storageVersionHash: hash}),
			};
		});
}

function subresourceOf(subresource: Json): Subresource {
	const group = textAt(subresource, 'group');
	const version = textAt(subresource, 'version');
	return {
		name: textAt(subresource, 'name')?.split('/')[1] ?? '',
		kind: textAt(subresource, 'kind') ?? '',
		verbs: textsAt(subresource, 'verbs'),
		...(group === undefined ? {} : {group}),
		...(version === undefined ? {} : {version}),
	};
}

function textsAt(value: Json, field: string): readonly string[] {
	return texts(isObject(value) ? value[field] : undefined);
}
