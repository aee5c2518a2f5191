import {type Application, addressOf} from '../model/application.ts';
import type {Report} from '../model/event.ts';
import type {Ports} from '../model/ports.ts';
import type {Catalog} from './catalog.ts';

export type Asking = {
	readonly ports: Ports;
	readonly catalog: Catalog;
	readonly report: Report;
	/** Between two questions to a remote, in milliseconds. */
	readonly intervalMs: number;
	/** Ends the asking. */
	readonly signal: AbortSignal;
	readonly onAsk: () => void;
	/** Hears, for each application of the remote, whether its source is news. */
	readonly onAsked: (application: Application, isNews: boolean) => void;
};

/** The clock of the remotes: each is asked now, and each interval. */
export class Remotes {
	readonly #asking: Asking;

	constructor(asking: Asking) {
		this.#asking = asking;
	}

	/** Ends with the signal. */
	async follow(applications: readonly Application[]): Promise<void> {
		const repositories = Map.groupBy(applications, ({source}) => source.repository);
		await Promise.all([...repositories].map(([repository, users]) => this.#follow(repository, users)));
	}

	/** Asks the remotes of these applications at once. */
	async ask(users: readonly Application[], isFirst: boolean): Promise<void> {
		const {catalog, signal, onAsk, onAsked} = this.#asking;
		onAsk();
		const changed = new Set(await catalog.refresh(users, signal));
		for (const application of users) {
			onAsked(application, isFirst || changed.has(application));
		}
	}

	async #follow(repository: string, users: readonly Application[]): Promise<void> {
		const {signal} = this.#asking;
		for (let isFirst = true; !signal.aborted; isFirst = false) {
			try {
				await this.ask(users, isFirst);
				await this.#sleep(repository);
			} catch (error) {
				if (!signal.aborted) {
					throw error;
				}
			}
		}
	}

	async #sleep(repository: string): Promise<void> {
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
