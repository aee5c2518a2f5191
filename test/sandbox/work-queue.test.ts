import {afterEach, expect, test, vi} from 'vitest';
import {createWorkQueue} from '../../source/sandbox/work-queue.ts';

const ending = {controller: new AbortController()};

afterEach(() => {
	ending.controller.abort();
	ending.controller = new AbortController();
	vi.useRealTimers();
});

/** A queue whose work ends when the test says so. */
function createHeldQueue(concurrency: number) {
	const started: string[] = [];
	const failures: string[] = [];
	const ends: {resolve(): void; reject(error: Error): void}[] = [];
	const work = (key: string) => {
		started.push(key);
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		ends.push({resolve, reject});
		return promise;
	};
	const onFailure = (key: string) => void failures.push(key);
	const queue = createWorkQueue(work, {concurrency, signal: ending.controller.signal, onFailure});
	return {queue, started, failures, ends};
}

test('no more than so many keys are worked on at a time', async () => {
	const {queue, started, ends} = createHeldQueue(2);
	for (const key of ['a', 'b', 'c', 'd']) {
		queue.add(key);
	}

	expect(started).toEqual(['a', 'b']);
	ends[0]?.resolve();
	await vi.waitFor(() => expect(started).toEqual(['a', 'b', 'c']));
});

test('what is added while it is worked on is worked on once more, and by one at a time', async () => {
	const {queue, started, ends} = createHeldQueue(2);
	queue.add('a');
	queue.add('a');
	queue.add('a');
	expect(started).toEqual(['a']);
	ends[0]?.resolve();
	await vi.waitFor(() => expect(started).toEqual(['a', 'a']));
	ends[1]?.resolve();
	queue.add('b');
	expect(started).toEqual(['a', 'a', 'b']);
});

test('what fails is told and tried again later, and not after the end', async () => {
	vi.useFakeTimers();
	const {queue, started, failures, ends} = createHeldQueue(2);
	queue.add('a');
	ends[0]?.reject(new Error('no'));
	await vi.advanceTimersByTimeAsync(0);
	expect({started, failures}).toEqual({started: ['a'], failures: ['a']});
	await vi.advanceTimersByTimeAsync(100);
	expect(started).toEqual(['a', 'a']);

	ends[1]?.reject(new Error('no'));
	await vi.advanceTimersByTimeAsync(0);
	ending.controller.abort();
	await vi.advanceTimersByTimeAsync(60_000);
	queue.add('b');
	expect(started).toEqual(['a', 'a']);
});
