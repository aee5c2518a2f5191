import type {Report} from '../model/event.ts';
import type {Clock, ConnectionEvent} from '../model/ports.ts';
import {keyOf, type Live, type ResourceKey} from '../model/resource.ts';
import type {AppState} from './app-state.ts';
import {appOf, type LiveChange} from './live.ts';
import {Loss} from './loss.ts';
import {blockedPace, type Site} from './sites.ts';

type Following = {
	readonly states: ReadonlyMap<string, AppState>;
	readonly report: Report;
	readonly clock: Clock;
	/** Ends the looks. */
	readonly signal: AbortSignal;
	/** Looks at the application again. */
	readonly add: (name: string) => void;
	/** Hears of which application something moved. */
	readonly onMoved: (app: string) => void;
	/** What is known of the cluster of that context is not news any more. */
	readonly onLost: (context: string) => void;
};

/**
 * Between two looks at an application whose operation runs, in milliseconds: what it writes moves by and by, and whoever
 * wants to see each step would look for longer than the operation takes.
 */
const pace = 100;

/** Turns what clusters say into looks at the applications that it concerns. */
export class Follower {
	readonly #following: Following;
	readonly #followed = new Map<Site, Promise<void>>();
	readonly #lost = new Map<string, Loss>();
	/** Those of which something moved while their operation runs. */
	readonly #moved = new Set<AppState>();

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
		site.owned.onChange((namespace, owners) => this.#onOwnedChange(site, namespace, owners));
		this.#followConnection(site);
		this.#followRights(site, signal);
		const ending = AbortSignal.any([signal, site.ended]);
		site.owned.watch(ending);
		const following = site.live.watch(ending);
		this.#followed.set(site, following);
		following.catch(() => this.#followed.set(site, Promise.resolve()));
		this.#followIdentity(site, ending);
		return following;
	}

	/** Another cluster is there now: what was known of the one before is not news, and never will be. */
	leave(site: Site): void {
		this.#followed.delete(site);
		this.#lost.delete(site.context);
		const hasProblem = site.problem !== undefined;
		this.#following.report({
			kind: hasProblem ? 'reconnected' : 'stale',
			app: '',
			message: hasProblem
				? `cluster ${site.context} is another one again: looking at it`
				: `cluster ${site.context} is another one than before: what runs there ends, and nothing is written there unasked`,
		});
		this.#lookAgain();
	}

	/** Why and since when what is known of the cluster of that context is not news any more; undefined while it is. */
	lossOf(context: string): Loss | undefined {
		return this.#lost.get(context);
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
		for (const app of new Set([live, before].map(object => object && appOf(object)))) {
			const state = app === undefined ? undefined : this.#following.states.get(app);
			if (state) {
				this.#onMoved(state, live);
			}
		}
	}

	#onMoved(state: AppState, live: Live | undefined): void {
		const {running} = state;
		const isOwn = live !== undefined && running?.written.get(keyOf(live.id)) === live.resourceVersion;
		// What the running operation has just written is what it wanted: worth a look when all is written.
		if (!isOwn || running.written.size === running.due.size) {
			this.#look(state);
		}

		this.#following.onMoved(state.application.name);
	}

	#onOwnedChange({context}: Site, namespace: string, owners: ReadonlySet<ResourceKey> | undefined): void {
		const place = `${context} ${namespace}`;
		for (const [name, state] of this.#following.states) {
			if (state.doubts.has(place) && (!owners || [...owners].some(key => state.unwell.has(key)))) {
				this.#look(state);
			}

			if (state.looked.has(place)) {
				this.#following.onMoved(name);
			}
		}
	}

	#look(state: AppState): void {
		const {add, clock, signal} = this.#following;
		if (!state.running) {
			add(state.application.name);
			return;
		}

		if (this.#moved.size === 0) {
			clock.sleep(pace, signal).then(
				() => this.#lookAtMoved(),
				() => undefined,
			);
		}

		this.#moved.add(state);
	}

	#lookAtMoved(): void {
		const moved = [...this.#moved];
		this.#moved.clear();
		// The end of an operation asks for a look by itself.
		for (const {application, running} of moved) {
			if (running) {
				this.#following.add(application.name);
			}
		}
	}

	/** What may be seen or done now is compared and done now. */
	#followRights(site: Site, signal: AbortSignal): void {
		const {states, add, onMoved, report} = this.#following;
		site.rights.follow(signal);
		site.live.onRescoped(() => {
			const {context} = site;
			report({
				kind: 'permissions',
				app: '',
				message: `what this user may do in cluster ${context} has changed: looking again`,
			});
			for (const [name, state] of states) {
				if (state.context === '' || state.context === context) {
					add(name);
					onMoved(name);
				}
			}
		});
	}

	/** Whoever comes back may be another one, and whoever is the wrong one may be the right one again. */
	#followIdentity(site: Site, signal: AbortSignal): void {
		let isAsking = false;
		let pause = new AbortController();
		const isTold = () =>
			site.isStill(signal).then(
				() => site.problem === undefined,
				() => false,
			);
		const ask = async () => {
			isAsking = true;
			while (!(signal.aborted || (await isTold()))) {
				pause = new AbortController();
				const ending = AbortSignal.any([signal, pause.signal]);
				await this.#following.clock.sleep(blockedPace, ending).catch(() => undefined);
			}

			isAsking = false;
		};
		const stop = site.cluster.onBack(() => (isAsking ? pause.abort() : void ask()));
		signal.addEventListener('abort', stop, {once: true});
		if (site.problem) {
			void ask();
		}
	}

	#lookAgain(): void {
		for (const name of this.#following.states.keys()) {
			this.#following.add(name);
		}
	}

	#followConnection(site: Site): void {
		site.live.onConnection((part, event) => {
			if (event.kind === 'stale') {
				this.#onStale(site, part, event);
			} else {
				this.#onFresh(site, part);
			}
		});
	}

	#onStale({context, ended}: Site, part: string, event: ConnectionEvent & {readonly kind: 'stale'}): void {
		if (ended.aborted) {
			return;
		}

		const {report, onLost} = this.#following;
		const lost = this.#lost.get(context) ?? new Loss();
		this.#lost.set(context, lost);
		if (lost.add(part, event)) {
			const message = `cluster ${context} can't be watched: ${lost.reason}; what is shown is stale; ${lost.next}`;
			report({kind: 'stale', app: '', message});
			onLost(context);
		}
	}

	#onFresh({context, ended}: Site, part: string): void {
		if (!ended.aborted && this.#lost.get(context)?.remove(part)) {
			this.#lost.delete(context);
			const message = `cluster ${context} answers again: catching up`;
			this.#following.report({kind: 'reconnected', app: '', message});
			this.#lookAgain();
		}
	}
}
