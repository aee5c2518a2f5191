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

test('an equal value of the same field looks equal, and another one different, however they are written', () => {
	const masked = (rest: JsonObject) => maskSecret(secret(rest), key);
	const {data} = masked({data: {a: base64('x')}});
	expect(data).toEqual({a: expect.stringMatching(/^\(secret [0-9a-f]{16}\)$/)});
	expect(masked({apiVersion: 'v1', data: {b: '', a: base64('x')}}).data).toMatchObject(Object(data));
	expect(masked({stringData: {a: 'x'}}).stringData).toEqual(data);
	expect(masked({data: {a: base64('y')}}).data).not.toEqual(data);
});

test('values of different fields and objects never look equal: who may choose one could guess the other', () => {
	const value = base64('h');
	const ofObject = (rest: JsonObject) => Object(maskSecret(secret({data: {a: value}, ...rest}), key).data).a;
	const named = (name: string, namespace: string) => ofObject({metadata: {name, namespace}});
	const {data} = maskSecret(secret({data: {a: value, b: value, 'a.b': value, c: {b: value}}}), key);
	const listed = deployment('h', ['.spec']);
	const args = {...listed, spec: {args: ['h', 'h', {value: 'h'}, {value: 'h'}]}};
	const env = {...listed, spec: {env: ['a', 'b'].map(name => ({name, value: 'h'}))}};
	const masks = [
		...[data, maskSecret(args, key).spec, maskSecret(env, key).spec].flatMap(
			part => JSON.stringify(part).match(/\(secret [0-9a-f]+\)/g) ?? [],
		),
		...[named('s', 'x'), named('s', 'y'), named('t', 'x')],
		...[ofObject({kind: 'secret'}), ofObject({apiVersion: 'core/v1'})],
	];
	expect(masks).toHaveLength(17);
	expect(new Set(masks).size).toBe(masks.length);
});

test('an item of a list that has a name keeps its looks wherever it stands', () => {
	const list = (...names: readonly string[]) => {
		const body = {...deployment('', ['.spec.[].value']), spec: names.map(name => ({name, value: 'canary'}))};
		return maskSecret(body, key).spec;
	};
	expect(list('a', 'b')).toEqual([Object(list('b', 'a'))[1], Object(list('c', 'b'))[1]]);
});

test.for<[kind: string, apiVersion: string]>([
	['secret', 'v1'],
	['SECRET', 'v1'],
	['Secrets', 'v1'],
	['Secret', 'core/v1'],
	['Secret', 'v2'],
	['Secret', 'vault.example.com/v1'],
])('a %s of %s is hidden as a Secret is, and what kubectl keeps of it', ([kind, apiVersion]) => {
	const annotations = {'kubectl.kubernetes.io/last-applied-configuration': 'canary'};
	const spec = {values: [{password: 'canary'}]};
	const body = secret({kind, apiVersion, metadata: {name: 's', annotations}, data: {a: 'canary'}, spec});
	expect(JSON.stringify(maskSecret(body, key))).not.toContain('canary');
});

test.for(['SealedSecret', 'ExternalSecret', 'SecretStore'])('a %s holds no value, and stays readable', kind => {
	const body = secret({kind, apiVersion: 'example.com/v1', spec: {encryptedData: {a: 'open'}}});
	expect(maskSecret(body, key)).toBe(body);
});

test('another key gives other hashes: a guess can be checked only with the key', () => {
	const body = secret({data: {a: base64('x')}});
	expect(maskSecret(body, '01')).not.toEqual(maskSecret(body, '02'));
});

test.for<[title: string, data: JsonObject[string]]>([
	['a text', 'canary'],
	['a list', ['canary']],
	['an object', {a: {b: ['canary']}}],
])('data that is %s is hidden', ([, data]) => {
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

test('of a Secret an annotation is hidden that it says to be private', () => {
	const annotations = {note: 'canary', other: 'stays'};
	const marked = withPrivateFields(secret({metadata: {name: 's', annotations}}), ['.metadata.annotations.note']);
	const shown = JSON.stringify(maskSecret(marked, key));
	expect(shown).not.toContain('canary');
	expect(shown).toContain('stays');
});

test('nobody but us says which fields are private', () => {
	const forged = deployment('open', ['.spec']);
	expect(withPrivateFields(forged)).toEqual(deployment('open', []));
	expect(withPrivateFields(forged, ['.data'])).toMatchObject({
		metadata: {annotations: {[privateAnnotation]: '[".data"]'}},
	});
});

test('an annotation that only looks like one of our marks is hidden as others are', () => {
	const annotations = {'trueup.dev/note': 'canary'};
	const body: JsonObject = {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', annotations}};
	const marked = withPrivateFields(body, ['.metadata.annotations.trueup.dev/note']);
	expect(JSON.stringify(maskSecret(marked, key))).not.toContain('canary');
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
