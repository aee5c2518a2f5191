import type {Cluster, Clusters} from '../../model/ports.ts';
import {chosenContext, contextOf} from './access/context-of.ts';
import {destinationOf} from './access/destination.ts';
import {findKubeconfig, type KubeconfigOptions} from './access/find-kubeconfig.ts';
import type {Kubeconfig} from './access/kubeconfig.ts';
import {createLogin} from './access/login.ts';
import {proxyFor} from './access/proxy.ts';
import {createUserReader} from './access/user-reader.ts';
import {createCluster} from './cluster.ts';
import {createClient} from './rest/client.ts';
import {createMovingTransport} from './rest/moving.ts';
import {printable} from './rest/printable.ts';
import {type Timing, usualTiming} from './rest/timing.ts';
import {createTransport} from './rest/transport.ts';
import type {Place} from './rest/unreachable.ts';

export type ClustersOptions = KubeconfigOptions & {
	/** `--context NAME` */
	readonly context?: string;
	/** Of trueup itself, for the API server's audit. */
	readonly version: string;
	readonly timing?: Partial<Timing>;
};

type Opened = {readonly cluster: Cluster; readonly place: Place};

/** The clusters of the kubeconfig that kubectl would use. Connects to none yet. */
export async function createClusters(options: ClustersOptions): Promise<Clusters> {
	const config = await findKubeconfig(options);
	const chosen = chosenContext(config, options.context);
	const clusters = new Map<string, Opened>();

	function open(context: string): Opened {
		const {cluster, place} = openContext(config, context, options);
		const close = async () => {
			clusters.delete(context);
			await cluster.close();
		};
		return {cluster: {...cluster, close}, place};
	}

	function serverOf(context: string): string {
		const entry = config.clusters.get(config.contexts.get(context)?.cluster ?? '');
		return clusters.get(context)?.place.server ?? entry?.server ?? '';
	}

	return {
		contextOf: cluster => contextOf(config, chosen, cluster),
		overview: () => ({
			context: chosen,
			server: shownServer(serverOf(chosen)),
			contexts: [...config.contexts.keys()].toSorted(),
		}),
		open(context) {
			const opened = clusters.get(context) ?? open(context);
			clusters.set(context, opened);
			return opened.cluster;
		},
		async close() {
			await Promise.all([...clusters.values()].map(({cluster}) => cluster.close()));
		},
	};
}

/** Without a user and a password. */
function shownServer(server: string): string {
	const url = URL.parse(server);
	return printable(url ? `${url.protocol}//${url.host}${url.pathname.replace(/\/$/, '')}` : server);
}

function openContext(config: Kubeconfig, context: string, options: ClustersOptions): Opened {
	const {environment, version} = options;
	const timing = {...usualTiming, ...options.timing};
	const read = () => findKubeconfig(options);
	const transport = createMovingTransport(destinationOf(config, context), {
		read: async () => destinationOf(await read(), context),
		connect({cluster, user}) {
			const readUser = createUserReader({context, cluster, user, read});
			return createTransport({
				place: {context, server: cluster.server},
				cluster,
				login: createLogin(readUser, {cluster, environment, timing}),
				proxy: proxyFor(cluster.server, cluster.proxy, environment),
				userAgent: `trueup/${version}`,
				timing,
			});
		},
	});
	const place = {
		context,
		get server() {
			return transport.cluster().server;
		},
	};
	const client = createClient(transport, place, timing);
	client.continuity.onLost(transport.look);
	transport.onMoved(client.continuity.lost);
	return {cluster: createCluster(client, transport.cluster, timing), place};
}
