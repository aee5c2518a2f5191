import {ForbiddenError, UnreachableError} from '../model/operator-error.ts';
import type {Clock, Cluster, ServedKind, WatchEvent} from '../model/ports.ts';
import {type KindKey, kindKeyOf} from '../model/resource.ts';
import type {Right} from '../model/right.ts';
import {rightTo} from './lack-words.ts';
import {idOf, type Part, placeOf, selectionOf} from './part.ts';
import {poll} from './poll.ts';
import type {Rights} from './rights.ts';
import {SharedWork} from './shared-work.ts';

/** A kind, and the namespaces in which it is wanted; they mean nothing where it has none. */
export type Wanted = {readonly kind: ServedKind; readonly namespaces: readonly string[]};

type Scope = {readonly version: number} & ({readonly part: Part} | {readonly lacking: readonly Right[]});

type Followed = {readonly part: Part; readonly stop: AbortController; listed: SharedWork; isStale: boolean};

type First = {readonly resolve: () => void; readonly reject: (reason: Error) => void};

export type PartsOptions = {
	readonly cluster: Cluster;
	readonly clock: Clock;
	readonly rights: Rights;
	readonly take: (part: Part, event: WatchEvent) => void;
	/** Nothing of the cluster is wanted any more. */
	readonly ended: AbortSignal;
};

/**
 * What of a cluster is listed, or followed: each kind everywhere where that is allowed, else in the namespaces in which
 * it is wanted and allowed. Follows the rights where they change.
 */
export class Parts {
	readonly #options: PartsOptions;
	readonly #wanted = new Map<KindKey, {readonly kind: ServedKind; readonly namespaces: Set<string>}>();
	readonly #scopes = new Map<string, Scope>();
	readonly #followed = new Map<string, Followed>();
	readonly #listeners = new Set<() => void>();
	#watchSignal: AbortSignal | undefined;

	constructor(options: PartsOptions) {
		this.#options = options;
		options.rights.onChange(() => {
			// A cluster that does not answer now is asked again by whoever wants something of it.
			this.#rescope().catch(() => undefined);
		});
	}

	/** Makes sure that these are known as far as they may be seen. Rejects where they can't be listed. */
	async ensure(wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
		for (const {kind, namespaces} of wanted) {
			const known = this.#wanted.get(kindKeyOf(kind));
			this.#wanted.set(kindKeyOf(kind), {kind, namespaces: new Set([...(known?.namespaces ?? []), ...namespaces])});
		}

		await this.#known(wanted, signal);
	}

	/** From now on by watches: each part that is known is listed again, and followed until the signal. */
	async watch(signal: AbortSignal): Promise<void> {
		if (!this.#watchSignal || this.#watchSignal.aborted) {
			this.#watchSignal = signal;
			this.#followed.clear();
		}

		await this.#known(this.#allWanted(), signal);
	}

	/** The rights whose lack keeps that from being seen. */
	lacking(kind: ServedKind, namespace: string): readonly Right[] | undefined {
		const everywhere = this.#scopes.get(placeOf(kind, ''));
		const here = this.#scopes.get(placeOf(kind, namespace));
		const isSeen = everywhere && 'part' in everywhere;
		return !isSeen && here && 'lacking' in here ? here.lacking : undefined;
	}

	/** Hears that something can be seen that could not, or the other way round. */
	onChange(listener: () => void): void {
		this.#listeners.add(listener);
	}

	#allWanted(): readonly Wanted[] {
		return [...this.#wanted.values()].map(({kind, namespaces}) => ({kind, namespaces: [...namespaces]}));
	}

	/** What is refused while it is listed is looked for again where it is allowed. */
	async #known(wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			const {version} = this.#options.rights;
			const parts = await this.#partsOf(wanted, signal);
			await Promise.all(parts.map(part => (this.#followed.get(idOf(part)) ?? this.#start(part)).listed.wait(signal)));
			if (this.#options.rights.version === version || attempt === mostAttempts) {
				return;
			}
		}
	}

	async #partsOf(wanted: readonly Wanted[], signal: AbortSignal): Promise<readonly Part[]> {
		const scopes = await Promise.all(wanted.map(one => this.#scopesOf(one, signal)));
		const parts = scopes.flat().flatMap(scope => ('part' in scope ? [[idOf(scope.part), scope.part] as const] : []));
		return [...new Map(parts).values()];
	}

	async #scopesOf({kind, namespaces}: Wanted, signal: AbortSignal): Promise<readonly Scope[]> {
		const everywhere = await this.#scopeOf(kind, '', signal);
		return 'part' in everywhere || !kind.isNamespaced
			? [everywhere]
			: Promise.all(namespaces.map(namespace => this.#scopeOf(kind, namespace, signal)));
	}

	async #scopeOf(kind: ServedKind, namespace: string, signal: AbortSignal): Promise<Scope> {
		const {rights} = this.#options;
		const {version} = rights;
		const known = this.#scopes.get(placeOf(kind, namespace));
		if (known?.version === version) {
			return known;
		}

		const lacking = await rights.lacking(
			(['list', 'watch'] as const).map(verb => rightTo(verb, kind, {namespace})),
			signal,
		);
		const isUnseen = lacking.some(({verb}) => verb === 'list');
		const scope = isUnseen ? {version, lacking} : {version, part: {kind, namespace, isPolled: lacking.length > 0}};
		this.#scopes.set(placeOf(kind, namespace), scope);
		return scope;
	}

	async #rescope(): Promise<void> {
		const parts = await this.#partsOf(this.#allWanted(), this.#watchSignal ?? this.#options.ended);
		const ids = new Set(parts.map(idOf));
		for (const [id, followed] of this.#followed) {
			if (!ids.has(id)) {
				this.#end(id, followed);
			}
		}

		if (this.#watchSignal && !this.#watchSignal.aborted) {
			await this.#known(this.#allWanted(), this.#watchSignal);
		}

		for (const listener of this.#listeners) {
			listener();
		}
	}

	#end(id: string, {part, stop, isStale}: Followed): void {
		// Who waits for a list gets it.
		if (this.#watchSignal) {
			stop.abort();
		}

		this.#followed.delete(id);
		if (isStale) {
			this.#options.take(part, {kind: 'fresh'});
		}
	}

	#start(part: Part): Followed {
		const stop = new AbortController();
		const followed = {part, stop, listed: new SharedWork(Promise.resolve()), isStale: false};
		this.#followed.set(idOf(part), followed);
		followed.listed = this.#watchSignal
			? new SharedWork(this.#follow(followed, AbortSignal.any([this.#watchSignal, stop.signal])))
			: this.#listFor(followed, AbortSignal.any([this.#options.ended, stop.signal]));
		return followed;
	}

	/** Ends when nobody waits for it any more. */
	#listFor(followed: Followed, signal: AbortSignal): SharedWork {
		const listed = this.#list(followed.part, signal);
		// A watch keeps trying by itself; a list has to be asked for again.
		listed.catch(() => this.#forget(followed));
		return new SharedWork(listed, () => {
			followed.stop.abort();
			this.#forget(followed);
		});
	}

	#forget(followed: Followed): void {
		const id = idOf(followed.part);
		if (this.#followed.get(id) === followed) {
			this.#followed.delete(id);
		}
	}

	async #list(part: Part, signal: AbortSignal): Promise<void> {
		const {cluster, take} = this.#options;
		try {
			take(part, {kind: 'listed', all: await cluster.list(part.kind, selectionOf(part), signal)});
		} catch (error) {
			if (!(error instanceof ForbiddenError)) {
				throw error;
			}

			this.#followed.delete(idOf(part));
			await this.#options.rights.refuse([rightTo('list', part.kind, part)], signal);
		}
	}

	/** Resolves with the first list; goes on until the signal. */
	#follow(followed: Followed, signal: AbortSignal): Promise<void> {
		const first = Promise.withResolvers<void>();
		void this.#followEvents(followed, signal, first).then(first.resolve, first.reject);
		return first.promise;
	}

	async #followEvents(followed: Followed, signal: AbortSignal, first: First): Promise<void> {
		const {cluster, rights} = this.#options;
		const {part} = followed;
		const watched = part.isPolled
			? poll(this.#options, {...part, selection: selectionOf(part)}, signal)
			: cluster.watch(part.kind, selectionOf(part), signal);
		let suspected: Right['verb'] = 'list';
		for await (const event of watched) {
			if (event.kind === 'stale' && event.isForbidden) {
				await rights.refuse([rightTo(suspected, part.kind, part)], signal).catch(() => undefined);
				first.resolve();
			} else {
				this.#take(followed, event, first);
				suspected = event.kind === 'listed' && !part.isPolled ? 'watch' : suspected;
			}
		}
	}

	#take(followed: Followed, event: WatchEvent, first: First): void {
		this.#options.take(followed.part, event);
		if (event.kind === 'listed') {
			first.resolve();
			// A first try that failed must not stand for what came after it.
			followed.listed = new SharedWork(Promise.resolve());
		} else if (event.kind === 'stale') {
			followed.isStale = true;
			first.reject(new UnreachableError(event.reason));
		} else if (event.kind === 'fresh') {
			followed.isStale = false;
		}
	}
}

const mostAttempts = 5;
