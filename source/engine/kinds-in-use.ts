import {OperatorError} from '../model/operator-error.ts';
import type {Cluster, ServedKind, Store} from '../model/ports.ts';
import {type KindKey, kindKeyOf} from '../model/resource.ts';
import type {Right} from '../model/right.ts';
import {hashOf} from '../plan/canonical.ts';
import {appLabel} from '../plan/identity.ts';
import {rightTo} from './lack-words.ts';
import type {Rights} from './rights.ts';

export type Search = {
	readonly store: Store;
	readonly cluster: Cluster;
	readonly identity: string;
	readonly rights: Rights;
	readonly kinds: ReadonlyMap<KindKey, readonly ServedKind[]>;
	/** Where applications go: what may not be listed everywhere is searched there. */
	readonly namespaces: readonly string[];
};

type Found = {
	readonly kinds: readonly ServedKind[];
	/** Under which name the store keeps them: what a user found who may not see everything says nothing of the rest. */
	readonly place: string;
};

/** The kinds that bear our marks; a state that does not know searches each kind that may be listed once. */
export async function kindsInUse(search: Search, signal: AbortSignal): Promise<Found> {
	const {store, identity, kinds, rights, namespaces} = search;
	const listable = [...kinds.values()].flatMap(([preferred]) => (preferred?.isListable ? [preferred] : []));
	const everywhere = await allowed(rights, listable, '', signal);
	if (everywhere.length === listable.length) {
		const place = identity;
		return {place, kinds: served(search, store.kindsInUse(place) ?? (await find(search, {place, listable}, signal)))};
	}

	const rest = listable.filter(kind => kind.isNamespaced && !everywhere.includes(kind));
	const places = await Promise.all([
		searchIn(search, everywhere, '', signal),
		...namespaces.map(async namespace =>
			searchIn(search, await allowed(rights, rest, namespace, signal), namespace, signal),
		),
	]);
	const place = `${identity} as far as it may be seen`;
	const known = [...(store.kindsInUse(identity) ?? []), ...(store.kindsInUse(place) ?? [])];
	const all = served(search, [...known, ...places.flat()]);
	return {place, kinds: [...new Set(all)]};
}

function served({kinds}: Search, all: readonly Parameters<typeof kindKeyOf>[0][]): readonly ServedKind[] {
	return all.flatMap(kind => kinds.get(kindKeyOf(kind))?.[0] ?? []);
}

/** Searched once by each set of kinds: that a Role was widened makes it another one. */
async function searchIn(search: Search, listable: readonly ServedKind[], namespace: string, signal: AbortSignal) {
	const place = `${search.identity} ${namespace || '*'} ${hashOf(listable.map(kindKeyOf).toSorted())}`;
	return search.store.kindsInUse(place) ?? find(search, {place, listable, namespace}, signal);
}

async function find(
	{store, cluster}: Search,
	{
		place,
		listable,
		namespace = '',
	}: {
		readonly place: string;
		readonly listable: readonly ServedKind[];
		readonly namespace?: string;
	},
	signal: AbortSignal,
): Promise<readonly ServedKind[]> {
	const found = await Promise.all(listable.map(kind => bearsOurLabel(cluster, kind, namespace, signal)));
	const inUse = listable.filter((_, index) => found[index]);
	store.addKindsInUse(place, inUse);
	return inUse;
}

async function allowed(
	rights: Rights,
	kinds: readonly ServedKind[],
	namespace: string,
	signal: AbortSignal,
): Promise<readonly ServedKind[]> {
	const wanted = kinds.map(kind => rightTo('list', kind, {namespace}));
	const lacking: ReadonlySet<Right | undefined> = new Set(await rights.lacking(wanted, signal));
	return kinds.filter((_, index) => !lacking.has(wanted[index]));
}

async function bearsOurLabel(
	cluster: Cluster,
	kind: ServedKind,
	namespace: string,
	signal: AbortSignal,
): Promise<boolean> {
	const selection = {labelSelector: appLabel, ...(namespace !== '' && {namespace})};
	try {
		return (await cluster.listMetadata(kind, selection, signal)).length > 0;
	} catch (error) {
		// Kinds that this user may not list in spite of the reviews, and aggregated ones whose server is away.
		if (error instanceof OperatorError && error.name !== 'UnreachableError') {
			return false;
		}

		throw error;
	}
}
