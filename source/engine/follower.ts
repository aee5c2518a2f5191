import type {Report} from '../model/event.ts';
import type {ServedKind, WatchEvent} from '../model/ports.ts';
import {kindKeyOf} from '../model/resource.ts';
import type {AppState} from './app-state.ts';
import {appOf, type LiveChange} from './live.ts';
import type {Site} from './sites.ts';

type Following = {
	readonly states: ReadonlyMap<string, AppState>;
	readonly report: Report;
	/** Looks at the application again. */
	readonly add: (name: string) => void;
};

/** Turns what clusters say into looks at the applications that it concerns. */
export class Follower {
	readonly #following: Following;
	readonly #followed = new Map<Site, Promise<void>>();

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

	/** Where all is well again, pods need not be followed any more. */
	forgetPods(): void {
		const doubts = new Set([...this.#following.states.values()].flatMap(({doubts}) => [...doubts]));
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
			}
		}
	}

	#onOwnedChange({context}: Site, namespace: string): void {
		for (const [name, {doubts}] of this.#following.states) {
			if (doubts.has(`${context} ${namespace}`)) {
				this.#following.add(name);
			}
		}
	}

	#followConnection(site: Site): void {
		const lost = new Set<string>();
		site.live.onConnection((kind, event) => this.#onConnection(site, lost, kind, event));
	}

	#onConnection(
		{context}: Site,
		lost: Set<string>,
		kind: ServedKind,
		event: WatchEvent & {readonly kind: 'stale' | 'fresh'},
	): void {
		const {report, states, add} = this.#following;
		const wasLost = lost.size > 0;
		if (event.kind === 'stale') {
			lost.add(kindKeyOf(kind));
			if (!wasLost) {
				const message = `cluster ${context} can't be watched: ${event.reason}; what is shown is stale; trying again`;
				report({kind: 'stale', app: '', message});
			}

			return;
		}

		lost.delete(kindKeyOf(kind));
		if (wasLost && lost.size === 0) {
			report({kind: 'reconnected', app: '', message: `cluster ${context} answers again: catching up`});
			for (const name of states.keys()) {
				add(name);
			}
		}
	}
}
