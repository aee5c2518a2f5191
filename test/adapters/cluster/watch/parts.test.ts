import {expect, test} from 'vitest';
import {usualTiming} from '../../../../source/adapters/cluster/rest/timing.ts';
import {backoff, slowBackoff} from '../../../../source/adapters/cluster/watch/backoff.ts';
import {readLine} from '../../../../source/adapters/cluster/watch/event.ts';
import {linesOf} from '../../../../source/adapters/cluster/watch/lines.ts';
import {ExpiredError, UnreachableError} from '../../../../source/model/operator-error.ts';
import {configMaps, item} from '../fakes/api.ts';

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
	for (let at = 0; at < bytes.length; at += size) {
		yield bytes.subarray(at, at + size);
	}
}

test.for([1, 2, 3, 7, 1000])('lines come whole, whatever pieces of %i bytes the network makes', async size => {
	const lines = ['{"a":"größe €😀"}', '', '{"b":"\u2028 \u0085 \r"}', 'x'.repeat(50)];
	const got: string[] = [];
	for await (const line of linesOf(pieces(Buffer.from(`${lines.join('\n')}\n`), size))) {
		got.push(line);
	}

	expect(got).toEqual(lines);
});

test('a line that is cut off is an error, after those before it', async () => {
	const lines = linesOf(pieces(Buffer.from('one\ntw'), 4));
	expect(await lines.next()).toEqual({done: false, value: 'one'});
	await expect(lines.next()).rejects.toBeInstanceOf(UnreachableError);
});

test.for([
	[
		'an error',
		'{"type":"ERROR","object":{"kind":"Status","code":500,"reason":"InternalError","message":"x"}}',
		UnreachableError,
	],
	[
		'an error that says that all has to be listed',
		'{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}',
		ExpiredError,
	],
	['half an event', '{"type":"ADDED","obj', UnreachableError],
	['an event of another make', '{"type":"CREATED","object":{}}', UnreachableError],
	['an event without an object', '{"type":"ADDED"}', UnreachableError],
	['an event whose object has no name', '{"type":"DELETED","object":{"metadata":{}}}', UnreachableError],
	['no object', '[]', UnreachableError],
] as const)('%s ends the stream', ([, line, error]) => {
	expect(() => readLine(configMaps, line)).toThrow(error);
});

test.for([
	['ADDED', 'changed'],
	['MODIFIED', 'changed'],
	['DELETED', 'gone'],
])('%s means %s', ([type, kind]) => {
	const {resourceVersion, event} = readLine(configMaps, JSON.stringify({type, object: item('a', '7')}));
	expect(resourceVersion).toBe('7');
	expect(event).toMatchObject({kind, live: {id: {name: 'a'}}});
});

test('a bookmark tells the version and nothing else', () => {
	const line = JSON.stringify({type: 'BOOKMARK', object: {metadata: {resourceVersion: '9'}}});
	expect(readLine(configMaps, line)).toEqual({resourceVersion: '9'});
});

test.for([
	['at once after the first failure', backoff, 1, 1, 0],
	['soon after the second', backoff, 2, 1, 100],
	['then twice as long each time', backoff, 5, 1, 800],
	['with jitter', backoff, 5, 0, 400],
	['half a minute at most', backoff, 1000, 1, 30_000],
	['later where a person has to do something', slowBackoff, 1, 1, 2000],
	['a minute at most', slowBackoff, 1000, 1, 60_000],
] as const)('tries again %s', ([, delay, failures, random, expected]) => {
	expect(delay(failures, usualTiming, random)).toBe(expected);
});
