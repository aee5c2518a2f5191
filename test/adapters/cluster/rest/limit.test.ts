import {expect, test} from 'vitest';
import {createLimit} from '../../../../source/adapters/cluster/rest/limit.ts';

const never = new AbortController().signal;

function createGate() {
	const started: string[] = [];
	const open = new Map<string, () => void>();
	const task = (name: string) => () => {
		started.push(name);
		const {promise, resolve} = Promise.withResolvers<void>();
		open.set(name, resolve);
		return promise;
	};
	return {started, task, finish: (name: string) => open.get(name)?.()};
}

test('no more tasks run than allowed, and the others follow in their order', async () => {
	const gate = createGate();
	const limit = createLimit(2);
	const all = ['a', 'b', 'c', 'd'].map(name => limit(gate.task(name), never));
	expect(gate.started).toEqual(['a', 'b']);
	gate.finish('b');
	await all[1];
	await expect.poll(() => gate.started).toEqual(['a', 'b', 'c']);
	gate.finish('a');
	gate.finish('c');
	await expect.poll(() => gate.started).toEqual(['a', 'b', 'c', 'd']);
	gate.finish('d');
	await Promise.all(all);
});

test('who stops waiting gives way, and takes no place', async () => {
	const gate = createGate();
	const limit = createLimit(1);
	const impatient = new AbortController();
	const first = limit(gate.task('first'), never);
	const second = limit(gate.task('second'), impatient.signal);
	const third = limit(gate.task('third'), never);
	impatient.abort(new Error('enough'));
	await expect(second).rejects.toThrow('enough');
	gate.finish('first');
	await first;
	await expect.poll(() => gate.started).toEqual(['first', 'third']);
	gate.finish('third');
	await third;
});

test('a task that fails frees its place', async () => {
	const limit = createLimit(1);
	await expect(limit(() => Promise.reject(new Error('no')), never)).rejects.toThrow('no');
	await expect(limit(() => Promise.resolve('yes'), never)).resolves.toBe('yes');
});
