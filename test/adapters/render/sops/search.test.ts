import {expect, test} from 'vitest';
import {searchFor} from '../../../../source/adapters/render/sops/search.ts';
import {measureTurns} from '../support/turns.ts';

const longestTurnMs = 3000;

test.for([
	['at its beginning', 'secret-12 b', true],
	['at its end', 'b secret-12', true],
	['as all of it', 'another long one', true],
	['in part', 'secret-1', false],
	['with a character between', 'another  long one', false],
	['not at all', '', false],
] as const)('Of a text that holds one %s it says so', ([, text, expected]) => {
	expect(searchFor(['secret-12', 'another long one', 'secret-1234'])(text)).toBe(expected);
});

test('Three megabytes are searched for five thousand texts in one go', () => {
	const holdsOne = searchFor(Array.from({length: 5000}, (_, index) => `${index}-`.padEnd(20 + (index % 50), 'x')));
	const turns = measureTurns();
	expect(holdsOne('0123456789-'.repeat(280_000))).toBe(false);
	expect(turns.longest()).toBeLessThan(longestTurnMs);
});

test('Where thousands begin alike a text of nothing else may hold one', () => {
	const holdsOne = searchFor(Array.from({length: 5000}, (_, index) => `${'a'.repeat(100 + index)}b`));
	const turns = measureTurns();
	expect(holdsOne('a'.repeat(3_000_000))).toBe(true);
	expect(turns.longest()).toBeLessThan(longestTurnMs);
});
