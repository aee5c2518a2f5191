import {setTimeout} from 'node:timers/promises';
import type {Clock} from '../model/ports.ts';

/** The machine's clock. */
export const systemClock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	async sleep(milliseconds, signal) {
		await setTimeout(milliseconds, undefined, {signal});
	},
};
