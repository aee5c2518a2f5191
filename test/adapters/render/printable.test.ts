import {expect, test} from 'vitest';
import {printable} from '../../../source/adapters/render/printable.ts';

test.for([
	['plain text, größer als nötig 😀', 'plain text, größer als nötig 😀'],
	['\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
	['a\r\nb\tc', 'a\\x0d\\x0ab\\x09c'],
	['\u0085\u009b', '\\x85\\x9b'],
	['a\u202eb\u2066c\u2028', 'a\\u202eb\\u2066c\\u2028'],
	['a\u200bb\u2060c', 'a\\u200bb\\u2060c'],
	['\ud800', '\\ud800'],
])('%j is shown on one line', ([text = '', expected]) => {
	expect(printable(text)).toBe(expected);
});

test('long text is cut', () => {
	expect(printable('x'.repeat(20), 10)).toBe(`${'x'.repeat(10)}…`);
});
