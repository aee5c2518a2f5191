import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {
	clusterAt,
	configMaps,
	folder,
	type Handler,
	inTurn,
	item,
	list,
	listen,
	refuse,
	reply,
	startApi,
} from '../fakes/api.ts';
import {added, breaks, ends, follow, requestsOf, stays} from '../fakes/watching.ts';

test('a watch asks for bookmarks, for what is selected, and for an end after five to ten minutes', async () => {
	const {api} = await follow({});
	await expect.poll(() => requestsOf(api)).toEqual(['list', 'watch 10']);
	const {timeoutSeconds, ...query} = Object.fromEntries(api.asked[1]?.query ?? []);
	expect(query).toEqual({watch: '1', allowWatchBookmarks: 'true', resourceVersion: '10', labelSelector: 'app'});
	expect(Number(timeoutSeconds)).toBeGreaterThanOrEqual(300);
	expect(Number(timeoutSeconds)).toBeLessThanOrEqual(600);
});

test('a watch ends without an error when it is told to, and its connection with it', async () => {
	const closed: string[] = [];
	const {seen, end} = await follow({
		watches: [
			(asked, response) => {
				response.on('close', () => closed.push('watch'));
				stays(added('b', '11'))(asked, response);
			},
		],
	});
	await expect.poll(() => seen).toEqual(['listed a', 'changed b']);
	await expect(end()).resolves.toBeUndefined();
	await expect.poll(() => closed).toEqual(['watch']);
});

test.for<[string, Handler]>([
	['while it lists', () => undefined],
	['while it waits to try again', refuse(403, 'forbidden')],
])('a watch ends when it is told to %s', async ([, handler]) => {
	const {api, end} = await follow({lists: [handler]}, {firstSlowRetry: 60_000, lastSlowRetry: 60_000});
	await expect.poll(() => api.asked.length).toBe(1);
	await expect(end()).resolves.toBeUndefined();
});

test('a watch that is ended while its listing is looked at ends with it', async () => {
	const api = await startApi(inTurn(reply(200, list([item('a')])), stays()));
	const cluster = await clusterAt(api.url);
	const ending = new AbortController();
	for await (const _ of cluster.watch(configMaps, {}, ending.signal)) {
		ending.abort();
	}

	expect(requestsOf(api)).toEqual(['list']);
});

test.for([
	['the list', [], 'listed', ['list']],
	['a change', [], 'changed', ['list', 'watch 10']],
	[
		'the word that all is fresh',
		[refuse(500, 'down'), refuse(500, 'down')],
		'fresh',
		['list', 'list', 'list', 'watch 10'],
	],
] as const)('who leaves at %s leaves no connection behind', async ([, failures, last, requests]) => {
	const open = new Set<object>();
	const lists = inTurn(...failures, reply(200, list([item('a')])));
	const api = await startApi((asked, response) => {
		if (!asked.query.has('watch')) {
			lists(asked, response);
			return;
		}

		open.add(response);
		response.on('close', () => open.delete(response));
		stays(added('b', '11'), added('c', '12'))(asked, response);
	});
	const cluster = await clusterAt(api.url);
	for await (const {kind} of cluster.watch(configMaps, {}, new AbortController().signal)) {
		if (kind === last) {
			break;
		}
	}

	await expect.poll(() => open.size).toBe(0);
	expect(requestsOf(api)).toEqual(requests);
});

test('a watch that has gone silent is made again', async () => {
	// Asked to end after a second or two, and given up 50 ms after it began.
	const {seen, api} = await follow(
		{watches: [stays(), stays(added('b', '11'))]},
		{watchSeconds: 0.5, watchGrace: -950},
	);
	await expect.poll(() => seen).toEqual(['listed a', 'changed b']);
	expect(requestsOf(api).slice(0, 3)).toEqual(['list', 'watch 10', 'watch 10']);
});

test('a server that ends every watch at once is not asked in a loop', async () => {
	const {seen, api, end} = await follow({watches: [ends()]}, {firstRetry: 60_000, lastRetry: 60_000});
	await expect.poll(() => seen).toEqual(['listed a', 'stale']);
	expect(requestsOf(api)).toEqual(['list', 'watch 10', 'watch 10']);
	await end();
});

test.for([
	['40', 40_000],
	['7200', 600_000],
] as const)(
	'a cluster that asks a watch for patience is not asked before that, and the next try is told: %s s',
	async ([seconds, within]) => {
		const busy = reply(429, {kind: 'Status', code: 429}, {'retry-after': seconds});
		const {events, api, end} = await follow({watches: [busy]});
		await expect
			.poll(() => events[1])
			.toMatchObject({kind: 'stale', reason: expect.stringContaining(`${seconds} s of patience`), within});
		await end();
		expect(requestsOf(api)).toEqual(['list', 'watch 10']);
	},
);

test.for([
	['does not answer', refuse(500, 'down'), 7000],
	['refuses', refuse(403, 'forbidden'), 9000],
] as const)(
	'of a watch that the cluster %s is told when it is tried again at the latest',
	async ([, handler, within]) => {
		const {events} = await follow({watches: [handler]}, {lastRetry: 7000, lastSlowRetry: 9000});
		await expect.poll(() => events[1]).toMatchObject({kind: 'stale', within});
	},
);

test('a page that somebody else shows instead of a watch is told as that', async () => {
	const {events, api} = await follow({watches: [reply(200, '<html>Please log in</html>')]});
	await expect
		.poll(() => events[1])
		.toMatchObject({
			kind: 'stale',
			reason: `cluster test at ${api.url} can't watch objects of kind ConfigMap: it answers HTTP 200 with text/html that is not of Kubernetes`,
		});
});

test('a watch logs in again when its credentials are refused', async () => {
	const tokenFile = join(await folder(), 'token');
	await writeFile(tokenFile, 'old');
	const api = await startApi((asked, response) => {
		if (!asked.query.has('watch')) {
			reply(200, list([item('a')]))(asked, response);
		} else if (asked.headers.authorization === 'Bearer old') {
			void writeFile(tokenFile, 'new').then(() => refuse(401, 'Unauthorized')(asked, response));
		} else {
			stays(added('b', '11'))(asked, response);
		}
	});
	const cluster = await clusterAt(api.url, {user: {tokenFile}});
	const seen: string[] = [];
	for await (const event of cluster.watch(configMaps, {}, new AbortController().signal)) {
		seen.push(event.kind);
		if (event.kind === 'changed') {
			break;
		}
	}

	expect(seen).toEqual(['listed', 'changed']);
	expect(api.asked.at(-1)?.headers.authorization).toBe('Bearer new');
});

test('a watch outlives a restart of the server, and tells since when it was blind and why', async () => {
	const before = Date.now();
	const {seen, events, api} = await follow(
		{watches: [breaks(added('b', '11')), refuse(500, 'down'), refuse(500, 'down'), stays(added('c', '12'))]},
		{firstRetry: 20, lastRetry: 20},
	);
	await expect.poll(() => seen).toEqual(['listed a', 'changed b', 'stale', 'fresh', 'changed c']);
	const [stale] = events.filter(event => event.kind === 'stale');
	expect(stale?.since).toBeGreaterThanOrEqual(before);
	expect(stale?.since).toBeLessThanOrEqual(Date.now() - 10);
	expect(stale?.reason).toBe(`cluster test at ${api.url} can't watch objects of kind ConfigMap: HTTP 500: down`);
});

test('a server that is down: the watch waits for it', async () => {
	const answer = createServer((request, response) => {
		const isWatch = request.url?.includes('watch=1') === true;
		response.writeHead(200);
		response.write(isWatch ? added('b', '11') : JSON.stringify(list([item('a')])));
		if (!isWatch) {
			response.end();
		}
	});
	const stop = () => {
		answer.closeAllConnections();
		return new Promise(resolve => answer.close(resolve));
	};
	const port = await listen(answer);
	await stop();
	const cluster = await clusterAt(`http://127.0.0.1:${port}`);
	const abort = new AbortController();
	const seen: string[] = [];
	for await (const event of cluster.watch(configMaps, {}, abort.signal)) {
		seen.push(event.kind === 'stale' ? event.reason : event.kind);
		if (event.kind === 'stale') {
			await new Promise<void>(resolve => answer.listen(port, '127.0.0.1', resolve));
			onTestFinished(async () => {
				await stop();
			});
		} else if (event.kind === 'changed') {
			abort.abort();
		}
	}

	expect(seen).toEqual([
		`cluster test at http://127.0.0.1:${port} does not answer: connection refused`,
		'listed',
		'fresh',
		'changed',
	]);
});
