import {escapeLine} from '../../text/escape.ts';
import {cut, widthOf} from '../../text/width.ts';
import {type Line, line, type Span, type Style} from '../line.ts';
import type {Diff} from './differ.ts';
import type {DiffLine, Hunk, Pair} from './hunks.ts';
import {windowOf} from './window.ts';
import {type Piece, plain} from './word-marks.ts';

/** One row of the screen, before it is cut: the head of a hunk, a line, or two side by side. */
export type Row =
	| {readonly kind: 'head'; readonly hunk: number; readonly text: string}
	| {readonly kind: 'line'; readonly line: DiffLine; readonly index: number}
	| {readonly kind: 'pair'; readonly pair: Pair; readonly blame: string | undefined};

export type Look = {
	readonly width: number;
	/** How many cells are left out at the left of each text. */
	readonly shift: number;
	/** The hunk that the person is at. */
	readonly hunk: number;
};

const styles = {same: 'plain', removed: 'removed', added: 'added'} as const satisfies Record<DiffLine['kind'], Style>;

const wordStyles = {same: 'plain', removed: 'removedWord', added: 'addedWord'} as const satisfies Record<
	DiffLine['kind'],
	Style
>;

const signs = {same: ' ', removed: '-', added: '+'} as const satisfies Record<DiffLine['kind'], string>;

const gap = ' │ ';

/** All rows of a diff. */
export function rowsOf(
	diff: Diff,
	{context, isSplit}: {readonly context: number; readonly isSplit: boolean},
): readonly Row[] {
	return diff
		.hunks(context)
		.flatMap((hunk, number): Row[] => [
			{kind: 'head', hunk: number, text: headOf(diff, hunk)},
			...(isSplit ? pairRows(diff, hunk) : lineRows(diff, hunk)),
		]);
}

function lineRows({lines}: Diff, {start, end}: Hunk): readonly Row[] {
	return lines.slice(start, end).map((each, offset) => ({kind: 'line', line: each, index: start + offset}));
}

function pairRows(diff: Diff, {start, end}: Hunk): readonly Row[] {
	const blames = new Map<Pair, string>();
	for (let index = start; index < end; index++) {
		const [at, words] = [diff.lines[index], diff.blame.get(index)];
		if (at && words !== undefined) {
			blames.set(diff.pair(at), words);
		}
	}

	const pairs = new Set(diff.lines.slice(start, end).map(each => diff.pair(each)));
	return [...pairs].map(pair => ({kind: 'pair', pair, blame: blames.get(pair)}));
}

function headOf({lines}: Diff, {start, end}: Hunk): string {
	const first = lines.slice(start, end);
	const old = first.find(each => each.old > 0)?.old ?? 0;
	const wanted = first.find(each => each.new > 0)?.new ?? 0;
	const count = (side: 'old' | 'new') => first.filter(each => each[side] > 0).length;
	return `@@ -${old},${count('old')} +${wanted},${count('new')} @@`;
}

/** One row as it is shown. */
export function paintRow(row: Row, diff: Diff, look: Look): Line {
	switch (row.kind) {
		case 'head':
			return row.hunk === look.hunk ? line(['busy', '▶ '], ['strong', row.text]) : line(['dim', `  ${row.text}`]);
		case 'line':
			return paintUnified(row.line, diff, diff.blame.get(row.index), look);
		case 'pair':
			return paintPair(row.pair, diff, row.blame, look);
	}
}

function paintUnified(each: DiffLine, diff: Diff, blame: string | undefined, {width, shift}: Look): Line {
	const marked = each.kind === 'same' ? undefined : diff.marks(diff.pair(each));
	const pieces = marked?.[each.kind === 'removed' ? 'left' : 'right'] ?? plain(each.text);
	const tail = tailOf(blame, width);
	const room = width - 2 - widthOf(tail);
	return line(
		[styles[each.kind], `${signs[each.kind]} `],
		...windowOf(spansOf(pieces, each.kind), {shift, width: room}),
		['dim', tail],
	);
}

function paintPair(pair: Pair, diff: Diff, blame: string | undefined, {width, shift}: Look): Line {
	const {left, right} = pair;
	const marked = diff.marks(pair);
	const tail = tailOf(blame, width);
	const half = Math.floor((width - gap.length) / 2);
	const leftRoom = half - 2 - widthOf(tail);
	const rightRoom = width - half - gap.length - 2;
	return line(
		...sideOf(left, marked?.left, {shift, width: leftRoom}),
		['dim', tail],
		['dim', gap],
		...sideOf(right, marked?.right, {shift, width: rightRoom}),
	);
}

function sideOf(
	each: DiffLine | undefined,
	pieces: readonly Piece[] | undefined,
	look: {readonly shift: number; readonly width: number},
): readonly Span[] {
	if (!each) {
		return [' '.repeat(look.width + 2)];
	}

	return [
		[styles[each.kind], `${signs[each.kind]} `],
		...windowOf(spansOf(pieces ?? plain(each.text), each.kind), look),
	];
}

function spansOf(pieces: readonly Piece[], kind: DiffLine['kind']): readonly Span[] {
	return pieces.map(({text, isMarked}) => [isMarked ? wordStyles[kind] : styles[kind], text] as const);
}

/** Who set it, short enough to leave most of the line to the text. */
function tailOf(blame: string | undefined, width: number): string {
	return blame === undefined ? '' : cut(escapeLine(` ◂ ${blame}`), Math.floor(width / 3));
}
