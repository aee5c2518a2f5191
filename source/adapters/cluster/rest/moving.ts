import {isDeepStrictEqual} from 'node:util';
import {OperatorError} from '../../../model/operator-error.ts';
import type {Destination} from '../access/destination.ts';
import type {ClusterEntry} from '../access/kubeconfig.ts';
import type {Transport} from './transport.ts';

/** Goes where the kubeconfig leads by now, each time that it is looked at. */
export type MovingTransport = Transport & {
	readonly cluster: () => ClusterEntry;
	/** Looks whether the way is another one by now: for when the cluster was lost. */
	look(): void;
	/** Hears, before anything goes the new way, that it may lead to another cluster. */
	onMoved(listener: () => void): void;
};

type Ways = {
	/** What the kubeconfig has now; throws an `OperatorError` where it is of no use, as while it is being written. */
	readonly read: () => Promise<Destination>;
	readonly connect: (destination: Destination) => Transport;
};

export function createMovingTransport(first: Destination, {read, connect}: Ways): MovingTransport {
	let {cluster} = first;
	let transport = connect(first);
	let isLooking = false;
	let isClosed = false;
	const listeners = new Set<() => void>();

	async function follow(): Promise<void> {
		const found = await read();
		if (isClosed || isDeepStrictEqual(found.cluster, cluster)) {
			return;
		}

		const before = transport;
		transport = connect(found);
		cluster = found.cluster;
		for (const listener of listeners) {
			listener();
		}

		// What waits on the old way would wait for long.
		await before.close();
	}

	return {
		cluster: () => cluster,
		open: (call, signal) => transport.open(call, signal),
		look() {
			if (isLooking) {
				return;
			}

			isLooking = true;
			void follow()
				.catch((error: unknown) => {
					if (!(error instanceof OperatorError)) {
						throw error;
					}
				})
				.finally(() => {
					isLooking = false;
				});
		},
		onMoved(listener) {
			listeners.add(listener);
		},
		close() {
			isClosed = true;
			return transport.close();
		},
	};
}
