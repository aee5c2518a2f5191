import {setImmediate as yieldToOthers} from 'node:timers/promises';

/** To be awaited between pieces of long work: lets others have their turn, and rejects when the signal is aborted. */
export type Pace = () => Promise<void>;

const longestTurnMs = 25;

export function createPace(signal?: AbortSignal): Pace {
	let since = performance.now();
	return async () => {
		signal?.throwIfAborted();
		if (performance.now() - since > longestTurnMs) {
			await yieldToOthers();
			signal?.throwIfAborted();
			since = performance.now();
		}
	};
}
