import type {Cluster, ServedKind, WatchEvent} from '../model/ports.ts';
import {type KindKey, keyOf, kindKeyOf, type Live, type ResourceId} from '../model/resource.ts';
import {Family} from './family.ts';

const ownedKinds: readonly string[] = ['apps/ReplicaSet', '/Pod', 'batch/Job'];

type Namespace = {readonly objects: Family; readonly ready: Promise<unknown>; readonly stop: () => void};

/** One kind in one namespace. */
type Part = {readonly kind: ServedKind; readonly name: string; readonly objects: Family};

/** What workloads made, down to pods, in the namespaces that somebody asked about. */
export class Owned {
	readonly #cluster: Cluster;
	readonly #kinds: readonly ServedKind[];
	readonly #namespaces = new Map<string, Namespace>();
	readonly #listeners = new Set<(namespace: string) => void>();
	#watchSignal: AbortSignal | undefined;

	constructor(cluster: Cluster, kinds: ReadonlyMap<KindKey, readonly ServedKind[]>) {
		this.#cluster = cluster;
		this.#kinds = [...kinds].flatMap(([key, [kind]]) => (kind && ownedKinds.includes(key) ? [kind] : []));
	}

	/** Everything that hangs on the object; the first question about a namespace lists it. */
	async of(live: Live, signal: AbortSignal): Promise<readonly Live[]> {
		return (await this.#in(live.id.namespace, signal)).descendants(live.uid);
	}

	/** One object of the kinds that are followed here. */
	async find(id: ResourceId, signal: AbortSignal): Promise<Live | undefined> {
		return ownedKinds.includes(kindKeyOf(id)) && id.namespace !== ''
			? (await this.#in(id.namespace, signal)).find(keyOf(id))
			: undefined;
	}

	/** From now on by watches, until the signal. */
	watch(signal: AbortSignal): void {
		if (!this.#watchSignal || this.#watchSignal.aborted) {
			this.#watchSignal = signal;
			this.#namespaces.clear();
		}
	}

	/** Tells in which namespace something changed; call what it returns to stop. */
	onChange(listener: (namespace: string) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Forgets namespaces that nobody needs any more, and ends their watches. */
	keepOnly(needed: ReadonlySet<string>): void {
		for (const [name, {stop}] of this.#namespaces) {
			if (!needed.has(name)) {
				stop();
				this.#namespaces.delete(name);
			}
		}
	}

	async #in(name: string, signal: AbortSignal): Promise<Family> {
		const namespace = this.#namespaces.get(name) ?? this.#open(name, signal);
		await namespace.ready;
		return namespace.objects;
	}

	#open(name: string, signal: AbortSignal): Namespace {
		const objects = new Family();
		const stop = new AbortController();
		const watchSignal = this.#watchSignal;
		const ready = Promise.all(
			this.#kinds.map(kind =>
				watchSignal
					? this.#follow({kind, name, objects}, AbortSignal.any([watchSignal, stop.signal]))
					: this.#list({kind, name, objects}, signal),
			),
		);
		const namespace = {objects, ready, stop: () => stop.abort()};
		this.#namespaces.set(name, namespace);
		ready.catch(() => this.#namespaces.delete(name));
		return namespace;
	}

	async #list({kind, name, objects}: Part, signal: AbortSignal): Promise<void> {
		objects.replace(kind, await this.#cluster.list(kind, {namespace: name}, signal));
	}

	#follow(part: Part, signal: AbortSignal): Promise<void> {
		const first = Promise.withResolvers<void>();
		void this.#followEvents(part, signal, first.resolve).then(first.resolve, first.reject);
		return first.promise;
	}

	async #followEvents(part: Part, signal: AbortSignal, isListed: () => void): Promise<void> {
		for await (const event of this.#cluster.watch(part.kind, {namespace: part.name}, signal)) {
			take(part, event);
			// What can't be seen (no permission, no connection) must not hold up what can.
			isListed();
			for (const listener of this.#listeners) {
				listener(part.name);
			}
		}
	}
}

function take({kind, objects}: Part, event: WatchEvent): void {
	switch (event.kind) {
		case 'listed':
			objects.replace(kind, event.all);
			break;
		case 'changed':
			objects.set(event.live);
			break;
		case 'gone':
			objects.remove(event.live);
			break;
		case 'stale':
		case 'fresh':
			break;
	}
}
