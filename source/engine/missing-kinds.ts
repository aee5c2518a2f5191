import type {Application} from '../model/application.ts';
import type {Clock} from '../model/ports.ts';
import type {Placement} from './placement.ts';
import type {Site} from './sites.ts';

/** How often a cluster is asked for kinds that it does not serve, in milliseconds. */
const pace = 30_000;

/** Kinds that an application misses may be installed by anyone at any time. */
export class MissingKinds {
	readonly #clock: Clock;
	readonly #placement: Placement;
	readonly #askedAt = new WeakMap<Site, number>();

	constructor(clock: Clock, placement: Placement) {
		this.#clock = clock;
		this.#placement = placement;
	}

	/** Asks again what the cluster serves, if it is time to. Says when to look again, where kinds are still missing. */
	async seek(application: Application, site: Site, signal: AbortSignal): Promise<number | undefined> {
		const isMissing = () => this.#placement.of(application, site)?.isKindMissing === true;
		if (!isMissing()) {
			return undefined;
		}

		const now = this.#clock.ticks();
		if (now >= (this.#askedAt.get(site) ?? 0) + pace) {
			this.#askedAt.set(site, now);
			await site.refreshKinds(signal);
		}

		return isMissing() ? (this.#askedAt.get(site) ?? now) + pace : undefined;
	}
}
