import {texts} from '../model/json.ts';
import type {Cluster, ConnectionEvent, ServedKind, WatchEvent} from '../model/ports.ts';
import {keyOf, kindKeyOf, type Live, type ResourceKey} from '../model/resource.ts';
import type {Right} from '../model/right.ts';
import {appLabel} from '../plan/identity.ts';
import {idOf, type Part} from './part.ts';
import {Parts, type PartsOptions, type Wanted} from './parts.ts';

/** One object as it is now; `live` is absent when it is gone. */
export type LiveChange = {readonly key: ResourceKey; readonly before?: Live; readonly live?: Live};

type ConnectionListener = (part: string, event: ConnectionEvent) => void;

/** What bears our marks in one cluster, as far as this user may see it: listed once, or watched. */
export class LiveCache {
	readonly #objects = new Map<ResourceKey, Live>();
	readonly #byApp = new Map<string, Set<ResourceKey>>();
	readonly #listeners = new Set<(change: LiveChange) => void>();
	readonly #connectionListeners: ConnectionListener[] = [];
	readonly #parts: Parts;
	readonly #cluster: Pick<Cluster, 'presence'>;
	#followed: AbortSignal | undefined;

	constructor(world: Omit<PartsOptions, 'take'>) {
		this.#cluster = world.cluster;
		this.#parts = new Parts({...world, take: (part, event) => this.#take(part, event)});
	}

	/** Makes sure that these kinds are known as far as they may be seen. Rejects where they can't be listed. */
	async ensure(wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
		await this.#parts.ensure(wanted, signal);
	}

	/** From now on by watches: what is known is listed again, and followed until the signal. */
	async watch(signal: AbortSignal): Promise<void> {
		if (!this.#followed || this.#followed.aborted) {
			this.#followed = signal;
			void this.#followPresence(signal);
		}

		await this.#parts.watch(signal);
	}

	/** The rights whose lack keeps objects of that kind in that namespace from being seen. What was seen before stays known. */
	lacking(kind: ServedKind, namespace: string): readonly Right[] | undefined {
		return this.#parts.lacking(kind, namespace);
	}

	/** Hears that something can be seen that could not, or the other way round. */
	onRescoped(listener: () => void): void {
		this.#parts.onChange(listener);
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

	/** What a write answered, or what was read beside the watches. What is known, or older than that, is ignored. */
	put(live: Live): void {
		const key = keyOf(live.id);
		const before = this.#objects.get(key);
		if (before && (isSame(live, before) || isOlder(live, before))) {
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

	/** Who may see nothing has no watch that would tell that the cluster is gone. */
	async #followPresence(signal: AbortSignal): Promise<void> {
		for await (const event of this.#cluster.presence(signal)) {
			this.#tellConnection('presence', event);
		}
	}

	#tellConnection(part: string, event: ConnectionEvent): void {
		for (const listener of this.#connectionListeners) {
			listener(part, event);
		}
	}

	#take(part: Part, event: WatchEvent): void {
		switch (event.kind) {
			case 'listed':
				this.#replaceAll(part, event.all);
				break;
			case 'changed':
				this.put(event.live);
				break;
			case 'gone':
				this.#remove(event.live);
				break;
			case 'stale':
			case 'fresh':
				this.#tellConnection(idOf(part), event);
		}
	}

	#replaceAll({kind, namespace}: Part, all: readonly Live[]): void {
		const now = new Set(all.map(({id}) => keyOf(id)));
		for (const [key, live] of this.#objects) {
			const isHere = namespace === '' || live.id.namespace === namespace;
			if (isHere && kindKeyOf(live.id) === kindKeyOf(kind) && !now.has(key)) {
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

/** The watch tells again what a write has answered. */
function isSame(live: Live, known: Live): boolean {
	return (
		live.uid === known.uid && live.resourceVersion === known.resourceVersion && live.id.version === known.id.version
	);
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
