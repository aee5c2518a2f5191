import {setImmediate} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {createQueue, createTurns} from '../../source/engine/queue.ts';

/** Work that ends when it is told to. */
function controlled(concurrency: number) {
	const started: string[] = [];
	const ends = new Map<string, () => void>();
	const queue = createQueue(concurrency, name => {
		started.push(name);
		return new Promise(resolve => ends.set(name, resolve));
	});
	return {
		queue,
		started,
		end: async (name: string) => {
			ends.get(name)?.();
			await Promise.resolve();
			await setImmediate();
		},
	};
}

test('what is asked for several times before it starts is done once', () => {
	const {queue, started} = controlled(1);
	queue.add('busy');
	queue.add('a');
	queue.add('a');
	expect(started).toEqual(['busy']);
});

test('what is asked for while it runs is done once more, after it', async () => {
	const {queue, started, end} = controlled(2);
	queue.add('a');
	queue.add('a');
	queue.add('a');
	expect(started).toEqual(['a']);
	await end('a');
	expect(started).toEqual(['a', 'a']);
	await end('a');
	expect(started).toEqual(['a', 'a']);
});

test('no more than so many run at a time, and the rest follows', async () => {
	const {queue, started, end} = controlled(2);
	for (const name of ['a', 'b', 'c']) {
		queue.add(name);
	}

	expect(started).toEqual(['a', 'b']);
	await end('a');
	expect(started).toEqual(['a', 'b', 'c']);
});

test('it is idle when nothing waits and nothing runs', async () => {
	const {queue, end} = controlled(1);
	await queue.idle();
	queue.add('a');
	let isIdle = false;
	const idle = queue.idle().then(() => {
		isIdle = true;
	});
	expect(isIdle).toBe(false);
	await end('a');
	await idle;
});

test('of work that comes together, a part goes on in each turn of the event loop', async () => {
	const turn = createTurns();
	const gone: number[] = [];
	const all = Array.from({length: 9}, async (_, index) => {
		await turn();
		gone.push(index);
	});
	await setImmediate();
	expect(gone).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
	await Promise.all(all);
	expect(gone).toHaveLength(9);
	await expect(turn()).resolves.toBeUndefined();
});
