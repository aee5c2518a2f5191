import {writeFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {AnotherClusterError} from '../../../../source/model/operator-error.ts';
import type {Cluster} from '../../../../source/model/ports.ts';
import {
	type Asked,
	clusterOf,
	configMaps,
	type Handler,
	item,
	kubeconfigFor,
	kubeconfigWith,
	list,
	never,
	refuse,
	reply,
	startApi,
} from '../fakes/api.ts';
import {createCertificate} from '../fakes/certificate.ts';
import {stays} from '../fakes/watching.ts';

const one = {...configMaps, namespace: 'shop', name: 'a'};
const full = {kind: 'ConfigMap', apiVersion: 'v1', ...item('a')};
const read = (cluster: Cluster) => cluster.read(configMaps, one, never);
const write = (cluster: Cluster) => cluster.apply(configMaps, full, {dryRun: false, force: true}, never);

/** A server that shows the cluster of that uid, until it is to cut each connection or to refuse each token. */
async function startServer(uid: string, certificate?: Parameters<typeof startApi>[1]) {
	const state: {does: 'answer' | 'cut' | 'refuse'} = {does: 'answer'};
	const handlers: Record<typeof state.does, Handler> = {
		cut: (_, response) => response.destroy(),
		refuse: refuse(401, 'Unauthorized'),
		answer: (asked, response) => answerOf(asked, uid)(asked, response),
	};
	const api = await startApi((asked, response) => handlers[state.does](asked, response), certificate);
	const shown = () => api.asked.map(({headers}) => headers.authorization);
	const watches = () => api.asked.filter(({query}) => query.has('watch')).length;
	const writes = () => api.asked.filter(({method}) => method === 'PATCH').length;
	return {url: api.url, api, state, shown, watches, writes};
}

function answerOf({path, query}: Asked, uid: string): Handler {
	if (query.has('watch')) {
		return stays();
	}

	const isIdentity = path.endsWith('/kube-system');
	const object = isIdentity ? {metadata: {name: 'kube-system', uid, resourceVersion: '1'}} : full;
	return reply(200, path.endsWith('/configmaps') ? list([item('a')]) : object);
}

/** A cluster that was reached at one server, and a kubeconfig that names another one by now. */
async function moved(uid: string) {
	const [before, after] = await Promise.all([startServer('one'), startServer(uid)]);
	const file = await kubeconfigFor(before.url, {user: {token: 'before'}});
	const unbound = await clusterOf(file, {goodWatch: 0});
	const cluster = unbound.as(await unbound.identity(never));
	await writeFile(file, JSON.stringify(kubeconfigWith(after.url, {user: {token: 'after'}})));
	return {before, after, cluster};
}

test('a server that answers is stayed with, whatever the kubeconfig names by now', async () => {
	const {before, after, cluster} = await moved('one');
	await read(cluster);
	await write(cluster);
	expect([before.writes(), after.api.asked]).toEqual([1, []]);
});

test.for(['cut', 'refuse'] as const)(
	'a cluster whose server does not do its work (%s) is looked for where the kubeconfig has it by now, with its credentials',
	async does => {
		const {before, after, cluster} = await moved('one');
		before.state.does = does;
		await expect.poll(() => read(cluster).catch(() => undefined)).toMatchObject({uid: 'uid-a'});
		await write(cluster);
		expect([before.writes(), after.writes()]).toEqual([0, 1]);
		expect(new Set(before.shown())).toEqual(new Set(['Bearer before']));
		expect(new Set(after.shown())).toEqual(new Set(['Bearer after']));
		expect(cluster.context).toBe('test');
	},
);

test('nothing is written where the kubeconfig has another cluster by now', async () => {
	const {before, after, cluster} = await moved('two');
	before.state.does = 'cut';
	await expect.poll(() => read(cluster).catch(() => undefined)).toMatchObject({uid: 'uid-a'});
	await expect(write(cluster)).rejects.toThrow(AnotherClusterError);
	await expect(write(cluster)).rejects.toThrow(after.url);
	expect([before.writes(), after.writes()]).toEqual([0, 0]);
});

test('a watch goes on where the cluster is by now', async () => {
	const {before, after, cluster} = await moved('one');
	const ending = new AbortController();
	const seen: string[] = [];
	const watching = (async () => {
		for await (const {kind} of cluster.watch(configMaps, {}, ending.signal)) {
			seen.push(kind);
		}
	})();
	await expect.poll(before.watches).toBe(1);
	before.state.does = 'cut';
	// Whoever loses the connection first has the way looked at: this, or the watch.
	await Promise.allSettled([read(cluster)]);
	await expect.poll(after.watches).toBe(1);
	ending.abort();
	await watching;
	expect(seen).toEqual(['listed']);
});

test('a certificate authority that the kubeconfig has by now is trusted once the one before is of no use', async () => {
	const [old, renewed] = [1, 2].map(number => createCertificate({subject: `authority ${number}`, host: '127.0.0.1'}));
	const {url} = await startServer('one', renewed);
	const authority = (pem = '') => ({cluster: {'certificate-authority-data': Buffer.from(pem).toString('base64')}});
	const file = await kubeconfigFor(url, authority(old?.certificate));
	const cluster = await clusterOf(file);
	await expect(read(cluster)).rejects.toThrow("can't be trusted");
	await writeFile(file, JSON.stringify(kubeconfigWith(url, authority(renewed?.certificate))));
	await expect.poll(() => read(cluster).catch(() => undefined)).toMatchObject({uid: 'uid-a'});
});
