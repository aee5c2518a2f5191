import type {IUnicodeVersionProvider} from '@xterm/headless';
import stringWidth from 'string-width';

const joinsAlways = /^(?:[\p{Mark}\p{Emoji_Modifier}\u{E0020}-\u{E007F}]|\u200C|\u200D)$/u;
const isPictographic = /^\p{Extended_Pictographic}$/u;
const zeroWidthJoiner = 0x20_0d;
const emojiPresentation = 0xfe_0f;

/** What xterm hands back with the next character: how the cell before it ended. */
const afterJoiner = 1;
const afterRegional = 2;

/** xterm's packing: kind, width, whether it belongs to the cell before. */
function packed(kind: number, width: number, isJoined: boolean): number {
	return (kind << 3) | (width << 1) | (isJoined ? 1 : 0);
}

function isRegional(codePoint: number): boolean {
	return codePoint >= 0x1_f1_e6 && codePoint <= 0x1_f1_ff;
}

function widthOfCodePoint(codePoint: number): 0 | 1 | 2 {
	const width = stringWidth(String.fromCodePoint(codePoint));
	return width === 0 || width === 1 ? width : 2;
}

/** Widths as today's terminals have them: clusters of emoji are one character of two cells. xterm's own are of 2010. */
export const modernUnicode: IUnicodeVersionProvider = {
	version: 'modern',
	wcwidth: widthOfCodePoint,
	charProperties(codePoint, preceding) {
		const widthBefore = (preceding >> 1) & 3;
		const kindBefore = preceding >> 3;
		if (preceding !== 0 && joinsAlways.test(String.fromCodePoint(codePoint))) {
			const width = codePoint === emojiPresentation ? 2 : widthBefore;
			return packed(codePoint === zeroWidthJoiner ? afterJoiner : 0, width, true);
		}

		return afterBase(codePoint, kindBefore);
	},
};

function afterBase(codePoint: number, kindBefore: number): number {
	if (kindBefore === afterJoiner && isPictographic.test(String.fromCodePoint(codePoint))) {
		return packed(0, 2, true);
	}

	if (isRegional(codePoint)) {
		return kindBefore === afterRegional ? packed(0, 2, true) : packed(afterRegional, 1, false);
	}

	return packed(0, widthOfCodePoint(codePoint), false);
}
