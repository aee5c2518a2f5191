import {escapeLine} from '../text/escape.ts';
import {cut, widthOf} from '../text/width.ts';

/**
 * What a text is, not which colour it has. On 16 colours only those are used that read on dark and on light;
 * without colours the words alone say it.
 */
export type Style = keyof typeof codes;

const codes = {
	plain: [],
	strong: [1, 22],
	dim: [2, 22],
	good: [32, 39],
	warning: [33, 39],
	bad: [31, 39],
	busy: [36, 39],
	odd: [35, 39],
	key: [36, 39],
	title: [1, 22],
	/** A word that differs within a line that differs. */
	marked: [4, 24],
	added: [32, 39],
	removed: [31, 39],
	cursor: [7, 27],
} as const;

/** They stay where colours are not wanted. */
const uncolored: ReadonlySet<Style> = new Set<Style>(['strong', 'title', 'marked', 'cursor', 'dim']);

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
		painted += isColored || uncolored.has(style) ? styled(style, shown) : shown;
	}

	return isSelected ? `\u001b[7m${painted}${' '.repeat(Math.max(0, left))}\u001b[27m` : painted;
}

function styled(style: Style, text: string): string {
	const [on, off] = codes[style];
	return on === undefined || text === '' ? text : `\u001b[${on}m${text}\u001b[${off}m`;
}
