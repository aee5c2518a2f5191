import {expect, test} from 'vitest';
import type {User} from '../../../source/sandbox/server/handler.ts';
import {createServer} from '../../../source/sandbox/server/server.ts';
import {serve} from './harness.ts';

const path = '/api/v1/namespaces/default/events';

const event = (name: string) => ({
	apiVersion: 'v1',
	kind: 'Event',
	metadata: {name, namespace: 'default'},
	involvedObject: {apiVersion: 'v1', kind: 'Pod', name: 'web', namespace: 'default'},
	reason: 'Started',
	message: name,
	type: 'Normal',
});

const admin: User = {name: 'admin', groups: ['system:masters'], role: 'admin'};

const hourMs = 3_600_000;

test('an Event is forgotten an hour after it was written last, and its watchers are told', async () => {
	let now = Date.parse('2026-01-01T00:00:00Z');
	await using server = await serve({now: () => new Date(now)});
	const names = async () => {
		const {body} = await server.ask({path});
		return body.items.map(({metadata}: {readonly metadata: {readonly name: string}}) => metadata.name);
	};
	await server.ask({method: 'POST', path, body: event('a')});
	await server.ask({method: 'POST', path, body: event('b')});
	now += hourMs / 2;
	const type = 'application/merge-patch+json';
	await server.ask({method: 'PATCH', path: `${path}/a`, type, body: {count: 2}});
	now += hourMs / 2 + 1000;
	const told = await server.watch(`${path}?watch=true`, 4, () => server.ask({method: 'POST', path, body: event('c')}));
	expect(told.map(({type: what, object}) => `${what} ${object.metadata.name}`)).toEqual([
		'ADDED a',
		'ADDED b',
		'ADDED c',
		'DELETED b',
	]);
	expect(await names()).toEqual(['a', 'c']);
});

// In memory: thousands of requests over the network take seconds, and many where the machine is busy.
test('of very many Events the latest are kept', {timeout: 30_000}, () => {
	const {handler} = createServer();
	const ask = (method: 'GET' | 'POST', body = '') => {
		const type = 'application/json';
		const answer = handler({method, path, accept: type, contentType: type, userAgent: 'test/1', user: admin, body});
		return answer.kind === 'whole' ? JSON.parse(answer.body) : undefined;
	};
	for (let index = 0; index < 2003; index++) {
		ask('POST', JSON.stringify(event(`e-${String(index).padStart(4, '0')}`)));
	}

	const {items} = ask('GET');
	expect(items).toHaveLength(2000);
	expect(items[0].metadata.name).toBe('e-0003');
});
