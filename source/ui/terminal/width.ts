import stringWidth from 'string-width';
import {escapeLine} from '../../text/escape.ts';

/** Characters of one cell each that join with nothing: most of what a screen shows, found without segmenting. */
const isPlain =
	/^[ -~\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u21FF\u2500-\u25FC\u2701-\u2704\u2706-\u2709\u270C-\u2727\u2729-\u274B\u274F-\u2752\u2758-\u2794\u2798-\u27AF\u2800-\u28FF]*$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: styles begin with one.
const style = /\u001B\[[\d;:]*m/g;

const segmenter = new Intl.Segmenter();

export type Fit = {readonly align?: 'left' | 'right'; readonly ellipsis?: string};

/** How many cells the text takes; styles (`ESC [ ... m`) take none. */
export function widthOf(text: string): number {
	return isPlain.test(text) ? text.length : stringWidth(text);
}

/** True where each character is one cell, so that text can be cut and counted by its indexes. */
export function isOneCellEach(text: string): boolean {
	return isPlain.test(text);
}

/** The characters as a person sees them: marks, joined emoji and pairs that make a flag stay together. */
export function* graphemesOf(text: string): Generator<string> {
	for (const {segment} of segmenter.segment(text)) {
		yield segment;
	}
}

/** Text from anywhere, made harmless, and exactly that many cells wide: cut with the ellipsis, or filled with blanks. */
export function fit(text: string, width: number, {align = 'left', ellipsis = '…'}: Fit = {}): string {
	const safe = isPlain.test(text) ? text : escapeLine(text);
	const cells = widthOf(safe);
	if (cells <= width) {
		const blanks = ' '.repeat(width - cells);
		return align === 'left' ? safe + blanks : blanks + safe;
	}

	const room = width - widthOf(ellipsis);
	return room < 0 ? ' '.repeat(Math.max(0, width)) : padded(cutPlain(safe, room).text, room) + ellipsis;
}

/** The same for text of ours that has styles in it: what is cut off leaves no style behind. */
export function fitStyled(text: string, width: number): string {
	const cells = widthOf(text);
	if (cells <= width) {
		return text + ' '.repeat(width - cells);
	}

	if (width < 1) {
		return '';
	}

	let kept = '';
	let left = width - 1;
	let at = 0;
	let isStyled = false;
	for (const match of [...text.matchAll(style), undefined]) {
		const piece = cutPlain(text.slice(at, match?.index), left);
		kept += piece.text;
		left -= widthOf(piece.text);
		if (piece.isCut || match === undefined) {
			break;
		}

		kept += match[0];
		isStyled = true;
		at = match.index + match[0].length;
	}

	return `${kept}…${isStyled ? '\u001B[m' : ''}${' '.repeat(left)}`;
}

function padded(text: string, width: number): string {
	return text + ' '.repeat(width - widthOf(text));
}

function cutPlain(text: string, width: number): {readonly text: string; readonly isCut: boolean} {
	if (isPlain.test(text)) {
		return {text: text.slice(0, width), isCut: text.length > width};
	}

	let kept = '';
	let used = 0;
	for (const grapheme of graphemesOf(text)) {
		used += stringWidth(grapheme);
		if (used > width) {
			return {text: kept, isCut: true};
		}

		kept += grapheme;
	}

	return {text: kept, isCut: false};
}
