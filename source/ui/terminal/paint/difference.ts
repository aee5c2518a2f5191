import {Pen} from './pen.ts';
import {emptyRow, type Row} from './row.ts';
import {findScroll, scrolled} from './scroll.ts';

export type Picture = {readonly lines: readonly string[]; readonly columns: number; rowOf(line: string): Row};

/** So many unchanged cells are written again rather than jumped over: a jump costs at least that many bytes. */
const longestBridge = 4;

/** What turns a screen that shows `before` into one that shows the picture; nothing where they look the same. */
export function difference(before: readonly string[], picture: Picture): string {
	const inPlace = changesInPlace(before, picture);
	const scroll = findScroll(before, picture.lines);
	if (scroll === undefined) {
		return inPlace;
	}

	const pen = new Pen(picture.columns);
	pen.scroll(scroll.top, scroll.bottom, scroll.by);
	drawChanges(pen, scrolled(before, scroll), picture);
	const moved = pen.finish();
	return moved.length < inPlace.length ? moved : inPlace;
}

/** Paints all of it, whatever the screen shows. Nothing is erased before it is overwritten, so that nothing flickers. */
export function wholePicture(picture: Picture): string {
	const pen = new Pen(picture.columns);
	for (const [at, line] of picture.lines.entries()) {
		drawRow(pen, at, {before: undefined, after: picture.rowOf(line), columns: picture.columns});
	}

	return pen.finish();
}

function changesInPlace(before: readonly string[], picture: Picture): string {
	const pen = new Pen(picture.columns);
	drawChanges(pen, before, picture);
	return pen.finish();
}

function drawChanges(pen: Pen, before: readonly string[], {lines, columns, rowOf}: Picture) {
	for (const [at, line] of lines.entries()) {
		const old = before[at] ?? '';
		if (old !== line) {
			drawRow(pen, at, {before: old === '' ? emptyRow : rowOf(old), after: rowOf(line), columns});
		}
	}
}

type RowChange = {
	/** `undefined` where nobody knows what is there. */
	readonly before: Row | undefined;
	readonly after: Row;
	readonly columns: number;
};

function drawRow(pen: Pen, row: number, change: RowChange) {
	const {before, after, columns} = change;
	let isAllNew = before === undefined;
	for (let column = 0; column < after.texts.length; column++) {
		if (after.texts[column] !== '' && (isAllNew || differs(change, column))) {
			reach(pen, after, row, column);
			// A terminal that takes a character for a wider one has written over the cells after it.
			isAllNew = putCell(pen, after, column) || isAllNew;
		}
	}

	const end = after.texts.length;
	if (end < columns && (isAllNew || (before?.texts.length ?? columns) > end)) {
		pen.moveTo(row, end);
		pen.eraseToEnd();
	}
}

function differs({before, after}: RowChange, column: number): boolean {
	return (
		(before?.texts[column] ?? ' ') !== after.texts[column] || (before?.styles[column] ?? 0) !== after.styles[column]
	);
}

/** Says whether the terminal may take it for another width. */
function putCell(pen: Pen, {texts, styles, unsure}: Row, column: number): boolean {
	const text = texts[column] ?? ' ';
	const style = styles[column] ?? 0;
	let width = 1;
	while (texts[column + width] === '') {
		width++;
	}

	const isUnsure = unsure.has(column);
	if (isUnsure) {
		pen.putUnsure(text, width, style);
	} else {
		pen.put(text, width, style);
	}

	return isUnsure;
}

/** Goes there by writing what is between again, where that is shorter. */
function reach(pen: Pen, row: Row, at: number, column: number) {
	if (pen.row === at && pen.column >= 0 && isBridge(pen, row, column)) {
		for (let between = pen.column; between < column; between++) {
			pen.put(row.texts[between] ?? ' ', 1, pen.style);
		}
	}

	pen.moveTo(at, column);
}

function isBridge(pen: Pen, {texts, styles}: Row, column: number): boolean {
	const between = texts.slice(pen.column, column);
	return (
		between.length <= longestBridge &&
		between.every((text, index) => /^[ -~]$/.test(text) && styles[pen.column + index] === pen.style)
	);
}
