/** Where the objects of a kind are served. */
export type Resource = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly plural: string;
	readonly isNamespaced: boolean;
};

/** The path of all objects of the kind. */
export function pathOfAll({apiVersion, plural}: Resource): string {
	return `${rootOf(apiVersion)}/${plural}`;
}

/** The path of the kind's objects in a namespace; of all for what has none. */
export function pathOfNamespace(resource: Resource, namespace: string): string {
	return resource.isNamespaced
		? `${rootOf(resource.apiVersion)}/namespaces/${namespace}/${resource.plural}`
		: pathOfAll(resource);
}

export function pathOfObject(
	resource: Resource,
	{namespace, name}: {readonly namespace: string; readonly name: string},
): string {
	return `${pathOfNamespace(resource, namespace)}/${name}`;
}

/** The path of a group's version. */
export function rootOf(apiVersion: string): string {
	return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
