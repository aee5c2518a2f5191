import {BusyError} from '../model/operator-error.ts';
import type {ResourceKey} from '../model/resource.ts';

/**
 * How long to wait before the next repair of one object, in seconds, by how often it was repaired lately:
 * at once, until it is called a fight; then as Argo CD's self-heal, 2 s, three times as long, 300 s at most.
 */
const repairDelays = [0, 0, 0, 2, 6, 18, 54, 162, 300] as const;
/** Repairs that are longer ago than this, in milliseconds, are forgotten. */
const memory = 600_000;

/** From this repair on it is called a fight. */
export const fightRounds = 3;

type Repairs = {readonly count: number; readonly lastAt: number};

/** Repairs of drift, by object: who keeps changing what Git declares is not fought without end. Times by `Clock.ticks`. */
export class Patience {
	readonly #repairs = new Map<ResourceKey, Repairs>();

	/** When the object may be repaired again. */
	dueAt(key: ResourceKey, now: number): number {
		const {count, lastAt} = this.#lately(key, now);
		return lastAt + (repairDelays[Math.min(count, repairDelays.length - 1)] ?? 0) * 1000;
	}

	/** How often it was repaired lately. */
	rounds(key: ResourceKey, now: number): number {
		return this.#lately(key, now).count;
	}

	/** Notes a repair; says how many there were lately. */
	note(key: ResourceKey, now: number): number {
		const count = this.#lately(key, now).count + 1;
		this.#repairs.set(key, {count, lastAt: now});
		return count;
	}

	/** What was noted as a repair was none: it could not be made. */
	takeBack(key: ResourceKey): void {
		const known = this.#repairs.get(key);
		if (known) {
			this.#repairs.set(key, {...known, count: known.count - 1});
		}
	}

	#lately(key: ResourceKey, now: number): Repairs {
		const known = this.#repairs.get(key);
		return known && now - known.lastAt < memory ? known : {count: 0, lastAt: 0};
	}
}

/** How long to wait after so many failures in a row, in milliseconds (Argo CD's retry: 5 s, doubled, 3 minutes at most). */
export function retryDelay(failures: number): number {
	return Math.min(5000 * 2 ** Math.max(0, failures - 1), 180_000);
}

/** How long the cluster asked to wait, in milliseconds; 0 where it did not. */
export function patienceAskedBy(error: unknown): number {
	return error instanceof BusyError ? error.retryAfter * 1000 : 0;
}
