import type {Stored} from '../store/stored.ts';
import type {Cluster} from '../verbs/context.ts';

/** As `--event-ttl` of the real server. */
const lifeMs = 3_600_000;
/** More than that are not kept: nobody has a disk to put them on. */
const most = 2000;

/** When each Event was written last. */
export class EventLife {
	/** By key, in the order of their last writes, in milliseconds. */
	readonly #written = new Map<string, number>();

	write(key: string, now: number): void {
		this.#written.delete(key);
		this.#written.set(key, now);
	}

	remove(key: string): void {
		this.#written.delete(key);
	}

	/** The key of one that is to be forgotten; undefined where all may stay. */
	next(now: number): string | undefined {
		const [oldest] = this.#written;
		return oldest !== undefined && (this.#written.size > most || now - oldest[1] > lifeMs) ? oldest[0] : undefined;
	}
}

/** Takes note of an Event's write or removal, and removes those whose time is over, as they would expire. */
export function forgetEvents({store, eventLife, now}: Cluster, stored: Stored | undefined, before?: Stored): void {
	const time = now().getTime();
	if (stored !== undefined) {
		eventLife.write(stored.key, time);
	} else if (before !== undefined) {
		eventLife.remove(before.key);
	}

	const events = store.collection('events');
	for (let key = eventLife.next(time); key !== undefined; key = eventLife.next(time)) {
		eventLife.remove(key);
		const old = events.get(key);
		if (old !== undefined) {
			store.remove('events', old.object);
		}
	}
}
