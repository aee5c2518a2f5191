import {setImmediate as turn} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {systemClock as clock} from '../../source/adapters/clock.ts';
import {LiveCache} from '../../source/engine/live.ts';
import {Rights} from '../../source/engine/rights.ts';
import {createFakeCluster} from './support/fake-cluster.ts';

const kind = {
	...{group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps'},
	...{isNamespaced: true, isListable: true},
} as const;

/** A cluster whose lists are answered when the test says so, and two who wait for the same one. */
async function setUpList() {
	const {cluster} = createFakeCluster();
	const lists: {readonly signal: AbortSignal; readonly answer: () => void}[] = [];
	const slow: typeof cluster = {
		...cluster,
		list: (_, __, signal) =>
			new Promise((resolve, reject) => {
				lists.push({signal, answer: () => resolve([])});
				signal.addEventListener('abort', () => reject(signal.reason));
			}),
	};
	const ended = new AbortController();
	const live = new LiveCache({cluster: slow, clock, rights: new Rights(slow, clock), ended: ended.signal});
	const waiting = () => {
		const stop = new AbortController();
		return {
			stop: () => stop.abort(new Error('not waited for')),
			known: live.ensure([{kind, namespaces: []}], stop.signal),
		};
	};
	const [one, other] = [waiting(), waiting()];
	await turn();
	return {lists, ended, waiting, one, other};
}

test('one who stops waiting for a list does not end it for another', async () => {
	const {lists, one, other} = await setUpList();
	one.stop();
	await expect(one.known).rejects.toThrow('not waited for');
	lists[0]?.answer();
	await other.known;
	expect(lists).toHaveLength(1);
});

test('a list for which nobody waits any more ends, and who comes then has it listed anew', async () => {
	const {lists, waiting, one, other} = await setUpList();
	one.stop();
	other.stop();
	await expect(one.known).rejects.toThrow('not waited for');
	await expect(other.known).rejects.toThrow('not waited for');
	const next = waiting();
	expect(lists[0]?.signal.aborted).toBe(true);
	await turn();
	lists[1]?.answer();
	await next.known;
});

test('lists end with what is wanted of the cluster', async () => {
	const {ended, one, other} = await setUpList();
	ended.abort(new Error('another cluster'));
	await expect(one.known).rejects.toThrow('another cluster');
	await expect(other.known).rejects.toThrow('another cluster');
});
