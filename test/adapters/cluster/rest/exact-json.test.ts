import {expect, test} from 'vitest';
import {parseJson, printJson} from '../../../../source/adapters/cluster/rest/exact-json.ts';

test.for<[string, string, unknown]>([
	['small whole numbers are numbers', '{"a":9007199254740991}', {a: 9_007_199_254_740_991}],
	['whole numbers beyond 2^53 are exact', '{"a":[9007199254740993]}', {a: [9_007_199_254_740_993n]}],
	['negative ones too', '-9223372036854775808', -9_223_372_036_854_775_808n],
	['digits in texts stay text', '{"a":"90071992547409931"}', {a: '90071992547409931'}],
	['fractions stay numbers', '0.12345678901234567890', 0.123_456_789_012_345_68],
	[
		'large numbers with an exponent stay numbers',
		'{"a":1e300,"b":"1234567890123456"}',
		{a: 1e300, b: '1234567890123456'},
	],
])('%s', ([, text, expected]) => {
	expect(parseJson(text)).toEqual(expected);
});

test('what was read exactly is written exactly', () => {
	const text = '{"a":[9007199254740993,1],"b":"x"}';
	expect(printJson(parseJson(text))).toBe(text);
});

test('a field may be named __proto__', () => {
	const text = '{"__proto__":{"a":12345678901234567890}}';
	expect(printJson(parseJson(text))).toBe(text);
});
