import {expect, test} from 'vitest';
import type {JsonObject} from '../../source/model/json.ts';
import {privateAnnotation, privateFieldsOf} from '../../source/model/private-fields.ts';
import {maskSecret, withEncodedData, withPrivateFields} from '../../source/plan/secret.ts';

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

const deployment = (value: string, fields: readonly string[]): JsonObject =>
	withPrivateFields(
		{
			apiVersion: 'apps/v1',
			kind: 'Deployment',
			metadata: {name: 'd', annotations: {note: 'stays', 'kubectl.kubernetes.io/last-applied-configuration': value}},
			spec: {replicas: 1, containers: [{image: 'web:1', env: [{name: 'TOKEN', value}]}]},
		},
		fields,
	);

test('of another object the fields are hidden that it says to be private, on both sides', () => {
	const [git, live] = [deployment('canary', ['.spec.containers.[].env.[].value']), deployment('canary', [])];
	const masked = maskSecret(git, key);
	expect(JSON.stringify(masked)).not.toContain('canary');
	expect(masked).toMatchObject({
		metadata: {name: 'd', annotations: {note: 'stays'}},
		spec: {
			replicas: 1,
			containers: [{image: 'web:1', env: [{name: 'TOKEN', value: expect.stringMatching(/^\(secret/)}]}],
		},
	});
	expect(maskSecret(live, key, git).spec).toEqual(masked.spec);
	expect(JSON.stringify(maskSecret(live, key, git))).not.toContain('canary');
});

test('nobody but us says which fields are private', () => {
	const forged = deployment('open', ['.spec']);
	expect(withPrivateFields(forged)).toEqual(deployment('open', []));
	expect(withPrivateFields(forged, ['.data'])).toMatchObject({
		metadata: {annotations: {[privateAnnotation]: '[".data"]'}},
	});
});

test('our own marks are never hidden: they say what is', () => {
	const git = deployment('canary', ['.metadata.annotations', '.spec']);
	const masked = maskSecret(git, key);
	expect(privateFieldsOf(masked)).toEqual(['.metadata.annotations', '.spec']);
	expect(masked).toMatchObject({metadata: {annotations: {note: expect.stringMatching(/^\(secret/)}}});
});

test.for(['no list', '{}', '"x"'])('where the mark of private fields is broken (%s), all is hidden', mark => {
	const body: JsonObject = {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'a', annotations: {[privateAnnotation]: mark}},
		data: {'a\nb': 'canary'},
	};
	expect(JSON.stringify(maskSecret(body, key))).not.toContain('canary');
});
