import {graphemesOf, isOneCellEach, widthOf} from '../../../text/width.ts';
import {changeStyle, type Style} from './styles.ts';

/** A line as cells. What lies beyond its end is blank. */
export type Row = {
	/** What is in each cell: a character as a person sees it, or empty in the right half of a wide one. */
	readonly texts: readonly string[];
	readonly styles: readonly Style[];
	/** Cells whose width not all terminals agree about. */
	readonly unsure: ReadonlySet<number>;
};

/** Styles, with their parameters; then all other sequences: controls, strings (titles, links), single ones. */
const sequence = new RegExp(
	[
		String.raw`\u001B\[([\d;:]*)m`,
		String.raw`\u001B\[[0-?]*[ -/]*[@-~]?`,
		String.raw`\u001B[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)?`,
		String.raw`\u001B[ -/]*[0-~]?`,
	].join('|'),
	'g',
);

/** Wide since the first tables of widths, so that all terminals agree. */
const isSurelyWide = /^[　-〾ぁ-ゖァ-ヺ㐀-䶿一-鿿가-힣！-｠]$/;

const nothing: ReadonlySet<number> = new Set();

export const emptyRow: Row = {texts: [], styles: [], unsure: nothing};

type Cells = {readonly texts: string[]; readonly styles: Style[]; unsure: Set<number> | undefined};

/**
 * Takes a line of a frame apart. Of sequences it knows styles; others are dropped, as they could move the cursor.
 * What is wider than the screen is cut, and half a character becomes a blank.
 */
export function parseRow(line: string, columns: number): Row {
	const cells: Cells = {texts: [], styles: [], unsure: undefined};
	let style: Style = 0;
	let at = 0;
	for (const match of line.matchAll(sequence)) {
		addText(cells, line.slice(at, match.index), style);
		style = match[1] === undefined ? style : changeStyle(style, match[1]);
		at = match.index + match[0].length;
	}

	addText(cells, line.slice(at), style);
	cutAt(cells, columns);
	dropBlanks(cells);
	return {texts: cells.texts, styles: cells.styles, unsure: cells.unsure ?? nothing};
}

function addText(cells: Cells, text: string, style: Style) {
	if (isOneCellEach(text)) {
		for (const character of text) {
			cells.texts.push(character);
			cells.styles.push(style);
		}

		return;
	}

	for (const grapheme of graphemesOf(text)) {
		addGrapheme(cells, grapheme, style);
	}
}

function addGrapheme(cells: Cells, grapheme: string, style: Style) {
	const width = widthOf(grapheme);
	if (width === 0) {
		return;
	}

	const isSure = grapheme.length === 1 && (width === 1 || isSurelyWide.test(grapheme));
	if (!isSure) {
		cells.unsure ??= new Set();
		cells.unsure.add(cells.texts.length);
	}

	for (let cell = 0; cell < width; cell++) {
		cells.texts.push(cell === 0 ? grapheme : '');
		cells.styles.push(style);
	}
}

function cutAt({texts, styles, unsure}: Cells, columns: number) {
	if (texts.length <= columns) {
		return;
	}

	const isHalf = texts[columns] === '';
	texts.length = columns;
	styles.length = columns;
	for (let at = columns - 1; isHalf && at >= 0; at--) {
		const wasLead = texts[at] !== '';
		texts[at] = ' ';
		unsure?.delete(at);
		if (wasLead) {
			break;
		}
	}
}

function dropBlanks({texts, styles}: Cells) {
	while (texts.at(-1) === ' ' && styles.at(-1) === 0) {
		texts.pop();
		styles.pop();
	}
}
