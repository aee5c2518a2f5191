import type {Application} from '../model/application.ts';
import {givesWay, shortenRemarks} from '../model/declared-twice.ts';
import {items, type JsonObject, members, text} from '../model/json.ts';
import type {ServedKind} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import {
	describe,
	type KindKey,
	keyOf,
	kindKeyOf,
	type Manifest,
	type Origin,
	type ResourceId,
	type ResourceKey,
	whereOf,
} from '../model/resource.ts';
import {isBuiltInNamespaced} from './built-in-kinds.ts';
import {hashOf} from './canonical.ts';
import {isLeftOut} from './hooks.ts';
import {sourceIdOf, stamp} from './identity.ts';
import {compareForApply, waveOf} from './order.ts';
import {maskSecret, withEncodedData, withPrivateFields} from './secret.ts';

/** One object as it is going to be applied: in its namespace, with our marks. */
export type Desired = {
	readonly id: ResourceId;
	readonly key: ResourceKey;
	readonly wave: number;
	readonly origin: Origin;
	/** As it is sent. Holds Secrets. */
	readonly body: JsonObject;
	/** For everything but sending. */
	readonly masked: JsonObject;
	/** Hash of the masked body. */
	readonly hash: string;
	readonly kind: ServedKind;
	/** The cluster does not serve its kind yet: a CustomResourceDefinition of the same application will. */
	readonly isKindNew: boolean;
};

export type Placed = {
	readonly desired: readonly Desired[];
	readonly problems: readonly Problem[];
	readonly remarks: readonly string[];
	/** Something is of a kind that the cluster does not serve. */
	readonly isKindMissing: boolean;
};

type Kinds = ReadonlyMap<KindKey, readonly ServedKind[]>;

/**
 * Puts manifests where they go in the cluster that serves these kinds; others are problems. Without a cluster, what
 * Kubernetes itself says of its kinds counts, and of others what is written.
 */
export function place(
	manifests: readonly Manifest[],
	application: Application,
	kinds: Kinds | undefined,
	secretKey: string,
): Placed {
	const coming = kindsToCome(manifests);
	const sourceId = sourceIdOf(application);
	const desired = new Map<ResourceKey, Desired>();
	const problems: Problem[] = [];
	const remarks: string[] = [];
	let isKindMissing = false;
	for (const manifest of manifests.filter(({body}) => !isLeftOut(body))) {
		const served = kinds ? servedKind(manifest, kinds, coming) : assumedKind(manifest, coming);
		if ('problem' in served) {
			problems.push(served.problem);
			isKindMissing = true;
			continue;
		}

		const namespace = served.kind.isNamespaced
			? manifest.id.namespace || application.destination.namespace || 'default'
			: '';
		const id = {...manifest.id, namespace};
		const key = keyOf(id);
		const twin = desired.get(key);
		if (twin) {
			remarks.push(givesWay(id, twin.origin, manifest.origin));
			desired.delete(key);
		}

		const written = withPrivateFields(withEncodedData(manifest.body), manifest.privateFields);
		const body = withNamespace(written, namespace);
		const stamped = stamp(body, id, application.name, sourceId);
		const masked = maskSecret(stamped, secretKey);
		const {origin} = manifest;
		const wave = waveOf(manifest.body);
		desired.set(key, {id, key, wave, origin, body: stamped, masked, hash: hashOf(masked), ...served});
	}

	return {desired: [...desired.values()], problems, remarks: shortenRemarks(remarks), isKindMissing};
}

/** In the order in which they would be applied. */
export function inOrder(all: readonly Desired[]): readonly Desired[] {
	const sortable = ({id, wave}: Desired) => ({phase: 'Sync', wave, id}) as const;
	return all.toSorted((a, b) => compareForApply(sortable(a), sortable(b)));
}

function withNamespace(body: JsonObject, namespace: string): JsonObject {
	const {status: _, ...rest} = body;
	const {namespace: __, creationTimestamp: ___, ...metadata} = members(body, 'metadata');
	return {...rest, metadata: namespace === '' ? metadata : {...metadata, namespace}};
}

type Served = {readonly kind: ServedKind; readonly isKindNew: boolean};

function servedKind(manifest: Manifest, kinds: Kinds, coming: Kinds): Served | {readonly problem: Problem} {
	const key = kindKeyOf(manifest.id);
	const versions = kinds.get(key) ?? [];
	const exact = versions.find(({version}) => version === manifest.id.version);
	if (exact) {
		return {kind: exact, isKindNew: false};
	}

	const new_ = coming.get(key)?.find(({version}) => version === manifest.id.version);
	return new_ ? {kind: new_, isKindNew: true} : {problem: notServed(manifest, versions)};
}

function assumedKind({id}: Manifest, coming: Kinds): Served {
	const {group, version, kind, namespace} = id;
	const new_ = coming.get(kindKeyOf(id))?.[0];
	const isNamespaced = new_?.isNamespaced ?? isBuiltInNamespaced(id) ?? namespace !== '';
	return {kind: {group, version, kind, plural: '', isNamespaced, isListable: false}, isKindNew: new_ !== undefined};
}

/** A line for each kind of which nobody can say without a cluster whether its objects lie in namespaces. */
export function assumptionsOf(manifests: readonly Manifest[]): readonly string[] {
	const coming = kindsToCome(manifests);
	const unknown = manifests.filter(({id}) => !coming.has(kindKeyOf(id)) && isBuiltInNamespaced(id) === undefined);
	return [...Map.groupBy(unknown, ({id}) => kindKeyOf(id)).values()].flatMap(([first]) =>
		first === undefined ? [] : [assumption(first)],
	);
}

function assumption({id: {kind, group}, origin}: Manifest): string {
	return (
		`${whereOf(origin)}: whether ${kind} of ${group} lies in a namespace is not known without the cluster: ` +
		'its namespace is left as it is written'
	);
}

function notServed({id, origin}: Manifest, versions: readonly ServedKind[]): Problem {
	const name = id.group === '' ? id.kind : `${id.kind} of ${id.group}`;
	const advice =
		versions.length > 0
			? `the cluster serves it as ${versions.map(({version}) => version).join(', ')}: change its apiVersion`
			: 'the cluster does not know this kind: install its CustomResourceDefinition first, or declare it beside';
	return {
		scope: 'object',
		where: whereOf(origin),
		message: `${describe(id)}: no ${name} in version ${id.version}; ${advice}`,
	};
}

/** The kinds that CustomResourceDefinitions among the manifests are going to bring. */
function kindsToCome(manifests: readonly Manifest[]): Kinds {
	const kinds = new Map<KindKey, readonly ServedKind[]>();
	for (const {id, body} of manifests) {
		if (id.group === 'apiextensions.k8s.io' && id.kind === 'CustomResourceDefinition') {
			const group = text(body, 'spec', 'group');
			const kind = text(body, 'spec', 'names', 'kind');
			const plural = text(body, 'spec', 'names', 'plural');
			const isNamespaced = text(body, 'spec', 'scope') !== 'Cluster';
			const versions = items(body, 'spec', 'versions').map(version => text(version, 'name'));
			kinds.set(
				kindKeyOf({group, kind}),
				versions.map(version => ({group, version, kind, plural, isNamespaced, isListable: true})),
			);
		}
	}

	return kinds;
}
