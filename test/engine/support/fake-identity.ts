import {AnotherClusterError, UnreachableError} from '../../../source/model/operator-error.ts';
import type {Cluster, ConnectionEvent} from '../../../source/model/ports.ts';
import {keyOf, type Live, type ResourceKey} from '../../../source/model/resource.ts';
import type {ClusterIdentity} from '../../../source/model/right.ts';
import {createFeed} from './fake-objects.ts';

type Asked = {readonly cluster: () => Cluster; readonly count: () => void; readonly mayRead: () => boolean};

/** Which cluster the fake one is: known until a connection is lost. */
export function createFakeIdentity(first: string, {cluster, count, mayRead}: Asked) {
	const kept = new Map<string, readonly Live[]>();
	const whenBack = new Set<() => void>();
	let uid = first;
	let known: ClusterIdentity | undefined;
	let isFrozen = false;
	let confirmed = 0;
	const present = new Set<(event: ConnectionEvent) => void>();
	const tellPresent = (event: ConnectionEvent) => {
		for (const push of present) {
			push(event);
		}
	};

	const asked: Pick<Cluster, 'identity' | 'as' | 'onBack' | 'presence' | 'confirm'> = {
		async identity(_, isFresh) {
			if (known === undefined || isFresh) {
				count();
				known = {uid: mayRead() ? uid : '', address: `address-of-${first}`};
			}

			return known;
		},
		as(bound) {
			const prove = async () => {
				if ((await cluster().identity(new AbortController().signal)).uid !== bound.uid) {
					throw new AnotherClusterError('cluster test is another one than before: nothing is written there');
				}
			};
			const {apply, remove} = cluster();
			return {
				...cluster(),
				apply: (...args) => prove().then(() => apply(...args)),
				remove: (...args) => prove().then(() => remove(...args)),
			};
		},
		onBack(listener) {
			whenBack.add(listener);
			return () => whenBack.delete(listener);
		},
		async *presence(signal) {
			const {push, events} = createFeed<ConnectionEvent>(signal);
			present.add(push);
			yield* events();
			present.delete(push);
		},
		async confirm() {
			confirmed++;
			if (isFrozen) {
				tellPresent({kind: 'stale', reason: 'no answer in time', since: 0, within: 30_000});
				throw new UnreachableError('no answer in time');
			}
		},
	};
	return {
		asked,
		/** What is in the cluster that is shown is kept, for when that one is back. */
		swap(objects: Map<ResourceKey, Live>, other: string): void {
			kept.set(uid, [...objects.values()]);
			objects.clear();
			for (const live of kept.get(other) ?? []) {
				objects.set(keyOf(live.id), live);
			}
		},
		/** Its connections stay, and nothing comes on them; who asks whether it is there notices. */
		freeze(): void {
			isFrozen = true;
		},
		/** It is asked whether it is there, as after a silence. */
		listen: () => asked.confirm(new AbortController().signal).catch(() => undefined),
		thaw(): void {
			isFrozen = false;
			tellPresent({kind: 'fresh'});
		},
		/** How often somebody wanted to know whether it is there. */
		confirmed: () => confirmed,
		lost(): void {
			known = undefined;
		},
		back(now = uid): void {
			uid = now;
			known = undefined;
			for (const listener of whenBack) {
				listener();
			}
		},
	};
}
