import type {Application} from '../model/application.ts';
import {OperatorError} from '../model/operator-error.ts';
import type {Cluster, Clusters, Ports, ServedKind} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import type {KindKey, Live, ResourceId} from '../model/resource.ts';
import {checkIdentity, identify} from './identify.ts';
import {kindsInUse} from './kinds-in-use.ts';
import {LiveCache} from './live.ts';
import {createLookup} from './lookup.ts';
import {Owned} from './owned.ts';
import {Rights} from './rights.ts';

/** One cluster, as the engine works with it. */
export type Site = {
	readonly context: string;
	readonly cluster: Cluster;
	/** The name under which the state keeps what it knows of it. */
	readonly identity: string;
	kinds(): ReadonlyMap<KindKey, readonly ServedKind[]>;
	/** Reads anew what the cluster serves. */
	refreshKinds(signal: AbortSignal): Promise<void>;
	readonly rights: Rights;
	readonly live: LiveCache;
	readonly owned: Owned;
	/** Finds what does not bear our label. */
	lookUp(wanted: {readonly kind: ServedKind; readonly id: ResourceId}, signal: AbortSignal): Promise<Live | undefined>;
	/** The kinds that were known to bear our marks when it was reached. */
	kindsInUse(): readonly ServedKind[];
	/** An object of that kind bears our marks now. */
	noteInUse(kind: ServedKind): void;
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

/** `namespacesIn` says where in the cluster of a context applications go. */
export function createSites(ports: Ports, options: Omit<Opening, 'context'>): Sites {
	const sites = new Map<string, Promise<Site>>();
	const opened = new Map<string, Site>();

	function siteOf(context: string, signal: AbortSignal): Promise<Site> {
		const known = sites.get(context);
		if (known) {
			return known;
		}

		const site = openSite(ports, {context, ...options}, signal);
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

/** The namespaces in the cluster of that context to which these applications go. */
export function namespacesOf(
	applications: readonly Application[],
	clusters: Clusters,
	context: string,
): readonly string[] {
	const here = applications.filter(({destination}) => {
		const found = contextOf(clusters, destination.cluster);
		return 'context' in found && found.context === context;
	});
	return [...new Set(here.map(({destination}) => destination.namespace || 'default'))];
}

type Opening = {
	readonly context: string;
	readonly confirmedCluster: string | undefined;
	readonly namespacesIn: (context: string) => readonly string[];
};

async function openSite(ports: Ports, opening: Opening, signal: AbortSignal): Promise<Site> {
	const {context, confirmedCluster, namespacesIn} = opening;
	const {clusters, clock, store} = ports;
	const cluster = clusters.open(context);
	const rights = new Rights(cluster, clock);
	const [named, discovered] = await Promise.all([
		cluster.identity(signal),
		cluster.kinds(signal),
		// Whether everything is allowed is asked at the same time.
		rights.lacking([], signal),
	]);
	let kinds = discovered;
	const identity = identify(store, named);
	const problem = checkIdentity(store, {context, identity, confirmedCluster});
	const live = new LiveCache({cluster, clock, rights});
	let searched = identity;
	let inUse: readonly ServedKind[] = [];
	const search = async (searchSignal: AbortSignal) => {
		const namespaces = namespacesIn(context);
		const found = await kindsInUse({store, cluster, identity, rights, kinds, namespaces}, searchSignal);
		searched = found.place;
		inUse = found.kinds;
		const wanted = found.kinds.map(kind => ({kind, namespaces}));
		await live.ensure(wanted, searchSignal);
	};
	if (!problem) {
		await search(signal);
		rights.onChange(() => {
			// Of nobody's signal, and asked for again when rights change again.
			search(new AbortController().signal).catch(() => undefined);
		});
	}

	return {
		context,
		cluster,
		identity,
		rights,
		kinds: () => kinds,
		async refreshKinds(refreshSignal) {
			kinds = await cluster.kinds(refreshSignal, true);
		},
		live,
		owned: new Owned({cluster, clock, rights, kinds}),
		lookUp: createLookup(cluster, clock),
		kindsInUse: () => inUse,
		noteInUse: kind => store.addKindsInUse(searched, [kind]),
		...(problem ? {problem} : {}),
	};
}
