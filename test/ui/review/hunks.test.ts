import {expect, test} from 'vitest';
import {blocksOf, compareTexts, hunksOf, pairsOf} from '../../../source/ui/review/hunks.ts';

function text(...lines: readonly string[]): string {
	return lines.map(line => `${line}\n`).join('');
}

const signs = {same: ' ', removed: '-', added: '+'} as const;

function shown(before: string, after: string): readonly string[] {
	return compareTexts(before, after).map(line => `${signs[line.kind]}${line.text} ${line.old}:${line.new}`);
}

test.for([
	{title: 'equal texts have no lines', before: text('a'), after: text('a'), lines: []},
	{title: 'a creation is all added', before: '', after: text('a', 'b'), lines: ['+a 0:1', '+b 0:2']},
	{title: 'a deletion is all removed', before: text('a', 'b'), after: '', lines: ['-a 1:0', '-b 2:0']},
	{
		title: 'all lines are kept, with their numbers on both sides',
		before: text('a', 'b', 'c', 'd'),
		after: text('a', 'x', 'y', 'c', 'd'),
		lines: [' a 1:1', '-b 2:0', '+x 0:2', '+y 0:3', ' c 3:4', ' d 4:5'],
	},
	{title: 'an end without a new line is no line', before: 'a', after: 'b\n', lines: ['-a 1:0', '+b 0:1']},
])('$title', ({before, after, lines}) => {
	expect(shown(before, after)).toEqual(lines);
});

/** Twenty lines, of which these were changed. */
function changed(...at: readonly number[]) {
	const lines = Array.from({length: 20}, (_, index) => `line ${index}`);
	return compareTexts(text(...lines), text(...lines.map((line, index) => (at.includes(index) ? `${line}!` : line))));
}

test.for([
	{title: 'a hunk has the context around it', at: [10], context: 2, hunks: [{start: 8, end: 14}]},
	{
		title: 'at the start and at the end there is no more than there is',
		at: [0, 19],
		context: 3,
		hunks: [
			{start: 0, end: 5},
			{start: 17, end: 22},
		],
	},
	{title: 'hunks that touch are one', at: [5, 10], context: 3, hunks: [{start: 2, end: 16}]},
	{
		title: 'with less context they are two',
		at: [5, 10],
		context: 1,
		hunks: [
			{start: 4, end: 8},
			{start: 10, end: 14},
		],
	},
	{title: 'without context only the changes are left', at: [3], context: 0, hunks: [{start: 3, end: 5}]},
])('$title', ({at, context, hunks}) => {
	expect(hunksOf(changed(...at), context)).toEqual(hunks);
});

test('blocks are the changes alone', () => {
	expect(blocksOf(changed(3, 4, 19))).toEqual([
		{start: 3, end: 7},
		{start: 21, end: 23},
	]);
});

test('side by side, what was removed stands beside what came in its place', () => {
	const lines = compareTexts(text('a', 'b', 'c', 'd'), text('a', 'x', 'd', 'e'));
	expect(pairsOf(lines).map(({left, right}) => `${left?.text ?? ''}|${right?.text ?? ''}`)).toEqual([
		'a|a',
		'b|x',
		'c|',
		'd|d',
		'|e',
	]);
});
