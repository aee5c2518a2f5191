import {AnotherClusterError} from '../../../model/operator-error.ts';
import {type ClusterIdentity, isSameCluster} from '../../../model/right.ts';
import type {Client} from '../rest/client.ts';
import {nameOf} from '../rest/unreachable.ts';

/** The same client; each of its calls goes to the cluster of that identity, or is not sent. */
export function boundTo(
	client: Client,
	bound: ClusterIdentity,
	readNow: (signal: AbortSignal) => Promise<ClusterIdentity>,
): Client {
	const {continuity, place} = client;

	async function prove(signal: AbortSignal): Promise<() => boolean> {
		for (;;) {
			const losses = continuity.losses();
			const now = await readNow(signal);
			if (losses !== continuity.losses()) {
				continue;
			}

			if (!isSameCluster(now, bound)) {
				throw new AnotherClusterError(`${nameOf(place)} is another one than before: nothing is written there`);
			}

			return () => losses === continuity.losses();
		}
	}

	return {...client, send: (call, signal) => client.send({...call, prove}, signal)};
}
