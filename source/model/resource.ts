import type {JsonObject} from './json.ts';

/** Names one kind as a cluster serves it. The core's group is empty. */
export type Kind = {readonly group: string; readonly version: string; readonly kind: string};

/** Names one object. The namespace of what is not namespaced is empty. */
export type ResourceId = Kind & {readonly namespace: string; readonly name: string};

/** Names one object whatever its version, as `group/Kind/namespace/name`. */
export type ResourceKey = string & {readonly __brand: 'ResourceKey'};

/** Names one kind whatever its version, as `group/Kind`. */
export type KindKey = string & {readonly __brand: 'KindKey'};

/** Where a manifest was written: the file's path in the repository, and the line at which its document begins, from 1. */
export type Origin = {
	readonly file: string;
	/** Absent where a program has made it, which doesn't tell. */
	readonly line?: number;
};

/** `file:line`, or the file alone. */
export function whereOf({file, line}: Origin): string {
	return line === undefined ? file : `${file}:${line}`;
}

/** One object that a source declares, as it was written. */
export type Manifest = {
	readonly id: ResourceId;
	readonly origin: Origin;
	readonly body: JsonObject;
	/** Patterns of its fields that hold what is secret in its source; absent where there are none. */
	readonly privateFields?: readonly string[];
};

/**
 * Who set fields of a live object, from `metadata.managedFields`.
 * Paths are written as in Kustomize: `spec.containers.[name=web].image`, a set's member as `finalizers.[=x]`,
 * a dot within a key as `\.`. Only leaves are listed, and the objects and list items that a manager owns as such.
 */
export type FieldManager = {
	readonly manager: string;
	readonly operation: string;
	readonly subresource: string;
	readonly time: string;
	readonly paths: readonly string[];
};

/** One object as the cluster has it; the body is without `metadata.managedFields`. */
export type Live = {
	readonly id: ResourceId;
	readonly uid: string;
	readonly resourceVersion: string;
	readonly body: JsonObject;
	readonly managers: readonly FieldManager[];
};

/** One object of which only the metadata was asked for. */
export type LiveMetadata = Omit<Live, 'managers'>;

export function keyOf(id: Omit<ResourceId, 'version'>): ResourceKey {
	return `${id.group}/${id.kind}/${id.namespace}/${id.name}` as ResourceKey;
}

export function kindKeyOf(kind: Omit<Kind, 'version'>): KindKey {
	return `${kind.group}/${kind.kind}` as KindKey;
}

/** Whatever its group, and also as it is mistyped: who writes `secret` or `core/v1` means to hide what is in it too. */
export function isSecretKind(kind: string): boolean {
	return /^secrets?(?:list)?$/i.test(kind);
}

/** As people say it: `Deployment shop/web`, `Namespace shop`. */
export function describe({kind, namespace, name}: Pick<ResourceId, 'kind' | 'namespace' | 'name'>): string {
	return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** Splits `apps/v1` and `v1`. */
export function groupVersion(apiVersion: string): {readonly group: string; readonly version: string} {
	const slash = apiVersion.indexOf('/');
	return slash < 0
		? {group: '', version: apiVersion}
		: {group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1)};
}

export function apiVersionOf({group, version}: Pick<Kind, 'group' | 'version'>): string {
	return group === '' ? version : `${group}/${version}`;
}

/** As a person types it: the core's group, which is empty, is written out. */
export function typedResource(key: ResourceKey): string {
	return key.startsWith('/') ? `core${key}` : key;
}
