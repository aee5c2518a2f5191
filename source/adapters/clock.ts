import {setTimeout} from 'node:timers/promises';
import type {Clock} from '../model/ports.ts';

/** The machine's clock. */
export const systemClock: Clock = {
	now: () => Date.now(),
	ticks: () => performance.timeOrigin + performance.now(),
	random: () => Math.random(),
	async sleep(milliseconds, signal) {
		try {
			await setTimeout(milliseconds, undefined, {signal});
		} catch (error) {
			// Node rejects with an error of its own, and not with the signal's reason.
			signal.throwIfAborted();
			throw error;
		}
	},
};
