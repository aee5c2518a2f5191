import type {Application} from '../model/application.ts';
import {AnotherClusterError, OperatorError} from '../model/operator-error.ts';
import type {Cluster, Clusters, Ports, ServedKind, Store} from '../model/ports.ts';
import type {Problem} from '../model/problem.ts';
import type {KindKey, Live, ResourceId} from '../model/resource.ts';
import {isSameCluster} from '../model/right.ts';
import {checkIdentity, identify} from './identify.ts';
import {kindsInUse} from './kinds-in-use.ts';
import {LiveCache} from './live.ts';
import {createLookup} from './lookup.ts';
import {sinceWhen} from './loss.ts';
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
	/**
	 * Whether it still is the cluster that it was when it was reached: known without a question as long as no connection
	 * was lost. Rejects while that can't be told.
	 */
	isStill(signal: AbortSignal): Promise<boolean>;
	/** It is not: nothing that is known of it holds, and `Sites.of` gives the one that is there now. */
	readonly ended: AbortSignal;
};

/** Between two looks at a cluster that is not the one it should be, in milliseconds. */
export const blockedPace = 10_000;

/** The cluster that a destination names is not known. */
export type Nowhere = {readonly blocked: Problem};

export type Sites = {
	/** The cluster that an application goes to. Rejects while it can't be reached; asks again each time. */
	of(application: Application, signal: AbortSignal): Promise<Site | Nowhere>;
	/** Begins to reach theirs, while something else is waited for; what goes wrong is told when one is asked for. */
	prepare(applications: readonly Application[], signal: AbortSignal): void;
	/** Those that were reached so far. */
	open(): readonly Site[];
	/** Hears of a context behind which another cluster is from now on. */
	onReplaced(listener: (site: Site) => void): void;
};

/** `namespacesIn` says where in the cluster of a context applications go. */
export function createSites(ports: Ports, options: Pick<Opening, 'confirmedCluster' | 'namespacesIn'>): Sites {
	const sites = new Map<string, Promise<Site>>();
	const opened = new Map<string, Site>();
	/** Since when contexts have shown other clusters, by the clock. */
	const replacedAt = new Map<string, number>();
	const listeners = new Set<(site: Site) => void>();

	function replace(site: Site): void {
		const {context} = site;
		if (opened.get(context) === site) {
			sites.delete(context);
			opened.delete(context);
			replacedAt.set(context, ports.clock.now());
			for (const listener of listeners) {
				listener(site);
			}
		}
	}

	function siteOf(context: string, signal: AbortSignal): Promise<Site> {
		const known = sites.get(context);
		if (known) {
			return known;
		}

		const site = openSite(ports, {...options, context, replacedAt: replacedAt.get(context), onOther: replace}, signal);
		sites.set(context, site);
		site.then(
			found => opened.set(context, found),
			() => sites.delete(context),
		);
		return site;
	}

	async function of({destination, name, origin}: Application, signal: AbortSignal): Promise<Site | Nowhere> {
		const found = findContext(ports.clusters, destination.cluster);
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
		onReplaced(listener) {
			listeners.add(listener);
		},
	};
}

function findContext(
	clusters: Pick<Clusters, 'contextOf'>,
	cluster: string,
): {readonly context: string} | {readonly problem: string} {
	try {
		return clusters.contextOf(cluster);
	} catch (error) {
		if (error instanceof OperatorError) {
			return {problem: error.message};
		}

		throw error;
	}
}

/** The name of the context that an application goes to; empty where there is none. */
export function contextOf(clusters: Pick<Clusters, 'contextOf'>, {destination}: Application): string {
	const found = findContext(clusters, destination.cluster);
	return 'context' in found ? found.context : '';
}

/** The namespaces in the cluster of that context to which these applications go. */
export function namespacesOf(
	applications: readonly Application[],
	clusters: Clusters,
	context: string,
): readonly string[] {
	const here = applications.filter(({destination}) => {
		const found = findContext(clusters, destination.cluster);
		return 'context' in found && found.context === context;
	});
	return [...new Set(here.map(({destination}) => destination.namespace || 'default'))];
}

type Opening = {
	readonly context: string;
	readonly confirmedCluster: string | undefined;
	readonly namespacesIn: (context: string) => readonly string[];
	/** Since when it is another one than when this process began; absent where it is the first. */
	readonly replacedAt: number | undefined;
	/** Hears that it is another one by now. */
	readonly onOther: (site: Site) => void;
};

async function openSite(ports: Ports, opening: Opening, signal: AbortSignal): Promise<Site> {
	const {context, namespacesIn, onOther} = opening;
	const {clusters, clock, store} = ports;
	const reached = clusters.open(context);
	const rights = new Rights(reached, clock);
	const [named, discovered] = await Promise.all([
		reached.identity(signal),
		reached.kinds(signal),
		// Whether everything is allowed is asked at the same time.
		rights.lacking([], signal),
	]);
	let kinds = discovered;
	const cluster = reached.as(named);
	const identity = identify(store, named);
	const problem = problemOf(store, opening, identity);
	const ended = new AbortController();
	const live = new LiveCache({cluster, clock, rights, ended: ended.signal});
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
			// What can't be listed now is asked for again when rights change again.
			search(ended.signal).catch(() => undefined);
		});
	}

	const site: Site = {
		context,
		cluster,
		identity,
		async isStill(asked) {
			const now = await cluster.identity(asked, problem !== undefined);
			if (!(ended.signal.aborted || isSameCluster(now, named))) {
				ended.abort(new AnotherClusterError(`cluster ${context} is another one than before`));
				onOther(site);
			}

			return !ended.signal.aborted;
		},
		ended: ended.signal,
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
	return site;
}

/** What can't be told now keeps nobody from looking at what is known: it is asked again before anything is written. */
export async function mayBeStill(site: Site, signal: AbortSignal): Promise<boolean> {
	try {
		return await site.isStill(signal);
	} catch (error) {
		if (error instanceof OperatorError) {
			return true;
		}

		throw error;
	}
}

function problemOf(
	store: Store,
	{context, confirmedCluster, replacedAt}: Pick<Opening, 'context' | 'confirmedCluster' | 'replacedAt'>,
	identity: string,
): Problem | undefined {
	const problem = checkIdentity(store, {context, identity, confirmedCluster});
	if (!problem || replacedAt === undefined) {
		return problem;
	}

	const message = `${problem.message}; ${sinceWhen(replacedAt)}; tried again within ${blockedPace / 1000} s`;
	return {...problem, message};
}
