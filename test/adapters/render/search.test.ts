import {expect, test} from 'vitest';
import {searchFor} from '../../../source/adapters/render/search.ts';
import {measureTurns} from './support/turns.ts';

const longestTurnMs = 3000;
const plenty = Number.POSITIVE_INFINITY;
const texts = ['secret-12', 'another long one', 'secret-1234'];

test.for([
	['at its beginning', 'secret-12 b', ['secret-12']],
	['at its end', 'b secret-12', ['secret-12']],
	['as all of it', 'another long one', ['another long one']],
	['twice, and a longer one', 'secret-12secret-1234', ['secret-12', 'secret-12', 'secret-1234']],
	['in part', 'secret-1', []],
	['with a character between', 'another  long one', []],
	['not at all', '', []],
] as const)('Of a text that holds one %s it tells where', ([, text, expected]) => {
	const found = [...searchFor(texts, 6)(text, plenty)];
	expect(found.map(({start, end}) => text.slice(start, end))).toEqual(expected);
});

test('Three megabytes are searched for five thousand texts in one go', () => {
	const find = searchFor(
		Array.from({length: 5000}, (_, index) => `${index}-`.padEnd(20 + (index % 50), 'x')),
		6,
	);
	const turns = measureTurns();
	expect([...find('0123456789-'.repeat(280_000), plenty)]).toEqual([]);
	expect(turns.longest()).toBeLessThan(longestTurnMs);
});

test('Where thousands begin alike all of a text of nothing else counts as one', () => {
	const find = searchFor(
		Array.from({length: 5000}, (_, index) => `${'a'.repeat(100 + index)}b`),
		6,
	);
	const turns = measureTurns();
	expect([...find('a'.repeat(3_000_000), 64 * 3_000_000)]).toEqual([{start: 0, end: 3_000_000}]);
	expect(turns.longest()).toBeLessThan(longestTurnMs);
});
