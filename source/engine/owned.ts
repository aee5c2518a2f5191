import {ForbiddenError} from '../model/operator-error.ts';
import type {Clock, Cluster, ServedKind, WatchEvent} from '../model/ports.ts';
import {type KindKey, keyOf, kindKeyOf, type Live, type ResourceId, type ResourceKey} from '../model/resource.ts';
import type {Right} from '../model/right.ts';
import {Family} from './family.ts';
import {rightTo} from './lack-words.ts';
import {poll} from './poll.ts';
import type {Rights} from './rights.ts';

const ownedKinds: readonly string[] = ['apps/ReplicaSet', '/Pod', 'batch/Job'];

type Namespace = {
	readonly objects: Family;
	readonly ready: Promise<unknown>;
	/** What may not be listed there, or not be followed. */
	readonly lacking: Right[];
	readonly stop: () => void;
};

/** One kind in one namespace. */
type Part = {readonly kind: ServedKind; readonly name: string; readonly objects: Family; readonly isPolled: boolean};

/** Hears in which namespace something changed, and whose it is; undefined where it may be anybody's. */
type OwnedListener = (namespace: string, owners: ReadonlySet<ResourceKey> | undefined) => void;

export type OwnedOptions = {
	readonly cluster: Cluster;
	readonly clock: Clock;
	readonly rights: Rights;
	readonly kinds: ReadonlyMap<KindKey, readonly ServedKind[]>;
};

/** What workloads made, down to pods, in the namespaces that somebody asked about. */
export class Owned {
	readonly #options: OwnedOptions;
	readonly #kinds: readonly ServedKind[];
	readonly #namespaces = new Map<string, Namespace>();
	readonly #listeners = new Set<OwnedListener>();
	#watchSignal: AbortSignal | undefined;

	constructor(options: OwnedOptions) {
		this.#options = options;
		this.#kinds = [...options.kinds].flatMap(([key, [kind]]) => (kind && ownedKinds.includes(key) ? [kind] : []));
		options.rights.onChange(() => this.#startAnew());
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

	/** What this user may not list in that namespace, or only list, and not follow. */
	async lackingIn(namespace: string, signal: AbortSignal): Promise<readonly Right[]> {
		await this.#in(namespace, signal);
		return this.#namespaces.get(namespace)?.lacking ?? [];
	}

	/** From now on by watches, until the signal. */
	watch(signal: AbortSignal): void {
		if (!this.#watchSignal || this.#watchSignal.aborted) {
			this.#watchSignal = signal;
			this.#namespaces.clear();
		}
	}

	/** Tells in which namespace something changed; call what it returns to stop. */
	onChange(listener: OwnedListener): () => void {
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

	/** Other things may be seen now: whoever asks next begins anew. */
	#startAnew(): void {
		const names = [...this.#namespaces.keys()];
		this.keepOnly(new Set());
		for (const name of names) {
			this.#tell(name);
		}
	}

	#open(name: string, signal: AbortSignal): Namespace {
		const stop = new AbortController();
		const lacking: Right[] = [];
		const objects = new Family();
		const ready = this.#fill({objects, lacking, name}, stop.signal, signal);
		const namespace = {objects, ready, lacking, stop: () => stop.abort()};
		this.#namespaces.set(name, namespace);
		ready.catch(() => this.#namespaces.get(name) === namespace && this.#namespaces.delete(name));
		return namespace;
	}

	async #fill(
		{objects, lacking, name}: {readonly objects: Family; readonly lacking: Right[]; readonly name: string},
		stop: AbortSignal,
		signal: AbortSignal,
	): Promise<void> {
		const watchSignal = this.#watchSignal;
		const rightsTo = (kind: ServedKind) =>
			(['list', 'watch'] as const).map(verb => rightTo(verb, kind, {namespace: name}));
		lacking.push(...(await this.#options.rights.lacking(this.#kinds.flatMap(rightsTo), signal)));
		const lacks = ({plural}: ServedKind, verb: Right['verb']) =>
			lacking.some(right => right.plural === plural && right.verb === verb);
		await Promise.all(
			this.#kinds
				.filter(kind => !lacks(kind, 'list'))
				.map(kind => {
					const part = {kind, name, objects, isPolled: lacks(kind, 'watch')};
					return watchSignal ? this.#follow(part, AbortSignal.any([watchSignal, stop])) : this.#list(part, signal);
				}),
		);
	}

	async #list({kind, name, objects}: Part, signal: AbortSignal): Promise<void> {
		const {cluster, rights} = this.#options;
		try {
			objects.replace(kind, await cluster.list(kind, {namespace: name}, signal));
		} catch (error) {
			// What can't be seen must not hold up what can.
			if (!(error instanceof ForbiddenError)) {
				throw error;
			}

			await rights.refuse([rightTo('list', kind, {namespace: name})], signal);
		}
	}

	#follow(part: Part, signal: AbortSignal): Promise<void> {
		const first = Promise.withResolvers<void>();
		void this.#followEvents(part, signal, first.resolve).then(first.resolve, first.reject);
		return first.promise;
	}

	async #followEvents(part: Part, signal: AbortSignal, isListed: () => void): Promise<void> {
		const {cluster, rights} = this.#options;
		const {kind, name} = part;
		const selection = {namespace: name};
		const events = part.isPolled
			? poll(this.#options, {kind, selection}, signal)
			: cluster.watch(kind, selection, signal);
		for await (const event of events) {
			take(part, event);
			// What can't be seen (no permission, no connection) must not hold up what can.
			isListed();
			this.#tell(name, 'live' in event ? part.objects.ancestors(event.live) : undefined);
			if (event.kind === 'stale' && event.isForbidden) {
				await rights.refuse([rightTo('list', kind, selection)], signal).catch(() => undefined);
			}
		}
	}

	#tell(namespace: string, owners?: ReadonlySet<ResourceKey>): void {
		for (const listener of this.#listeners) {
			listener(namespace, owners);
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
