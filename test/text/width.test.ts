import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {cut, isOneCellEach, widthOf} from '../../source/text/width.ts';
import {Screen} from '../ui/support/screen.ts';

const bold = '\u001B[1m';
const end = '\u001B[m';

const texts: ReadonlyArray<readonly [text: string, width: number]> = [
	['', 0],
	['abc', 3],
	['● Healthy ─│┌ … ↑ ✔ ⣿', 21],
	['漢字', 4],
	['한국어', 6],
	['ｱﾊﾟ', 3],
	['全角', 4],
	['é', 1],
	['e\u0301', 1],
	['😀', 2],
	['👍🏽', 2],
	['👨‍👩‍👧‍👦', 2],
	['🇩🇪', 2],
	['❤️', 2],
	['❤', 1],
	['⚠️', 2],
	['1️⃣', 2],
	['✅', 2],
	['a\u200Bb', 2],
	[`${bold}a漢${end}`, 3],
];

describe('the width of a text', () => {
	test.for(texts)('%j is %i cells, as Ink and terminals have it', async ([text, width]) => {
		expect([widthOf(text), stringWidth(text)]).toEqual([width, width]);
		const screen = new Screen({columns: 40, rows: 1});
		await screen.write(`${text.replaceAll('\u200B', '')}|`);
		expect(screen.cell(0, width).text).toBe('|');
	});

	test('no character that is counted without looking is of another width', () => {
		const characters = Array.from({length: 0x1_00_00}, (_, code) => String.fromCharCode(code));
		const counted = characters.filter(isOneCellEach);
		expect(counted.length).toBeGreaterThan(900);
		expect(counted.filter(character => stringWidth(character) !== 1)).toEqual([]);
	});
});

describe('a text that is cut', () => {
	test.for<readonly [text: string, width: number, expected: string]>([
		['abc', 5, 'abc'],
		['abcdef', 5, 'abcd…'],
		['abcde', 5, 'abcde'],
		['abc', 1, '…'],
		['abc', 0, ''],
		['', 2, ''],
		['漢字漢字', 5, '漢字…'],
		['漢字漢字', 6, '漢字…'],
		['a👍🏽b', 4, 'a👍🏽b'],
		['a👍🏽b', 3, 'a…'],
		['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
	])('%j in %i cells', ([text, width, expected]) => {
		expect(cut(text, width)).toBe(expected);
		expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width);
	});
});
