import {expect, test} from 'vitest';
import {canonicalQuantity, compareQuantities} from '../../../source/sandbox/objects/reading/quantity.ts';

test.for<[string, string | undefined]>([
	['1', '1'],
	['1000m', '1'],
	['1500m', '1500m'],
	['0.5', '500m'],
	['1.5', '1500m'],
	['1024Mi', '1Gi'],
	['1000Mi', '1000Mi'],
	['1.5Gi', '1536Mi'],
	['512Ki', '512Ki'],
	['1000k', '1M'],
	['1e3', '1e3'],
	['1E', '1E'],
	['0', '0'],
	['0Gi', '0'],
	['-1', '-1'],
	['+5', '5'],
	['.5', '500m'],
	['100u', '100u'],
	['abc', undefined],
	['1.2.3', undefined],
	['', undefined],
	['5 Gi', undefined],
])('%s is written as %s', ([text, expected]) => {
	expect(canonicalQuantity(text)).toBe(expected);
});

test.for<[string, string, number]>([
	['1', '1000m', 0],
	['1Gi', '1G', 1],
	['500m', '1', -1],
])('%s against %s', ([a, b, expected]) => {
	expect(compareQuantities(a, b)).toBe(expected);
});
