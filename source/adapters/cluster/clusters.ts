import {UsageError} from '../../model/operator-error.ts';
import type {Cluster, Clusters} from '../../model/ports.ts';
import {chosenContext, contextOf} from './access/context-of.ts';
import {findKubeconfig, type KubeconfigOptions} from './access/find-kubeconfig.ts';
import type {Kubeconfig} from './access/kubeconfig.ts';
import {createLogin} from './access/login.ts';
import {proxyFor} from './access/proxy.ts';
import {createUserReader, userOf} from './access/user-reader.ts';
import {createCluster} from './cluster.ts';
import {createClient} from './rest/client.ts';
import {printable} from './rest/printable.ts';
import {type Timing, usualTiming} from './rest/timing.ts';
import {createTransport} from './rest/transport.ts';

export type ClustersOptions = KubeconfigOptions & {
	/** `--context NAME` */
	readonly context?: string;
	/** Of trueup itself, for the API server's audit. */
	readonly version: string;
	readonly timing?: Partial<Timing>;
};

/** The clusters of the kubeconfig that kubectl would use. Connects to none yet. */
export async function createClusters(options: ClustersOptions): Promise<Clusters> {
	const config = await findKubeconfig(options);
	const chosen = chosenContext(config, options.context);
	const clusters = new Map<string, Cluster>();

	function open(context: string): Cluster {
		const cluster = openContext(config, context, options);
		return {
			...cluster,
			async close() {
				clusters.delete(context);
				await cluster.close();
			},
		};
	}

	return {
		contextOf: cluster => contextOf(config, chosen, cluster),
		overview: () => ({
			context: chosen,
			server: shownServer(config.clusters.get(config.contexts.get(chosen)?.cluster ?? '')?.server ?? ''),
			contexts: [...config.contexts.keys()].toSorted(),
		}),
		open(context) {
			const cluster = clusters.get(context) ?? open(context);
			clusters.set(context, cluster);
			return cluster;
		},
		async close() {
			await Promise.all([...clusters.values()].map(cluster => cluster.close()));
		},
	};
}

/** Without a user and a password. */
function shownServer(server: string): string {
	const url = URL.parse(server);
	return printable(url ? `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}` : server);
}

function openContext(config: Kubeconfig, context: string, options: ClustersOptions): Cluster {
	const entry = config.contexts.get(context);
	const cluster = config.clusters.get(entry?.cluster ?? '');
	if (!entry || !cluster || !/^https?:$/.test(URL.parse(cluster.server)?.protocol ?? '')) {
		throw unusable(config, context, entry ? `a server for its cluster ${printable(entry.cluster)}` : 'such a context');
	}

	const user = userOf(config, entry.user);
	if (!user) {
		throw unusable(config, context, `its user ${printable(entry.user)}`);
	}

	const {environment, version} = options;
	const timing = {...usualTiming, ...options.timing};
	const place = {context, server: cluster.server};
	const readUser = createUserReader({context, cluster, user, read: () => findKubeconfig(options)});
	const transport = createTransport({
		place,
		cluster,
		login: createLogin(readUser, {cluster, environment, timing}),
		proxy: proxyFor(cluster.server, cluster.proxy, environment),
		userAgent: `trueup/${version}`,
		timing,
	});
	return createCluster(createClient(transport, place, timing), cluster, timing);
}

function unusable({origin}: Kubeconfig, context: string, lack: string): UsageError {
	return new UsageError(`context ${printable(context)} can't be used: the kubeconfig ${origin} does not have ${lack}`, {
		advice: 'Correct the kubeconfig, or choose another context',
	});
}
