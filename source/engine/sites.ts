import type {Application} from '../model/application.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Cluster, Clusters, Ports, ServedKind} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import {type KindKey, kindKeyOf, type Live, type ResourceId} from '../model/resource.ts';
import {appLabel} from '../plan/identity.ts';
import {checkIdentity, identify} from './identify.ts';
import {LiveCache} from './live.ts';
import {createLookup} from './lookup.ts';
import {Owned} from './owned.ts';

/** One cluster, as the engine works with it. */
export type Site = {
	readonly context: string;
	readonly cluster: Cluster;
	/** The name under which the state keeps what it knows of it. */
	readonly identity: string;
	kinds(): ReadonlyMap<KindKey, readonly ServedKind[]>;
	/** Reads anew what the cluster serves. */
	refreshKinds(signal: AbortSignal): Promise<void>;
	readonly live: LiveCache;
	readonly owned: Owned;
	/** Finds what does not bear our label. */
	lookUp(wanted: {readonly kind: ServedKind; readonly id: ResourceId}, signal: AbortSignal): Promise<Live | undefined>;
	/** Something that blocks every application here. */
	readonly problem?: Problem;
};

/** The cluster that a destination names is not known. */
export type Nowhere = {readonly blocked: Problem};

export type Sites = {
	/** The cluster that an application goes to. Rejects while it can't be reached; asks again each time. */
	of(application: Application, signal: AbortSignal): Promise<Site | Nowhere>;
	/** Begins to reach theirs, while something else is waited for; what goes wrong is told when one is asked for. */
	prepare(applications: readonly Application[], signal: AbortSignal): void;
	/** Those that were reached so far. */
	open(): readonly Site[];
};

export function createSites(ports: Ports, confirmedCluster: string | undefined): Sites {
	const sites = new Map<string, Promise<Site>>();
	const opened = new Map<string, Site>();

	function siteOf(context: string, signal: AbortSignal): Promise<Site> {
		const known = sites.get(context);
		if (known) {
			return known;
		}

		const site = openSite(ports, {context, confirmedCluster}, signal);
		sites.set(context, site);
		site.then(
			found => opened.set(context, found),
			() => sites.delete(context),
		);
		return site;
	}

	async function of({destination, name, origin}: Application, signal: AbortSignal): Promise<Site | Nowhere> {
		const found = contextOf(ports.clusters, destination.cluster);
		return 'problem' in found
			? {blocked: {scope: 'application', where: `${origin}: application ${name}`, message: found.problem}}
			: siteOf(found.context, signal);
	}

	return {
		of,
		prepare(applications, signal) {
			for (const application of applications) {
				of(application, signal).catch(() => undefined);
			}
		},
		open: () => [...opened.values()],
	};
}

function contextOf(clusters: Clusters, cluster: string): {readonly context: string} | {readonly problem: string} {
	try {
		return clusters.contextOf(cluster);
	} catch (error) {
		if (error instanceof OperatorError) {
			return {problem: error.message};
		}

		throw error;
	}
}

type Opening = {readonly context: string; readonly confirmedCluster: string | undefined};

async function openSite(ports: Ports, {context, confirmedCluster}: Opening, signal: AbortSignal): Promise<Site> {
	const {clusters, clock} = ports;
	const cluster = clusters.open(context);
	const [named, discovered] = await Promise.all([cluster.identity(signal), cluster.kinds(signal)]);
	let kinds = discovered;
	const identity = identify(ports.store, named);
	const problem = checkIdentity(ports.store, {context, identity, confirmedCluster});
	const live = new LiveCache(cluster);
	if (!problem) {
		await live.ensure(await kindsInUse(ports, {cluster, identity, kinds}, signal), signal);
	}

	return {
		context,
		cluster,
		identity,
		kinds: () => kinds,
		async refreshKinds(refreshSignal) {
			kinds = await cluster.kinds(refreshSignal, true);
		},
		live,
		owned: new Owned(cluster, kinds),
		lookUp: createLookup(cluster, clock),
		...(problem ? {problem} : {}),
	};
}

type Searched = {
	readonly cluster: Cluster;
	readonly identity: string;
	readonly kinds: ReadonlyMap<KindKey, readonly ServedKind[]>;
};

/** The kinds that bear our marks; a state that does not know searches each listable kind once. */
async function kindsInUse(
	{store}: Ports,
	{cluster, identity, kinds}: Searched,
	signal: AbortSignal,
): Promise<readonly ServedKind[]> {
	const known = store.kindsInUse(identity);
	if (known) {
		return known.flatMap(kind => kinds.get(kindKeyOf(kind))?.[0] ?? []);
	}

	const listable = [...kinds.values()].flatMap(([preferred]) => (preferred?.isListable ? [preferred] : []));
	const found = await Promise.all(listable.map(kind => bearsOurLabel(cluster, kind, signal)));
	const inUse = listable.filter((_, index) => found[index]);
	store.addKindsInUse(identity, inUse);
	return inUse;
}

async function bearsOurLabel(cluster: Cluster, kind: ServedKind, signal: AbortSignal): Promise<boolean> {
	try {
		return (await cluster.listMetadata(kind, {labelSelector: appLabel}, signal)).length > 0;
	} catch (error) {
		// Kinds that this user may not list, and aggregated ones whose server is away, can't hold ours for us.
		if (error instanceof OperatorError && error.name !== 'UnreachableError') {
			return false;
		}

		throw error;
	}
}
