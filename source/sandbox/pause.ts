import {setTimeout} from 'node:timers/promises';

/** Waits that long, or until the signal; never rejects. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
	try {
		await setTimeout(milliseconds, undefined, {signal});
	} catch {
		// Only the signal ends it early, and whoever waits looks at the signal.
	}
}

/** How long to wait before a try after that many failures: doubling from 50 ms up to 5 s, with jitter. */
export function backoff(failures: number): number {
	return Math.min(5000, 50 * 2 ** Math.min(failures, 7)) * (0.75 + Math.random() / 2);
}
