import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {fitStyled, fit as fitText, isOneCellEach, widthOf} from '../../../source/ui/terminal/width.ts';
import {Screen} from '../support/screen.ts';

const bold = '\u001B[1m';
const green = '\u001B[32m';
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

describe('fit', () => {
	test.for<readonly [text: string, width: number, expected: string]>([
		['abc', 5, 'abc  '],
		['abcdef', 5, 'abcd…'],
		['abcde', 5, 'abcde'],
		['abc', 1, '…'],
		['abc', 0, ''],
		['', 2, '  '],
		['漢字漢字', 5, '漢字…'],
		['漢字漢字', 6, '漢字 …'],
		['a👍🏽b', 4, 'a👍🏽b'],
		['a👍🏽b', 3, 'a …'],
		// What joins is invisible, and could make two names look alike.
		['a\u200Db', 8, String.raw`a\u200db`],
		['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
		['a\u001B[31mb', 14, String.raw`a\u001b[31mb  `],
		['a\tb', 9, String.raw`a\u0009b `],
		['a\nb', 9, String.raw`a\u000ab `],
		['\u202Eabc', 10, String.raw`\u202eabc `],
		['\u007F\u009B', 12, String.raw`\u007f\u009b`],
		['\uD800', 6, String.raw`\ud800`],
	])('%j in %i cells', ([text, width, expected]) => {
		expect(fitText(text, width)).toBe(expected);
		expect(widthOf(fitText(text, width))).toBe(width);
	});

	test('to the right, and with another ellipsis', () => {
		expect(fitText('12', 4, {align: 'right'})).toBe('  12');
		expect(fitText('abcdef', 5, {ellipsis: '...'})).toBe('ab...');
		expect(fitText('abcdef', 2, {ellipsis: '...'})).toBe('  ');
	});

	test.for(texts)('%j has exactly the cells that it is given', ([text]) => {
		for (let width = 0; width < 30; width++) {
			expect([width, widthOf(fitText(text, width))]).toEqual([width, width]);
		}
	});
});

describe('fitStyled', () => {
	test.for<readonly [text: string, width: number, expected: string]>([
		[`${green}ok${end}`, 4, `${green}ok${end}  `],
		[`${green}Synced${end}`, 4, `${green}Syn…${end}`],
		[`${bold}a${end}${green}bcdef${end}`, 4, `${bold}a${end}${green}bc…${end}`],
		[`${green}漢字漢字${end}`, 4, `${green}漢…${end} `],
		['plain text', 5, 'plai…'],
		[`${green}x${end}`, 0, ''],
	])('%j in %i cells', ([text, width, expected]) => {
		expect(fitStyled(text, width)).toBe(expected);
		expect(widthOf(fitStyled(text, width))).toBe(width);
	});
});
