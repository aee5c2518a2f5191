import type {WatchEvent} from '../model/ports.ts';

type Stale = Omit<WatchEvent & {readonly kind: 'stale'}, 'kind'>;

/** What can't be watched in one cluster, and why; each kind by itself, or each namespace of it. */
export class Loss {
	readonly #parts = new Map<string, Stale>();
	#since: number | undefined;

	/** Whether that is news: something else is wrong than was told before. */
	add(part: string, stale: Stale): boolean {
		const before = this.#last;
		this.#since ??= stale.since;
		// The last one is what is shown: a server that comes back with another certificate does not just not answer any more.
		this.#parts.delete(part);
		this.#parts.set(part, stale);
		return before?.reason !== stale.reason;
	}

	/** Says whether all is well again by that. */
	remove(part: string): boolean {
		return this.#parts.delete(part) && this.#parts.size === 0;
	}

	/** What is wrong. */
	get reason(): string {
		return this.#last?.reason ?? '';
	}

	/** What is tried next, and when. */
	get next(): string {
		return `tried again within ${(this.#last?.within ?? 0) / 1000} s`;
	}

	/** Since when, in milliseconds since 1970. */
	get since(): number {
		return this.#since ?? 0;
	}

	/** All of it, for a row. */
	describe(): string {
		return `${this.reason}; ${sinceWhen(this.since)}; ${this.next}`;
	}

	get #last(): Stale | undefined {
		return [...this.#parts.values()].at(-1);
	}
}

/** ISO 8601, UTC, to the second. */
export function secondOf(time: number): string {
	return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** `03:04:05 UTC`. */
export function timeOf(time: number): string {
	return `${new Date(time).toISOString().slice(11, 19)} UTC`;
}

/** As it stands behind a reason: `since 2026-11-21T03:04:05Z`. */
export function sinceWhen(time: number): string {
	return `since ${secondOf(time)}`;
}
