import {UsageError} from '../../../model/operator-error.ts';
import {printable} from '../rest/printable.ts';
import type {ClusterEntry, Kubeconfig, UserEntry} from './kubeconfig.ts';
import {userOf} from './user-reader.ts';

/** Where a context leads, and as whom. */
export type Destination = {readonly cluster: ClusterEntry; readonly user: UserEntry};

/** Throws where the context can't be used. */
export function destinationOf(config: Kubeconfig, context: string): Destination {
	const entry = config.contexts.get(context);
	const cluster = config.clusters.get(entry?.cluster ?? '');
	if (!entry || !cluster || !/^https?:$/.test(URL.parse(cluster.server)?.protocol ?? '')) {
		throw unusable(config, context, entry ? `a server for its cluster ${printable(entry.cluster)}` : 'such a context');
	}

	const user = userOf(config, entry.user);
	if (!user) {
		throw unusable(config, context, `its user ${printable(entry.user)}`);
	}

	return {cluster, user};
}

function unusable({origin}: Kubeconfig, context: string, lack: string): UsageError {
	return new UsageError(`context ${printable(context)} can't be used: the kubeconfig ${origin} does not have ${lack}`, {
		advice: 'Correct the kubeconfig, or choose another context',
	});
}
