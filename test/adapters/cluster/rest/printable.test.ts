import {expect, test} from 'vitest';
import {printable} from '../../../../source/adapters/cluster/rest/printable.ts';

test.for([
	['plain text stays', 'pods "x" is forbidden: größe', 'pods "x" is forbidden: größe'],
	['escape sequences show as text', '\u001b[31mred\u001b]0;title\u0007', '\\x1b[31mred\\x1b]0;title\\x07'],
	['C1 controls show as text', '\u009b31m', '\\x9b31m'],
	['line breaks and tabs show as text', 'one\ntwo\tthree\r', 'one\\ntwo\\tthree\\x0d'],
	['what turns the direction of writing shows as text', 'a\u202eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
	['half of a character shows as text', 'a\ud800b', 'a\\u{d800}b'],
	[
		'long text is cut before its end, where reasons are',
		`${'x'.repeat(501)}: why`,
		`${'x'.repeat(299)}…${'x'.repeat(195)}: why`,
	],
	['text of the longest length is not', 'x'.repeat(500), 'x'.repeat(500)],
])('%s', ([, text, expected]) => {
	expect(printable(text ?? '')).toBe(expected);
});
