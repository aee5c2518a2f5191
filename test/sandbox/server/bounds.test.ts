import {expect, test} from 'vitest';
import type {AuditLine} from '../../../source/sandbox/server/audit.ts';
import {serve} from './harness.ts';

const core = '/api/v1/namespaces/default';
const message = 'Too long: may not be more than 1048576 bytes';
const full = 'x'.repeat(1_048_576);
const inBase64 = (text: string) => Buffer.from(text).toString('base64');

/** Wordings are those of a kube-apiserver 1.36. */
test.for([
	['ConfigMap', 'configmaps', {data: {a: full}}, undefined],
	['ConfigMap', 'configmaps', {data: {a: full, b: 'x'}}, '[]'],
	['ConfigMap', 'configmaps', {data: {a: full}, binaryData: {b: inBase64('x')}}, '[]'],
	['Secret', 'secrets', {data: {a: inBase64(full)}}, undefined],
	['Secret', 'secrets', {stringData: {a: full, b: 'x'}}, 'data'],
] as const)('a %s holds no more than 1 MiB (%#)', async ([kind, plural, content, field]) => {
	await using server = await serve();
	const body = {apiVersion: 'v1', kind, metadata: {name: 'wide'}, ...content};
	const told = await server.ask({method: 'POST', path: `${core}/${plural}`, body});
	if (field === undefined) {
		expect(told.status).toBe(201);
	} else {
		expect(told).toMatchObject({
			status: 422,
			body: {
				message: `${kind} "wide" is invalid: ${field}: ${message}`,
				details: {causes: [{reason: 'FieldValueTooLong', message, field}]},
			},
		});
	}
});

test('the audit has a namespace as in itself', async () => {
	const lines: AuditLine[] = [];
	await using server = await serve({audit: line => lines.push(line)});
	await server.ask({path: '/api/v1/namespaces/default'});
	expect(lines.map(({objectRef}) => objectRef)).toMatchObject([
		{resource: 'namespaces', namespace: 'default', name: 'default'},
	]);
});
