import {expect, test} from 'vitest';
import {type Line, line, paintLine} from '../../source/ui/line.ts';

const inverse = (text: string) => `\u001b[7m${text}\u001b[27m`;

test.for<[string, Line, number, boolean, string]>([
	['a plain text', line('web'), 10, true, 'web'],
	['a style', line(['bad', 'web'], ' up'), 10, true, '\u001b[31mweb\u001b[39m up'],
	['a style where colours are not wanted', line(['bad', 'web']), 10, false, 'web'],
	['a mark where colours are not wanted', line(['strong', 'web']), 10, false, '\u001b[1mweb\u001b[22m'],
	['a mark with a colour', line(['addedWord', 'web']), 10, true, '\u001b[4;32mweb\u001b[24;39m'],
	['the same without colours', line(['addedWord', 'web']), 10, false, '\u001b[4mweb\u001b[24m'],
	['what does not fit', line('deploy', ['bad', 'ment']), 8, true, 'deploy\u001b[31mm…\u001b[39m'],
	['what begins behind the edge', line('deployment', 'web'), 10, true, 'deployment'],
	['wide characters', line('世界世界'), 5, true, '世界…'],
	['control characters', line('a\u001b[2Jb'), 20, true, 'a\\u001b[2Jb'],
	['the selected line', {spans: ['a', ['bad', 'b']], isSelected: true}, 4, true, inverse('ab  ')],
])('%s is painted within its width', ([, given, width, isColored, expected]) => {
	expect(paintLine(given, width, isColored)).toBe(expected);
});
