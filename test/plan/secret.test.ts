import {expect, test} from 'vitest';
import type {JsonObject} from '../../source/model/json.ts';
import {maskSecret, withEncodedData} from '../../source/plan/secret.ts';

const key = '00';
const secret = (rest: JsonObject): JsonObject => ({apiVersion: 'v1', kind: 'Secret', metadata: {name: 's'}, ...rest});
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('no value of a Secret survives, wherever it is written', () => {
	const value = 'canary-value';
	const masked = maskSecret(
		secret({
			data: {a: base64(value)},
			stringData: {b: value, c: 5},
			metadata: {
				name: 's',
				annotations: {
					'kubectl.kubernetes.io/last-applied-configuration': `{"data":{"a":"${base64(value)}"}}`,
					note: 'stays',
				},
			},
		}),
		key,
	);
	const shown = JSON.stringify(masked);
	expect(shown).not.toContain(value);
	expect(shown).not.toContain(base64(value));
	expect(shown).toContain('stays');
});

test('equal values look equal, and different ones different, however they are written', () => {
	const masked = (rest: JsonObject) => maskSecret(secret(rest), key);
	const {data} = masked({data: {a: base64('x'), b: base64('x'), c: base64('y')}});
	const {stringData} = masked({stringData: {a: 'x'}});
	expect(data).toEqual({
		a: expect.stringMatching(/^\(secret [0-9a-f]{16}\)$/),
		b: expect.anything(),
		c: expect.anything(),
	});
	expect(data).toMatchObject({b: Object(data).a});
	expect(Object(data).c).not.toBe(Object(data).a);
	expect(stringData).toEqual({a: Object(data).a});
});

test('another key gives other hashes: a guess can be checked only with the key', () => {
	const body = secret({data: {a: base64('x')}});
	expect(maskSecret(body, '01')).not.toEqual(maskSecret(body, '02'));
});

test.for<[title: string, data: JsonObject[string]]>([
	['a text', 'canary'],
	['a list', ['canary']],
])('data that is %s is hidden whole', ([, data]) => {
	expect(JSON.stringify(maskSecret(secret({data}), key))).not.toContain('canary');
});

test.for(['stringdata', 'Data', 'dta'])('a value under the mistyped name %s is hidden too', name => {
	expect(JSON.stringify(maskSecret(secret({[name]: {password: 'canary'}}), key))).not.toContain('canary');
});

test('what is no Secret is shown as it is', () => {
	const body: JsonObject = {apiVersion: 'v1', kind: 'ConfigMap', data: {a: 'x'}};
	expect(maskSecret(body, key)).toBe(body);
});

test('stringData becomes data, and wins', () => {
	expect(withEncodedData(secret({data: {a: base64('old'), b: base64('b')}, stringData: {a: 'new'}}))).toEqual(
		secret({data: {a: base64('new'), b: base64('b')}}),
	);
});

test('stringData with a value that is no text is left for the server to refuse', () => {
	const body = secret({stringData: {a: 5}});
	expect(withEncodedData(body)).toBe(body);
});
