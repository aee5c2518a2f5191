import {texts} from '../model/json.ts';
import {UnreachableError} from '../model/operator-error.ts';
import type {Cluster, ServedKind, WatchEvent} from '../model/ports.ts';
import {type KindKey, keyOf, kindKeyOf, type Live, type ResourceKey} from '../model/resource.ts';
import {appLabel} from '../plan/identity.ts';

/** One object as it is now; `live` is absent when it is gone. */
export type LiveChange = {readonly key: ResourceKey; readonly before?: Live; readonly live?: Live};

type ConnectionListener = (kind: ServedKind, event: WatchEvent & {readonly kind: 'stale' | 'fresh'}) => void;

type First = {readonly resolve: () => void; readonly reject: (reason: Error) => void};

/** What bears our marks in one cluster: listed once, or watched. */
export class LiveCache {
	readonly #cluster: Cluster;
	readonly #objects = new Map<ResourceKey, Live>();
	readonly #byApp = new Map<string, Set<ResourceKey>>();
	readonly #kinds = new Map<KindKey, ServedKind>();
	readonly #listed = new Map<KindKey, Promise<void>>();
	readonly #listeners = new Set<(change: LiveChange) => void>();
	readonly #connectionListeners: ConnectionListener[] = [];
	#watchSignal: AbortSignal | undefined;

	constructor(cluster: Cluster) {
		this.#cluster = cluster;
	}

	/** Makes sure that these kinds are known. Rejects where they can't be listed. */
	async ensure(wanted: readonly ServedKind[], signal: AbortSignal): Promise<void> {
		await Promise.all(wanted.map(kind => this.#listed.get(kindKeyOf(kind)) ?? this.#start(kind, signal)));
	}

	/** From now on by watches: each kind that is known is listed again, and followed until the signal. */
	async watch(signal: AbortSignal): Promise<void> {
		if (this.#watchSignal && !this.#watchSignal.aborted) {
			await Promise.all(this.#listed.values());
			return;
		}

		this.#watchSignal = signal;
		await Promise.all([...this.#kinds.values()].map(kind => this.#start(kind, signal)));
	}

	find(key: ResourceKey): Live | undefined {
		return this.#objects.get(key);
	}

	/** What bears that application's label. */
	*ofApp(app: string): Iterable<Live> {
		for (const key of this.#byApp.get(app) ?? []) {
			const live = this.#objects.get(key);
			if (live) {
				yield live;
			}
		}
	}

	/** What a write answered, or what was read beside the watches. Older than what is known is ignored. */
	put(live: Live): void {
		const key = keyOf(live.id);
		const before = this.#objects.get(key);
		if (before && isOlder(live, before)) {
			return;
		}

		this.#forgetApp(before, key);
		this.#objects.set(key, live);
		const app = appOf(live);
		if (app !== undefined) {
			this.#byApp.set(app, (this.#byApp.get(app) ?? new Set()).add(key));
		}

		this.#tell({key, live, ...(before ? {before} : {})});
	}

	/** Hears each change; call what it returns to stop. */
	subscribe(listener: (change: LiveChange) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	onConnection(listener: ConnectionListener): void {
		this.#connectionListeners.push(listener);
	}

	async #start(kind: ServedKind, signal: AbortSignal): Promise<void> {
		const key = kindKeyOf(kind);
		this.#kinds.set(key, kind);
		const isWatched = this.#watchSignal !== undefined;
		const done = this.#watchSignal ? this.#follow(kind, this.#watchSignal) : this.#list(kind, signal);
		this.#listed.set(key, done);
		try {
			await done;
		} catch (error) {
			// A watch keeps trying by itself; a list has to be asked for again.
			if (!isWatched) {
				this.#listed.delete(key);
			}

			throw error;
		}
	}

	async #list(kind: ServedKind, signal: AbortSignal): Promise<void> {
		this.#replaceAll(kind, await this.#cluster.list(kind, {labelSelector: appLabel}, signal));
	}

	/** Resolves with the first list; goes on until the signal. */
	#follow(kind: ServedKind, signal: AbortSignal): Promise<void> {
		const first = Promise.withResolvers<void>();
		void this.#followEvents(kind, signal, first).then(first.resolve, first.reject);
		return first.promise;
	}

	async #followEvents(kind: ServedKind, signal: AbortSignal, first: First): Promise<void> {
		for await (const event of this.#cluster.watch(kind, {labelSelector: appLabel}, signal)) {
			this.#take(kind, event);
			if (event.kind === 'listed') {
				first.resolve();
				// A first try that failed must not stand for what came after it.
				this.#listed.set(kindKeyOf(kind), Promise.resolve());
			} else if (event.kind === 'stale') {
				first.reject(new UnreachableError(event.reason));
			}
		}
	}

	#take(kind: ServedKind, event: WatchEvent): void {
		switch (event.kind) {
			case 'listed':
				this.#replaceAll(kind, event.all);
				break;
			case 'changed':
				this.put(event.live);
				break;
			case 'gone':
				this.#remove(event.live);
				break;
			case 'stale':
			case 'fresh':
				for (const listener of this.#connectionListeners) {
					listener(kind, event);
				}
		}
	}

	#replaceAll(kind: ServedKind, all: readonly Live[]): void {
		const now = new Set(all.map(({id}) => keyOf(id)));
		for (const [key, live] of this.#objects) {
			if (kindKeyOf(live.id) === kindKeyOf(kind) && !now.has(key)) {
				this.#remove(live);
			}
		}

		for (const live of all) {
			this.put(live);
		}
	}

	#remove(gone: Live): void {
		const key = keyOf(gone.id);
		const before = this.#objects.get(key);
		if (before?.uid === gone.uid) {
			this.#forgetApp(before, key);
			this.#objects.delete(key);
			this.#tell({key, before});
		}
	}

	#forgetApp(before: Live | undefined, key: ResourceKey): void {
		const app = before && appOf(before);
		if (app !== undefined) {
			this.#byApp.get(app)?.delete(key);
		}
	}

	#tell(change: LiveChange): void {
		for (const listener of this.#listeners) {
			listener(change);
		}
	}
}

/** The application whose label an object bears. */
export function appOf({body}: Live): string | undefined {
	return texts(body, 'metadata', 'labels')[appLabel];
}

/** Resource versions of one object are numbers that rise (KEP-5504: clients may compare them). */
function isOlder(live: Live, known: Live): boolean {
	return (
		live.uid === known.uid &&
		/^\d+$/.test(live.resourceVersion) &&
		/^\d+$/.test(known.resourceVersion) &&
		BigInt(live.resourceVersion) < BigInt(known.resourceVersion)
	);
}
