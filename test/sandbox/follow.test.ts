import {once} from 'node:events';
import {createServer, type ServerResponse} from 'node:http';
import {expect, test} from 'vitest';
import {createApi} from '../../source/sandbox/api.ts';
import {follow, type Sighting} from '../../source/sandbox/follow.ts';

type Answer = (response: ServerResponse) => void;

/** Answers each request by the next of the answers, and keeps what was asked for. */
async function createScript(answers: readonly Answer[]) {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '', 'http://localhost');
		asked.push(url.searchParams.has('watch') ? `watch ${url.searchParams.get('resourceVersion')}` : 'list');
		answers[asked.length - 1]?.(response);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	const api = createApi({url: `http://127.0.0.1:${port}`, token: 'token', ca: ''});
	return {
		api,
		asked,
		async [Symbol.asyncDispose]() {
			await api.close();
			server.close();
			server.closeAllConnections();
		},
	};
}

const item = (name: string, resourceVersion = '1') => ({metadata: {name, resourceVersion}});
const list =
	(resourceVersion: string, ...items: readonly unknown[]): Answer =>
	response =>
		response.end(JSON.stringify({metadata: {resourceVersion}, items}));
const lines = (...events: readonly object[]) => events.map(event => `${JSON.stringify(event)}\n`).join('');
const watch =
	(...events: readonly object[]): Answer =>
	response =>
		response.end(lines(...events));
const refuse =
	(status: number): Answer =>
	response => {
		response.statusCode = status;
		response.end('{}');
	};
const breakOff: Answer = response => response.destroy();

async function take(script: Awaited<ReturnType<typeof createScript>>, count: number): Promise<Sighting[]> {
	const ending = new AbortController();
	const sightings: Sighting[] = [];
	for await (const sighting of follow(script.api, '/api/v1/pods', {signal: ending.signal})) {
		sightings.push(sighting);
		if (sightings.length === count) {
			ending.abort();
		}
	}

	return sightings;
}

const changed = {type: 'MODIFIED', object: item('a', '5')};
const bookmark = {type: 'BOOKMARK', object: {metadata: {resourceVersion: '9'}}};
const added = {type: 'ADDED', object: item('b', '11')};
const expired = {type: 'ERROR', object: {kind: 'Status', code: 410, message: 'too old resource version'}};

test.for<[string, Answer[], asked: string[]]>([
	['goes on after the last version seen', [list('3'), watch(changed), watch(added)], ['list', 'watch 3', 'watch 5']],
	['goes on after a bookmark', [list('3'), watch(changed, bookmark), watch(added)], ['list', 'watch 3', 'watch 9']],
	[
		'goes on where it was after a connection broke and a server refused',
		[list('3'), watch(changed), breakOff, refuse(500), watch(added)],
		['list', 'watch 3', 'watch 5', 'watch 5', 'watch 5'],
	],
	[
		'tries again to list',
		[refuse(503), breakOff, list('3'), watch(changed, added)],
		['list', 'list', 'list', 'watch 3'],
	],
])('a watch %s', async ([, answers, asked]) => {
	await using script = await createScript(answers);
	expect(await take(script, 3)).toEqual([
		{kind: 'listed', objects: []},
		{kind: 'changed', object: changed.object},
		{kind: 'changed', object: added.object},
	]);
	expect(script.asked).toEqual(asked);
});

test.for<[string, Answer]>([
	['within the watch', watch(expired)],
	['as the answer', refuse(410)],
])('what the server has forgotten is listed again, told %s', async ([, forgotten]) => {
	await using script = await createScript([list('3', item('a')), forgotten, list('20', item('b'))]);
	expect(await take(script, 2)).toEqual([
		{kind: 'listed', objects: [item('a')]},
		{kind: 'listed', objects: [item('b')]},
	]);
	expect(script.asked).toEqual(['list', 'watch 3', 'list']);
});

test('lines are read whole, however they come', async () => {
	const object = item('ä\u2028b', '5');
	const bytes = Buffer.from(lines({type: 'DELETED', object}));
	const cut = bytes.indexOf('ä') + 1;
	const inPieces: Answer = response => {
		response.write(bytes.subarray(0, cut));
		setImmediate(() => response.end(bytes.subarray(cut)));
	};
	await using script = await createScript([list('3'), inPieces]);
	expect(await take(script, 2)).toEqual([
		{kind: 'listed', objects: []},
		{kind: 'gone', object},
	]);
});
