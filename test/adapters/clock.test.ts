import {expect, test} from 'vitest';
import {systemClock} from '../../source/adapters/clock.ts';

test('a sleep that is aborted rejects with the reason of its signal', async () => {
	const controller = new AbortController();
	const sleeping = systemClock.sleep(60_000, controller.signal);
	const reason = new Error('enough');
	controller.abort(reason);
	await expect(sleeping).rejects.toBe(reason);
});

test('a sleep under a signal that was aborted before does not begin', async () => {
	const reason = new Error('enough');
	await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('a sleep lasts as long as it was told', async () => {
	const start = systemClock.now();
	await systemClock.sleep(20, new AbortController().signal);
	// Timers count whole milliseconds, and may be one early by this clock.
	expect(systemClock.now() - start).toBeGreaterThanOrEqual(19);
});
