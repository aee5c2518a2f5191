import {expect, test} from 'vitest';
import {clusterAt, configMaps, type Handler, never, refuse, reply, startApi} from '../fakes/api.ts';

const pod = {namespace: 'shop', name: 'web-1', container: 'web', tail: 3};

const output =
	(text: string): Handler =>
	(_, response) =>
		void response.writeHead(200, {'content-type': 'text/plain'}).end(text);

test("the end of a container's output is asked for by lines", async () => {
	const api = await startApi(output('one\ntwo\n\nfour'));
	const cluster = await clusterAt(api.url);
	expect(await cluster.logs(pod, never)).toEqual(['one', 'two', '', 'four']);
	const [asked] = api.asked;
	expect(asked?.path).toBe('/api/v1/namespaces/shop/pods/web-1/log');
	expect(Object.fromEntries(asked?.query ?? [])).toEqual({tailLines: '3', container: 'web'});
});

test.for([
	['nothing', '', []],
	['one line with its end', 'one\n', ['one']],
	['colours', '\u001b[1;31mred\u001b[0m \u001b]0;title\u0007plain', ['red plain']],
	['what a progress bar wrote over', '10 %\r20 %\r\ndone\r', ['20 %', 'done']],
	['tabs', 'a\tb', ['a    b']],
	['controls and what turns text around', 'a\u0000b\u0008c\u202ed\u2028e', ['abcde']],
	['other alphabets', 'größer 日本 👍🏽', ['größer 日本 👍🏽']],
] as const)('output with %s is plain lines', async ([, text, lines]) => {
	const api = await startApi(output(text));
	const cluster = await clusterAt(api.url);
	expect(await cluster.logs(pod, never)).toEqual(lines);
});

test('of output without an end the last megabyte is kept', async () => {
	const api = await startApi(output(`${'x'.repeat(1023)}\n`.repeat(5000)));
	const cluster = await clusterAt(api.url);
	const lines = await cluster.logs({...pod, container: ''}, never);
	expect([lines.length, lines.at(-1)?.length]).toEqual([1024, 1023]);
});

test('what the cluster refuses is told in its words', async () => {
	const api = await startApi(refuse(400, 'container "web" in pod "web-1" is waiting to start: ContainerCreating'));
	const cluster = await clusterAt(api.url);
	await expect(cluster.logs(pod, never)).rejects.toThrow('is waiting to start: ContainerCreating');
});

test('objects are narrowed by fields, listed and watched', async () => {
	const list = {kind: 'ConfigMapList', apiVersion: 'v1', metadata: {resourceVersion: '1'}, items: []};
	const api = await startApi(({query}, response) => {
		if (query.has('watch')) {
			response.writeHead(200, {'content-type': 'application/json'}).flushHeaders();
		} else {
			reply(200, list)({method: '', path: '', query, headers: {}, body: ''}, response);
		}
	});
	const cluster = await clusterAt(api.url);
	const selection = {namespace: 'shop', fieldSelector: 'involvedObject.name=web,involvedObject.kind=Pod'};
	await cluster.list(configMaps, selection, never);
	const stop = new AbortController();
	const asked = Promise.withResolvers<void>();
	const watching = (async () => {
		for await (const {kind} of cluster.watch(configMaps, selection, stop.signal)) {
			expect(kind).toBe('listed');
			asked.resolve();
		}
	})();
	await asked.promise;
	await expect.poll(() => api.asked.length).toBe(3);
	stop.abort();
	await watching;
	expect(api.asked.map(({query}) => query.get('fieldSelector'))).toEqual(Array(3).fill(selection.fieldSelector));
});
