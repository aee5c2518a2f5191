import {expect, test} from 'vitest';
import {isEncrypted, recipientsOf, type SopsFormat} from '../../../../source/adapters/render/sops/format.ts';
import {holdsOneOf} from '../../../../source/adapters/render/sops/secret-texts.ts';

const mark = 'ENC[AES256_GCM,';
const times = (text: string, count: number) => text.repeat(count);

test.for<[string, SopsFormat, string]>([
	['lines that begin objects', 'yaml', times('{\n', 1_000_000)],
	['empty lines', 'yaml', times('\n', 3_000_000)],
	['names', 'json', times('"sops"   ', 300_000)],
	['marks that are none', 'dotenv', times('sops_ma\n', 300_000)],
	['sections', 'ini', times('[sops', 500_000)],
])('many %s are seen through quickly', ([, format, text]) => {
	const started = performance.now();
	expect(isEncrypted(`${text}${mark}`, format)).toBe(false);
	recipientsOf(text);
	expect(performance.now() - started).toBeLessThan(3000);
});

test.for<[string, SopsFormat, boolean]>([
	[`a: ${mark}x]\nsops:\n  mac: x`, 'yaml', true],
	[`a: ${mark}x]\n"sops": {}`, 'yaml', true],
	[`{"a": "${mark}x]", "sops": {"mac": "x"}}`, 'yaml', true],
	[`data:\n  inner: |\n    a: ${mark}x]\n    sops:\n      mac: x`, 'yaml', false],
	['a: b\nsops:\n  mac: x', 'yaml', false],
	[`{"a": "${mark}x]"}`, 'json', false],
	[`{"data": "{\\"sops\\": {}} ${mark}x]"}`, 'json', false],
	[`A=${mark}x]\nsops_mac=x`, 'dotenv', true],
	[`A=${mark}x]\n`, 'dotenv', false],
])('%j as %s: encrypted is %s', ([text, format, expected]) => {
	expect(isEncrypted(text, format)).toBe(expected);
	expect(isEncrypted(Buffer.from(text), format)).toBe(expected);
});

test('data of a Secret, which is base64 before it is encrypted, is told apart decoded too', () => {
	const isSecret = holdsOneOf([Buffer.from('hunter22\n').toString('base64'), 'password', 'MTIz']);
	const texts = ['aHVudGVyMjIK', 'hunter22', 'url://hunter22@host', 'hunter', '123'];
	expect(texts.filter(isSecret)).toEqual(['aHVudGVyMjIK', 'hunter22', 'url://hunter22@host']);
});

test('a secret that is a part of what stands in base64, also within base64, is found', () => {
	const inBase64 = (text: string) => Buffer.from(text).toString('base64');
	const auth = JSON.stringify({auths: {registry: {auth: inBase64('u:hunter22')}}});
	const texts = [inBase64('u:hunter22'), auth, inBase64(auth), inBase64('u:hunter21'), 'apps/hunter21/a'];
	expect(texts.filter(holdsOneOf(['hunter22']))).toEqual(texts.slice(0, 3));
});

test('where there are too many secrets to look for, every text may be one', () => {
	const many = Array.from({length: 10_000}, (_, index) => `secret-${index}`);
	expect([holdsOneOf(many)('anything'), holdsOneOf(many)('80')]).toEqual([true, false]);
	expect([holdsOneOf(many.slice(0, 10))('anything'), holdsOneOf(many.slice(0, 10))('a secret-1 b')]).toEqual([
		false,
		true,
	]);
});
