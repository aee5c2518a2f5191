import type {Report} from '../model/event.ts';
import type {ServedKind} from '../model/ports.ts';
import {type KindKey, kindKeyOf} from '../model/resource.ts';
import type {AppState} from './app-state.ts';
import {appOf, type LiveChange} from './live.ts';
import type {Site} from './sites.ts';

type Following = {
	readonly states: ReadonlyMap<string, AppState>;
	readonly report: Report;
	/** Looks at the application again. */
	readonly add: (name: string) => void;
	/** Hears of which application something moved. */
	readonly onMoved: (app: string) => void;
	/** What is known of the cluster of that context is not news any more. */
	readonly onLost: (context: string) => void;
};

/** Turns what clusters say into looks at the applications that it concerns. */
export class Follower {
	readonly #following: Following;
	readonly #followed = new Map<Site, Promise<void>>();
	readonly #lost = new Map<string, {readonly reason: string; readonly kinds: Set<KindKey>}>();

	constructor(following: Following) {
		this.#following = following;
	}

	/** Watches a cluster from the first time on that it is reached. */
	follow(site: Site, signal: AbortSignal): Promise<void> {
		const known = this.#followed.get(site);
		if (known) {
			return known;
		}

		site.live.subscribe(change => this.#onLiveChange(change));
		site.owned.onChange(namespace => this.#onOwnedChange(site, namespace));
		this.#followConnection(site);
		site.owned.watch(signal);
		const following = site.live.watch(signal);
		this.#followed.set(site, following);
		following.catch(() => this.#followed.set(site, Promise.resolve()));
		return following;
	}

	/** Why what is known of the cluster of that context is not news any more; undefined while it is. */
	staleReason(context: string): string | undefined {
		return this.#lost.get(context)?.reason;
	}

	/** Where all is well again, pods need not be followed any more. */
	forgetPods(): void {
		const states = [...this.#following.states.values()];
		const doubts = new Set(states.flatMap(({doubts, looked}) => [...doubts, ...looked]));
		for (const site of this.#followed.keys()) {
			const start = `${site.context} `;
			const here = [...doubts].filter(doubt => doubt.startsWith(start)).map(doubt => doubt.slice(start.length));
			site.owned.keepOnly(new Set(here));
		}
	}

	#onLiveChange({live, before}: LiveChange): void {
		for (const object of [live, before]) {
			const app = object && appOf(object);
			if (app !== undefined && this.#following.states.has(app)) {
				this.#following.add(app);
				this.#following.onMoved(app);
			}
		}
	}

	#onOwnedChange({context}: Site, namespace: string): void {
		const place = `${context} ${namespace}`;
		for (const [name, {doubts, looked}] of this.#following.states) {
			if (doubts.has(place)) {
				this.#following.add(name);
			}

			if (looked.has(place)) {
				this.#following.onMoved(name);
			}
		}
	}

	#followConnection(site: Site): void {
		site.live.onConnection((kind, event) => {
			if (event.kind === 'stale') {
				this.#onStale(site, kind, event.reason);
			} else {
				this.#onFresh(site, kind);
			}
		});
	}

	#onStale({context}: Site, kind: ServedKind, reason: string): void {
		const {report, onLost} = this.#following;
		const known = this.#lost.get(context);
		// The reason of now: a server that comes back with another certificate does not just not answer any more.
		const lost = {reason, kinds: known?.kinds ?? new Set<KindKey>()};
		lost.kinds.add(kindKeyOf(kind));
		this.#lost.set(context, lost);
		if (!known) {
			const message = `cluster ${context} can't be watched: ${reason}; what is shown is stale; trying again`;
			report({kind: 'stale', app: '', message});
		}

		if (known?.reason !== reason) {
			onLost(context);
		}
	}

	#onFresh({context}: Site, kind: ServedKind): void {
		const {report, states, add} = this.#following;
		const lost = this.#lost.get(context);
		lost?.kinds.delete(kindKeyOf(kind));
		if (lost?.kinds.size === 0) {
			this.#lost.delete(context);
			report({kind: 'reconnected', app: '', message: `cluster ${context} answers again: catching up`});
			for (const name of states.keys()) {
				add(name);
			}
		}
	}
}
