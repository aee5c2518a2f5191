import type {Timing} from '../rest/timing.ts';

type Steps = {readonly first: number; readonly last: number};

/** How long to wait before the next try, in milliseconds: at once after the first failure, then ever longer, with jitter. */
export function backoff(failures: number, {firstRetry, lastRetry}: Timing, random: number): number {
	return failures <= 1 ? 0 : grown(failures - 2, {first: firstRetry, last: lastRetry}, random);
}

/** For what does not mend by itself. */
export function slowBackoff(failures: number, {firstSlowRetry, lastSlowRetry}: Timing, random: number): number {
	return grown(Math.max(failures - 1, 0), {first: firstSlowRetry, last: lastSlowRetry}, random);
}

function grown(doublings: number, {first, last}: Steps, random: number): number {
	return Math.min(last, first * 2 ** doublings) * (0.5 + random / 2);
}
