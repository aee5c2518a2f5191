import {escapeLine} from '../text/escape.ts';
import {cut, widthOf} from '../text/width.ts';

/**
 * What a text is, not which colour it has. On 16 colours only those are used that read on dark and on light;
 * without colours the words alone say it.
 */
export type Style = keyof typeof styles;

/** SGR codes; a mark is switched on and off, and stays where colours are not wanted. */
type Look = {readonly color?: number; readonly mark?: readonly [number, number]};

const bold = [1, 22] as const;
const faint = [2, 22] as const;
const underlined = [4, 24] as const;
const inverse = [7, 27] as const;
const defaultColor = 39;

const styles = {
	plain: {},
	strong: {mark: bold},
	dim: {mark: faint},
	good: {color: 32},
	warning: {color: 33},
	bad: {color: 31},
	busy: {color: 36},
	odd: {color: 35},
	key: {color: 36},
	title: {mark: bold},
	added: {color: 32},
	removed: {color: 31},
	/** A word that differs within a line that differs. */
	addedWord: {color: 32, mark: underlined},
	removedWord: {color: 31, mark: underlined},
	/** What a search has found. */
	marked: {mark: underlined},
	cursor: {mark: inverse},
} as const satisfies Record<string, Look>;

/** A piece of a line; its text may come from anywhere, it is made harmless when it is painted. */
export type Span = string | readonly [Style, string];

/** One line of the screen. The selected one is shown inverse, over its whole width. */
export type Line = {readonly spans: readonly Span[]; readonly isSelected?: boolean};

export function line(...spans: readonly Span[]): Line {
	return {spans};
}

export const blank: Line = {spans: []};

export function textOf(span: Span): string {
	return typeof span === 'string' ? span : span[1];
}

/** Without styles, as it reads. */
export function plainText({spans}: Line): string {
	return spans.map(textOf).join('');
}

/** How many cells it takes once it is painted. */
export function cellsOf(spans: readonly Span[]): number {
	return widthOf(escapeLine(spans.map(textOf).join('')));
}

/** Exactly that many cells. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
	const shown = cut(escapeLine(text), width);
	const room = ' '.repeat(Math.max(0, width - widthOf(shown)));
	return align === 'left' ? shown + room : room + shown;
}

/** The line as the terminal is given it: cut to the width, and harmless. */
export function paintLine({spans, isSelected}: Line, width: number, isColored: boolean): string {
	let left = width;
	let painted = '';
	for (const span of spans) {
		if (left <= 0) {
			break;
		}

		const [style, text] = typeof span === 'string' ? (['plain', span] as const) : span;
		const shown = cut(escapeLine(text), left);
		left -= widthOf(shown);
		// Colours that stay readable on the terminal's own background need not be on the inverse one.
		painted += isSelected ? shown : styled(styles[style], shown, isColored);
	}

	return isSelected ? `\u001b[7m${painted}${' '.repeat(Math.max(0, left))}\u001b[27m` : painted;
}

function styled({color, mark}: Look, text: string, isColored: boolean): string {
	const on = [...(mark ? [mark[0]] : []), ...(color !== undefined && isColored ? [color] : [])];
	if (on.length === 0 || text === '') {
		return text;
	}

	const off = [...(mark ? [mark[1]] : []), ...(color !== undefined && isColored ? [defaultColor] : [])];
	return `\u001b[${on.join(';')}m${text}\u001b[${off.join(';')}m`;
}
