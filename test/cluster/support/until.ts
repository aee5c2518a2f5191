import {setTimeout} from 'node:timers/promises';

export type UntilOptions = {readonly timeoutMs?: number; readonly signal?: AbortSignal};

/**
 * Asks again and again until the answer is neither `undefined` nor `false`, and resolves it.
 * A check that throws counts as not yet; the last one's reason is told when the time is up.
 */
export async function until<T>(
	what: string,
	check: () => Promise<T | undefined | false> | T | undefined | false,
	{timeoutMs = 60_000, signal}: UntilOptions = {},
): Promise<T> {
	const deadline = performance.now() + timeoutMs;
	let reason: unknown;
	while (performance.now() < deadline) {
		signal?.throwIfAborted();
		try {
			const answer = await check();
			if (answer !== undefined && answer !== false) {
				return answer;
			}
		} catch (error) {
			reason = error;
		}

		await setTimeout(50);
	}

	throw new Error(`not within ${timeoutMs / 1000} s: ${what}`, {cause: reason});
}
