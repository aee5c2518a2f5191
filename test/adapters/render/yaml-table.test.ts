import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {parseDocument} from '../../../source/adapters/render/parse-document.ts';
import {dig, type Json} from '../../../source/model/json.ts';

// Each row of the table: an input, what kubectl 1.32 makes of it, and what an earlier schema made of it.
const rows = readFileSync(new URL('../../fixtures/yaml-table.txt', import.meta.url), 'utf8')
	.trimEnd()
	.split('\n')
	.map(line => line.replaceAll('⏎', '\n').replaceAll('⇥', '\t').split(' | '));

/** Rows that are named, not written out: `spec` as it stands in the document. */
const named: Readonly<Record<string, string>> = {
	merge: 'b: &b {x: 1, y: 2}\nspec:\n  v:\n    <<: *b\n    y: 3',
	'merge list': 'b: &b {x: 1}\nc: &c {x: 9, z: 2}\nspec:\n  v:\n    <<: [*b, *c]',
	'merge before-key override': 'b: &b {x: 1}\nspec:\n  v: {x: 5, <<: *b}',
	'dup key': 'spec:\n  v: 1\n  v: 2',
	'dup top': 'spec: {v: 1}\nspec: {v: 2}',
	'tab indent': 'spec:\n\tv: 1',
	'alias undefined': 'spec:\n  v: *nope',
	CRLF: 'spec:\r\n  v: a\r\n',
	recursive: 'spec:\n  v: &r\n    k: *r',
	'@ start': 'spec:\n  v: @foo',
	backtick: 'spec:\n  v: `foo',
	'colon no space': 'spec:\n  v: {a:1}',
	'null key': 'spec:\n  v: {? : 1}',
	emoji: 'spec:\n  v: "😀"',
	'nbsp ctrl': 'spec:\n  v: "a\u0001b"',
	json: 'spec: {"v":"a\\/b"}',
	'---inside block': 'spec:\n  v: |\n    ---\n    x',
	'doc end': 'spec:\n  v: 1\n...\n',
};

/** Where we differ from kubectl, and why. */
const differences: Readonly<Record<string, readonly [string, string]>> = {
	'{a: 1, a: 2}': ['ERR', 'of duplicate keys kubectl silently takes the last: a mistake worth telling'],
	'dup key': ['ERR', 'as above'],
	'dup top': ['ERR', 'as above'],
	merge: ['ERR', '`y` is the key `true` there, once from the merge and once of its own: told as a duplicate'],
	'merge before-key override': [
		'{"x":5}',
		'a key wins over a merge in YAML, wherever it stands; in kubectl the order counts',
	],
	json: ['"a/b"', 'JSON escapes a slash, and so may YAML 1.2; kubectl reads it so too where the whole file is JSON'],
};

const head = 'apiVersion: x.io/v1\nkind: T\nmetadata: {name: a}\n';

function read(input: string): string {
	const parsed = parseDocument(head + (named[input] ?? `spec:\n  v: ${input}`));
	return 'message' in parsed ? 'ERR' : show(dig(parsed.value, 'spec', 'v') ?? null);
}

function show(value: Json): string {
	return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

/** kubectl prints JSON with other spaces. */
function normalize(text: string): string {
	if (text.startsWith('ERR')) {
		return 'ERR';
	}

	const value: unknown = JSON.parse(text);
	return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value) && !/e/.test(text)
		? text
		: JSON.stringify(value);
}

// The mark of that row stands within the document, where it is no byte order mark.
const usable = rows.filter(([input]) => input !== 'BOM');

test('the table is whole', () => {
	expect(rows).toHaveLength(89);
	expect(rows.filter(row => row.length !== 3)).toEqual([]);
});

test.for(usable.filter(([input = '']) => differences[input] === undefined))(
	'%j is read as kubectl reads it',
	([input = '', kubectl = '']) => {
		expect(read(input)).toBe(normalize(kubectl));
	},
);

test.for(Object.entries(differences))('%j is read in our own way', ([input, [expected]]) => {
	const kubectl = usable.find(([name]) => name === input)?.[1] ?? '';
	expect([read(input), normalize(kubectl) === expected]).toEqual([expected, false]);
});

test.for([
	['-9223372036854775808', '-9223372036854775808'],
	['9223372036854775808', '9223372036854776000'],
	['0x7FFFFFFFFFFFFFFF', '9223372036854775807'],
	['0777777777777777777777', '9223372036854775807'],
	['-1_0', '-10'],
	['!!int 08', 'ERR'],
	['!list [1, 2]', '[1,2]'],
	['!map {a: 1}', '{"a":1}'],
	['-.5e1', '-5'],
	['1_', '1'],
	['!!float .inf', 'ERR'],
	['{__proto__: {a: 1}}', 'ERR'],
	['{[a]: 1}', 'ERR'],
])('%s is read as %s', ([input = '', expected]) => {
	expect(read(input)).toBe(expected);
});
