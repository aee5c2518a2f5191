import {expect, test} from 'vitest';
import {line, plainText} from '../../../source/ui/line.ts';
import {LogBuffer} from '../../../source/ui/screens/parts/log-buffer.ts';
import {markParts, matcher, partsOf} from '../../../source/ui/screens/parts/match.ts';
import {cutMiddle, fromCell, padLine} from '../../../source/ui/screens/parts/sideways.ts';
import {below, rootOf, treeRows} from '../../../source/ui/screens/parts/tree-rows.ts';
import {wrapText} from '../../../source/ui/screens/parts/wrap.ts';
import {yamlLines} from '../../../source/ui/screens/parts/yaml-lines.ts';
import {owned, sampleNode} from './tree-samples.ts';

test.for([
	['', 10, ['']],
	['short', 10, ['short']],
	['two words here', 10, ['two words ', 'here']],
	['a verylongword', 10, ['a verylong', 'word']],
	['数据数据数据', 5, ['数据', '数据', '数据']],
	['数', 1, ['数']],
	['a\u001bb', 4, ['a\\u0', '01bb']],
] as const)('%j in %i cells', ([text, width, expected]) => {
	expect(wrapText(text, width)).toEqual(expected);
});

test.for([
	['Pod/web-7d9f8b6c5d-x2x4z', 30, 'Pod/web-7d9f8b6c5d-x2x4z'],
	['Pod/web-7d9f8b6c5d-x2x4z', 20, 'Pod/web-7d9f8…-x2x4z'],
	['Pod/数据库数据库数据库', 13, 'Pod/数据…据库'],
	['Pod/web-7d9f8b6c5d-x2x4z', 5, 'Pod/…'],
] as const)('%s in %i cells keeps both ends', ([text, width, expected]) => {
	expect(cutMiddle(text, width).replace(/… +/, '…')).toBe(expected);
});

test('a line is cut at its start and padded at its end by cells', () => {
	const colored = line('ab', ['key', '数据'], 'cd');
	expect(fromCell(colored, 3)).toEqual({spans: [['key', ' 据'], 'cd']});
	expect(plainText(padLine(colored, 5))).toBe('ab数…');
	expect(plainText(padLine(colored, 10))).toBe('ab数据cd  ');
});

test('matches are marked across pieces of different styles', () => {
	const marked = markParts(
		line('na', ['key', 'me: na'], 'me'),
		partsOf('name: name', 'NAME').map(part => ({...part, style: 'marked' as const})),
	);
	expect(marked.spans).toEqual([
		['marked', 'na'],
		['marked', 'me'],
		['key', ': '],
		['marked', 'na'],
		['marked', 'me'],
	]);
	expect(partsOf('a.b (c', '.b (')).toEqual([{start: 1, end: 5}]);
});

test.for([
	['', true],
	['web', true],
	['WEB shop', true],
	['web nothing', false],
	['!web', false],
	['!nothing', true],
] as const)('%j is asked for: %s', ([filter, expected]) => {
	expect(matcher(filter)('Deployment shop/web')).toBe(expected);
});

test('branches are drawn to what follows at the same depth', () => {
	const nodes = [
		sampleNode('Deployment', 'a'),
		owned(1, 'ReplicaSet', 'b'),
		owned(2, 'Pod', 'c'),
		owned(2, 'Pod', 'd'),
		owned(1, 'ReplicaSet', 'e'),
		owned(2, 'Pod', 'f'),
		owned(3, 'Pod', 'g'),
		sampleNode('Deployment', 'h'),
	];
	const view = {filter: '', hasProblemsOnly: false, folded: new Set<never>()};
	expect(treeRows(nodes, view).map(({branch, node}) => branch + node.name)).toEqual([
		'a',
		'├─ b',
		'│  ├─ c',
		'│  └─ d',
		'└─ e',
		'   └─ f',
		'      └─ g',
		'h',
	]);
	const [a, b, c] = nodes.map(({key}) => key);
	expect(b && below(nodes, b).map(({name}) => name)).toEqual(['c', 'd']);
	expect(c && rootOf(nodes, c)?.key).toBe(a);
});

test.for([
	['key: value', ['key']],
	['"quoted: key": value', ['"quoted: key"']],
	['  - name: web', ['name']],
	['- https://example.org/a', []],
	['url: https://example.org:80/a', ['url']],
	['empty:', ['empty']],
	['- plain', []],
	['text: |\n  not: a key\n\n  neither: this\nnext: 1', ['text', 'next']],
	['list:\n  - >-\n    not: a key\n  - a: 1', ['list', 'a']],
] as const)('%j has the keys %j', ([text, keys]) => {
	const found = yamlLines(text).flatMap(({spans}) =>
		spans.flatMap(span => (typeof span !== 'string' && span[0] === 'key' ? [span[1]] : [])),
	);
	expect(found).toEqual(keys);
	expect(yamlLines(text).map(plainText).join('\n')).toBe(text);
});

test.for([
	['nothing before', [['a', 'b']], ['a', 'b']],
	[
		'more',
		[
			['a', 'b'],
			['a', 'b', 'c'],
		],
		['a', 'b', 'c'],
	],
	[
		'a window that moved on',
		[
			['a', 'b', 'c'],
			['c', 'd', 'e'],
		],
		['a', 'b', 'c', 'd', 'e'],
	],
	[
		'a window that moved past',
		[
			['a', 'b'],
			['d', 'e'],
		],
		['a', 'b', 'd', 'e'],
	],
	[
		'lines that are the same',
		[
			['x', 'x'],
			['x', 'x', 'x'],
		],
		['x', 'x', 'x'],
	],
	[
		'nothing new',
		[
			['a', 'b'],
			['a', 'b'],
		],
		['a', 'b'],
	],
] as const)('%s', ([, tails, expected]) => {
	const buffer = new LogBuffer();
	for (const tail of tails) {
		buffer.take(tail);
	}

	expect(buffer.lines.map(({text}) => text)).toEqual(expected);
	expect(buffer.lines.map(({number}) => number)).toEqual(expected.map((_, index) => index));
});
