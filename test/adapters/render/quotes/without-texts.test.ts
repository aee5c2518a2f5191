import {expect, test} from 'vitest';
import {withoutTexts} from '../../../../source/adapters/render/quotes/without-texts.ts';
import {measureTurns} from '../support/turns.ts';

const texts = ['hunter2', 'hunter2-long', '2-longer', 'pass', 'word+', '+more'];

test.for([
	['a long one anywhere', 'ahunter2b', 'a***b'],
	['the longest of several', 'is hunter2-long.', 'is ***.'],
	['two that overlap', 'is hunter2-longer.', 'is ***.'],
	['two side by side', 'hunter2hunter2', '***'],
	['a short one as a word', "'pass', pass. (pass)", "'***', ***. (***)"],
	['a short one not as a part of a word', 'passing by-pass a/pass.b pass.txt', 'passing by-pass a/pass.b pass.txt'],
	['a short one that touches one', 'passhunter2, a.pass', '***, a.pass'],
	['short ones that touch each other', 'the word+pass pass+more', 'the *** ***'],
	['nothing else', 'nothing', 'nothing'],
	['nothing of nothing', '', ''],
] as const)('Of texts in a message it hides %s', ([, message, expected]) => {
	expect(withoutTexts(message, texts)).toBe(expected);
});

const numbers = Array.from({length: 40_000}, (_, index) => index.toString(36).padStart(6, 'q'));
const letters = Array.from({length: 2000}, (_, index) => 'a'.repeat(index + 6));
const longestTurnMs = 1500;

test.for([
	['that all stand in it', numbers, numbers.slice(0, 37_000).join(' '), /^\*\*\*(?: \*\*\*){36999}$/],
	['none of which stands in it', numbers.map(text => `${text}!`), numbers.slice(0, 37_000).join(' '), /^[\w ]+$/],
	['that begin alike', letters, 'a'.repeat(256 * 1024), /^\*\*\*$/],
	['that begin alike and stand nowhere', letters.map(text => `${text}b`), 'a'.repeat(256 * 1024), /^\*\*\*$/],
] as const)(
	'A quarter of a megabyte is searched for tens of thousands of texts %s in one go',
	([, all, message, expected]) => {
		const turns = measureTurns();
		expect(withoutTexts(message, all)).toMatch(expected);
		expect(turns.longest()).toBeLessThan(longestTurnMs);
	},
);
