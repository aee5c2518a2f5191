import {type Application, addressOf} from '../model/application.ts';
import type {Report} from '../model/event.ts';
import type {Ports} from '../model/ports.ts';
import {type Place, placeKey} from '../model/sources.ts';
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
		for (const {sources} of applications()) {
			this.#start(sources[0]);
		}

		const ended = Promise.withResolvers<void>();
		signal.addEventListener('abort', () => ended.resolve(), {once: true});
		// With no repository at all there is nothing to wait for but the end.
		await Promise.race([ended.promise, ...(signal.aborted ? [undefined] : []), ...this.#followed]);
		await Promise.all(this.#followed);
	}

	/** An application that came since: its remote is asked at once. */
	add(application: Application): void {
		const [source] = application.sources;
		if (this.#first.has(placeKey(source))) {
			const asked = this.ask([application], true);
			this.#followed.add(asked);
			void asked.finally(() => this.#followed.delete(asked)).catch(() => undefined);
		} else {
			this.#start(source);
		}
	}

	/** Asks the remotes of these applications at once. */
	async ask(users: readonly Application[], isFirst: boolean): Promise<void> {
		const {catalog, signal, onAsk, onAsked} = this.#asking;
		onAsk();
		const changed = new Set((await catalog.refresh(users, signal)).map(({name}) => name));
		for (const application of users) {
			onAsked(application, isFirst || changed.has(application.name));
		}
	}

	/** Resolves when the application's remote has answered, or failed to, for the first time. */
	async asked({sources: [source]}: Application): Promise<void> {
		await this.#firstOf(placeKey(source)).promise;
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
				const users = applications().filter(({sources: [source]}) => placeKey(source) === placeKey(place));
				await this.ask(users, isFirst);
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
