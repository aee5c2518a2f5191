import {type Application, addressOf} from '../model/application.ts';
import type {Report} from '../model/event.ts';
import type {Ports} from '../model/ports.ts';
import {isSamePlace, type Place, placeKey} from '../model/sources.ts';
import type {Catalog} from './catalog.ts';

export type Asking = {
	readonly ports: Ports;
	readonly catalog: Catalog;
	readonly report: Report;
	/** Between two questions to a remote, in milliseconds. */
	readonly intervalMs: number;
	/** Ends the asking. */
	readonly signal: AbortSignal;
	/** Those that there are by now. */
	readonly applications: () => readonly Application[];
	readonly onAsk: () => void;
	/** Hears, for each application of the remote, whether its source is news. */
	readonly onAsked: (application: Application, isNews: boolean) => void;
};

/** The clock of the remotes: each is asked now, and each interval. */
export class Remotes {
	readonly #asking: Asking;
	/** Those that are followed, and when each was asked for the first time. */
	readonly #first = new Map<string, PromiseWithResolvers<void>>();
	readonly #followed = new Set<Promise<void>>();

	constructor(asking: Asking) {
		this.#asking = asking;
	}

	/** Ends with the signal. */
	async follow(): Promise<void> {
		const {applications, signal} = this.#asking;
		for (const source of applications().flatMap(({sources}) => sources)) {
			this.#start(source);
		}

		const ended = Promise.withResolvers<void>();
		signal.addEventListener('abort', () => ended.resolve(), {once: true});
		// With no repository at all there is nothing to wait for but the end.
		await Promise.race([ended.promise, ...(signal.aborted ? [undefined] : []), ...this.#followed]);
		await Promise.all(this.#followed);
	}

	/** An application that came since: its remotes are asked at once. */
	add(application: Application): void {
		const places = [...new Map(application.sources.map(source => [placeKey(source), source])).values()];
		for (const place of places) {
			if (this.#first.has(placeKey(place))) {
				const asked = this.ask([application], true, place);
				this.#followed.add(asked);
				void asked.finally(() => this.#followed.delete(asked)).catch(() => undefined);
			} else {
				this.#start(place);
			}
		}
	}

	/** Asks the remotes of these applications at once, or of them only `place`. */
	async ask(users: readonly Application[], isFirst: boolean, place?: Place): Promise<void> {
		const {catalog, signal, onAsk, onAsked} = this.#asking;
		onAsk();
		const changed = new Set((await catalog.refresh(users, signal, place)).map(({name}) => name));
		// The last of an application's remotes to answer for the first time has it looked at.
		for (const application of users.filter(user => !catalog.isWaiting(user))) {
			onAsked(application, isFirst || changed.has(application.name));
		}
	}

	/** Resolves when the application's remotes have answered, or failed to, for the first time. */
	async asked({sources}: Application): Promise<void> {
		await Promise.all(sources.map(source => this.#firstOf(placeKey(source)).promise));
	}

	#firstOf(key: string): PromiseWithResolvers<void> {
		const first = this.#first.get(key) ?? Promise.withResolvers<void>();
		this.#first.set(key, first);
		return first;
	}

	#start(place: Place): void {
		const key = placeKey(place);
		if (!this.#first.has(key)) {
			this.#firstOf(key);
			this.#followed.add(this.#follow(place));
		}
	}

	async #follow(place: Place): Promise<void> {
		const {signal, applications} = this.#asking;
		for (let isFirst = true; !signal.aborted; isFirst = false) {
			try {
				const users = applications().filter(({sources}) => sources.some(source => isSamePlace(source, place)));
				await this.ask(users, isFirst, place);
				this.#firstOf(placeKey(place)).resolve();
				await this.#sleep(place);
			} catch (error) {
				if (!signal.aborted) {
					throw error;
				}
			}
		}
	}

	async #sleep({repository}: Place): Promise<void> {
		const {ports, report, intervalMs, signal} = this.#asking;
		// A tenth of jitter, so that many repositories of one host are not asked in the same second.
		const delay = intervalMs * (0.95 + ports.clock.random() * 0.1);
		const due = new Date(ports.clock.now() + delay).toISOString().slice(11, 19);
		const message = `${addressOf(repository)} is checked again at ${due} UTC, in ${describeDelay(delay)}`;
		report({kind: 'next', app: '', message});
		await ports.clock.sleep(delay, signal);
	}
}

function describeDelay(milliseconds: number): string {
	return milliseconds < 10_000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.round(milliseconds / 1000)} s`;
}
