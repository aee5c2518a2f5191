import {expect, test} from 'vitest';
import {widthOf} from '../../../source/text/width.ts';
import {textOf} from '../../../source/ui/line.ts';
import {windowOf} from '../../../source/ui/review/window.ts';

test.for([
	{title: 'what fits is filled up', text: 'abc', shift: 0, width: 5, shown: 'abc  '},
	{title: 'what fits exactly is whole', text: 'abcde', shift: 0, width: 5, shown: 'abcde'},
	{title: 'what is cut on the right says so', text: 'abcdefgh', shift: 0, width: 5, shown: 'abcd…'},
	{title: 'what is left out on the left says so', text: 'abcdefgh', shift: 3, width: 5, shown: '…efgh'},
	{title: 'on both sides', text: 'abcdefghij', shift: 3, width: 4, shown: '…ef…'},
	{title: 'beyond the end nothing but the mark is left', text: 'abc', shift: 10, width: 4, shown: '…   '},
	{title: 'a line without text is empty', text: '', shift: 10, width: 4, shown: '    '},
	{title: 'control characters are written out', text: 'a\u001bb', shift: 0, width: 10, shown: 'a\\u001bb  '},
	{title: 'tabs are shown', text: '\tx', shift: 0, width: 6, shown: '→   x '},
])('$title', ({text, shift, width, shown}) => {
	expect(windowOf([text], {shift, width}).map(textOf).join('')).toBe(shown);
});

test('wide characters never make it wider or narrower than it is', () => {
	for (let shift = 0; shift < 8; shift++) {
		expect(
			widthOf(
				windowOf([['added', '支付系统abc支付']], {shift, width: 7})
					.map(textOf)
					.join(''),
			),
		).toBe(7);
	}
});

test('styles stay with their text', () => {
	expect(
		windowOf(
			[
				['added', 'ab'],
				['marked', 'cd'],
				['added', 'ef'],
			],
			{shift: 1, width: 4},
		),
	).toEqual([['dim', '…'], ['marked', 'cd'], ['dim', '…'], '']);
});

test('of a megabyte only what is seen is read', () => {
	const before = performance.now();
	windowOf(['x'.repeat(1_000_000)], {shift: 0, width: 80});
	expect(performance.now() - before).toBeLessThan(50);
});
