import {expect, test} from 'vitest';
import {AnotherClusterError} from '../../../../source/model/operator-error.ts';
import type {Cluster} from '../../../../source/model/ports.ts';
import {clusterAt, configMaps, type Handler, item, never, refuse, reply, startApi} from '../fakes/api.ts';
import {breaks, ends, stays} from '../fakes/watching.ts';

const cut: Handler = (_, response) => response.destroy();
const full = {kind: 'ConfigMap', apiVersion: 'v1', ...item('a')};
const id = {...configMaps, namespace: 'shop', name: 'a'};
const write = (cluster: Cluster) => cluster.apply(configMaps, full, {dryRun: false, force: true}, never);
const isIdentity = ({path}: {readonly path: string}) => path.endsWith('/kube-system');

/** A server that becomes another cluster; what it does with what is neither its identity nor listed is told to it. */
async function startChanging(handle: Handler) {
	const state = {uid: 'one', handle};
	const api = await startApi((asked, response) => {
		const {path} = asked;
		if (isIdentity(asked) && state.uid === '') {
			refuse(403, 'forbidden')(asked, response);
		} else if (isIdentity(asked)) {
			reply(200, {metadata: {name: 'kube-system', uid: state.uid, resourceVersion: '1'}})(asked, response);
		} else if (path.endsWith('/configmaps') && !asked.query.has('watch')) {
			reply(200, {metadata: {resourceVersion: '10'}, items: []})(asked, response);
		} else {
			state.handle(asked, response);
		}
	});
	const unbound = await clusterAt(api.url, {}, {goodWatch: 0});
	const cluster = unbound.as(await unbound.identity(never));
	const count = (method: string) => api.asked.filter(one => one.method === method && !isIdentity(one)).length;
	return {api, state, cluster, count, identities: () => api.asked.filter(isIdentity).length};
}

/** Each ends with a connection that was lost. */
const losses: readonly (readonly [string, (changing: Awaited<ReturnType<typeof startChanging>>) => Promise<void>])[] = [
	[
		'a read was cut off',
		async ({state, cluster}) => {
			state.handle = cut;
			await expect(cluster.read(configMaps, id, never)).rejects.toThrow('does not answer');
		},
	],
	...(
		[
			['a watch broke', breaks()],
			['a watch was ended before its time', ends()],
			['a watch has to list anew', reply(410, {kind: 'Status', code: 410, message: 'too old'})],
		] as const
	).map(([title, handle]) => {
		const lose = async ({state, cluster}: Awaited<ReturnType<typeof startChanging>>) => {
			const stop = new AbortController();
			let streams = 0;
			state.handle = (asked, response) => {
				streams++;
				(streams === 1 ? handle : stays())(asked, response);
			};
			const back = new Promise<void>(resolve => cluster.onBack(resolve));
			const watching = (async () => {
				for await (const _ of cluster.watch(configMaps, {}, stop.signal)) {
					// What it tells is not what this is about.
				}
			})();
			await back;
			stop.abort();
			await watching;
		};
		return [title, lose] as const;
	}),
];

test.for(losses)('%s: which cluster is there is read again before anything is written', async ([, lose]) => {
	const changing = await startChanging(reply(200, full));
	const {state, cluster, count} = changing;
	await write(cluster);
	await lose(changing);
	state.uid = 'two';
	state.handle = reply(200, full);
	await expect(write(cluster)).rejects.toThrow(AnotherClusterError);
	await expect(cluster.remove(configMaps, id, {uid: 'uid-a'}, never)).rejects.toThrow(AnotherClusterError);
	expect([count('PATCH'), count('DELETE')]).toEqual([1, 0]);
});

test('a write whose connection is cut is not sent again to another cluster', async () => {
	const {state, cluster, count} = await startChanging(reply(200, full));
	state.handle = (asked, response) => {
		state.uid = 'two';
		cut(asked, response);
	};
	await expect(write(cluster)).rejects.toThrow(AnotherClusterError);
	expect(count('PATCH')).toBe(1);
});

test('writes that wait for their turn while the cluster becomes another one are not sent', async () => {
	const {state, cluster, count} = await startChanging(reply(200, full));
	const held: (() => void)[] = [];
	const isFull = Promise.withResolvers<void>();
	state.handle = (asked, response) => {
		held.push(() => cut(asked, response));
		if (held.length === 32) {
			isFull.resolve();
		}
	};
	const writes = Array.from({length: 40}, () => write(cluster).catch((error: unknown) => error));
	await isFull.promise;
	state.uid = 'two';
	for (const release of held) {
		release();
	}

	const errors = await Promise.all(writes);
	expect(errors.every(error => error instanceof AnotherClusterError)).toBe(true);
	expect(count('PATCH')).toBe(32);
});

test('a new cluster that does not say yet which one it is, is asked again at each write', async () => {
	const {state, cluster, count} = await startChanging(cut);
	await expect(cluster.read(configMaps, id, never)).rejects.toThrow('does not answer');
	state.uid = '';
	state.handle = refuse(403, 'forbidden');
	await expect(write(cluster)).rejects.toThrow('forbidden');
	state.uid = 'two';
	state.handle = reply(200, full);
	await expect(write(cluster)).rejects.toThrow(AnotherClusterError);
	expect(count('PATCH')).toBe(1);
});

test('as long as connections hold, nobody asks twice which cluster is there', async () => {
	const {cluster, identities} = await startChanging(reply(200, full));
	for (let round = 0; round < 5; round++) {
		await write(cluster);
	}

	expect(identities()).toBe(1);
});

test('of another cluster nothing is believed that was known of the one before', async () => {
	const {state, cluster, api} = await startChanging(
		reply(200, {kind: 'APIResourceList', resources: [], gitVersion: 'v1'}),
	);
	const versions = () => api.asked.filter(({path}) => path === '/version').length;
	await cluster.version(never);
	await cluster.version(never);
	expect(versions()).toBe(1);
	state.uid = 'two';
	await cluster.identity(never, true);
	await cluster.version(never);
	expect(versions()).toBe(2);
});
