import {expect, test} from 'vitest';
import {parse} from 'yaml';
import {jsonDocument, jsonLine} from '../../../source/commands/text/json.ts';
import {tableText} from '../../../source/commands/text/table.ts';
import {escapeBlock, escapeLine, oneLine} from '../../../source/text/escape.ts';
import {createPaint, isColorWanted} from '../../../source/text/paint.ts';
import {widthOf} from '../../../source/text/width.ts';
import {yamlText} from '../../../source/text/yaml.ts';

const plain = createPaint(false);

test.for([
	['a colour', 'a\u001b[31mb', 'a\\u001b[31mb'],
	['an older way to the same', 'a\u009b31mb', 'a\\u009b31mb'],
	['the end of a line', 'a\r\nb', 'a\\u000d\\u000ab'],
	['a tab', 'a\tb', 'a\\u0009b'],
	['text that runs backwards', 'a\u202eb', 'a\\u202eb'],
	['what is not to be seen', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
	['half a character', 'a\ud800b', 'a\\ud800b'],
	['any script', 'größe 世界 🚀', 'größe 世界 🚀'],
] as const)('on a line, %s is escaped', ([, text, expected]) => {
	expect(escapeLine(text)).toBe(expected);
});

test('in a block, lines and tabs stay', () => {
	expect(escapeBlock('a\n\tb\r\u001b')).toBe('a\n\tb\\u000d\\u001b');
});

test('a message of several lines becomes one', () => {
	expect(oneLine(' remote: no\n  fatal: bad\u0007\n')).toBe('remote: no fatal: bad\\u0007');
});

const rows = [
	[{text: '世界'}, {text: 'Synced'}, {text: ''}],
	[{text: 'web'}, {text: 'OutOfSync'}, {text: 'a long message'}],
];

test('columns are aligned, whatever the script, without blanks at the ends', () => {
	expect(tableText(['NAME', 'SYNC', 'MESSAGE'], rows, {width: Number.POSITIVE_INFINITY, paint: plain})).toBe(
		'NAME  SYNC       MESSAGE\n世界  Synced\nweb   OutOfSync  a long message\n',
	);
});

test.for([24, 20, 12, 5, 1])('no line is wider than a terminal of %i columns', width => {
	const lines = tableText(['NAME', 'SYNC', 'MESSAGE'], rows, {width, paint: plain}).split('\n');
	expect(lines.filter(line => widthOf(line) > width)).toEqual([]);
});

test('colours do not count as columns', () => {
	const colored = [[{text: 'web', color: 'green' as const}, {text: 'x'}]];
	expect(tableText([], colored, {width: 6, paint: createPaint(true)})).toBe('\u001b[32mweb\u001b[0m  x\n');
});

test.for([
	['a terminal', true, {}, true],
	['a pipe', false, {}, false],
	['NO_COLOR', true, {NO_COLOR: '1'}, false],
	['an empty NO_COLOR', true, {NO_COLOR: ''}, true],
	['a dumb terminal', true, {TERM: 'dumb'}, false],
] as const)('colours for %s', ([, isTerminal, env, expected]) => {
	expect(isColorWanted(isTerminal, env)).toBe(expected);
});

test('JSON keeps whole numbers exact', () => {
	expect(jsonLine({a: 12345678901234567890n, b: [1n]})).toBe('{"a":12345678901234567890,"b":[1]}\n');
});

test('JSON has no control characters but the ends of its lines, and means the same', () => {
	const value = {'a\u009b': ['b\u007f\u202e\n\t']};
	expect(jsonDocument(value).replaceAll(/[\n -~]/g, '')).toBe('');
	expect(JSON.parse(jsonDocument(value))).toEqual(value);
});

const misread = [
	'yes',
	'n',
	'on',
	'010',
	'0o10',
	'0b11',
	'1_000',
	'1e3',
	'08',
	'.inf',
	'~',
	'null',
	'=',
	'2024-01-01',
	'1:30',
];

test.for(misread)('the text %s stays a text in YAML, as a key too', text => {
	expect(yamlText({[text]: text}, {isSorted: false})).toBe(`"${text}": "${text}"\n`);
});

test.for(['a\u001b[2Jb', 'a\u0085b', 'a\u202eb', '\ufeffa', 'a\r\nb', 'a\tb', 'two\nlines\n', '-----BEGIN\nx\n'])(
	'YAML has nothing that moves a cursor, and means the same (%#)',
	text => {
		const written = yamlText({[text]: text}, {isSorted: false});
		expect(written.replaceAll(/[\n\t -~]/g, '')).toBe('');
		expect(parse(written)).toEqual({[text]: text});
	},
);

test('YAML is not folded, keeps big numbers, and has no anchors', () => {
	const long = 'word '.repeat(60).trim();
	const shared = {a: 12345678901234567890n};
	expect(yamlText({x: shared, z: shared, long}, {isSorted: false})).toBe(
		`x:\n  a: 12345678901234567890\nz:\n  a: 12345678901234567890\nlong: ${long}\n`,
	);
});
