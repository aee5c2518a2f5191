import type {Change} from '../../model/change.ts';
import {type Line, line} from '../line.ts';
import {paintRow, type Row, rowsOf} from './diff-rows.ts';
import {Differ} from './differ.ts';

/** Cells of the part of the screen that the difference has. */
export type Size = {readonly width: number; readonly height: number};

/** Side by side, a line of YAML has room from here on. */
const splitWidth = 140;

/** Of a line of common length, half is seen before and after a step to the side. */
const shiftStep = 20;

/** One difference at a time: where the person is in it, and how it is shown. */
export class DiffView {
	readonly #differ = new Differ();
	#context = 3;
	#layout: 'unified' | 'split' | undefined;
	#of = '';
	#hunk = 0;
	#top = 0;
	#shift = 0;

	get hunk(): number {
		return this.#hunk;
	}

	/** What comes or goes whole has nothing to stand beside. */
	#isSplit({before, after}: Change, {width}: Size): boolean {
		const isWide = width >= splitWidth && before !== undefined && after !== undefined;
		return this.#layout === undefined ? isWide : this.#layout === 'split';
	}

	hunksIn(change: Change): number {
		return this.#differ.of(change).hunks(this.#context).length;
	}

	/** To another object, at its first hunk or at its last. */
	open(change: Change, at: 'start' | 'end', size: Size): void {
		this.#shift = 0;
		this.#hunk = at === 'start' ? 0 : Math.max(0, this.hunksIn(change) - 1);
		this.#goToHunk(change, size);
	}

	/** To the next hunk or to the one before; false where there is none, so that the next object is meant. */
	step(change: Change, by: 1 | -1, size: Size): boolean {
		const next = this.#hunk + by;
		if (next < 0 || next >= this.hunksIn(change)) {
			return false;
		}

		this.#hunk = next;
		this.#goToHunk(change, size);
		return true;
	}

	scroll(change: Change, by: number, size: Size): void {
		const rows = this.#rows(change, size);
		this.#settle(rows, size);
		this.#top += by;
		this.#settle(rows, size);
		this.#hunk = hunkInSight(rows, {top: this.#top, height: size.height, hunk: this.#hunk});
	}

	/** More lines around what differs, or fewer. */
	widen(change: Change, by: number, size: Size): void {
		const [start = 0] = this.#startOfHunk(change);
		this.#context = Math.max(0, this.#context + by);
		const hunks = this.#differ.of(change).hunks(this.#context);
		// Hunks that grew together are one: the person stays with the lines that they saw.
		this.#hunk = Math.max(
			0,
			hunks.findLastIndex(hunk => hunk.start <= start + Math.max(0, -by)),
		);
		this.#goToHunk(change, size);
	}

	toggleSplit(change: Change, size: Size): void {
		this.#layout = this.#isSplit(change, size) ? 'unified' : 'split';
		this.#goToHunk(change, size);
	}

	shift(by: number): void {
		this.#shift = Math.max(0, this.#shift + by * shiftStep);
	}

	/** To the first word of the hunk that differs, where the line is too long to be seen whole; or back. */
	shiftToDifference(change: Change): void {
		const diff = this.#differ.of(change);
		const hunk = diff.hunks(this.#context)[this.#hunk];
		const columns = diff.lines.slice(hunk?.start, hunk?.end).flatMap(each => {
			const marked = diff.marks(diff.pair(each))?.[each.kind === 'removed' ? 'left' : 'right'];
			const at = marked?.findIndex(({isMarked}) => isMarked) ?? -1;
			return marked && at >= 0 ? [marked.slice(0, at).reduce((sum, {text}) => sum + text.length, 0)] : [];
		});
		const wanted = Math.max(0, (columns[0] ?? 0) - shiftStep);
		this.#shift = this.#shift === wanted ? 0 : wanted;
	}

	lines(change: Change, size: Size): readonly Line[] {
		if (this.#of !== change.digest) {
			this.#of = change.digest;
			this.#hunk = Math.min(this.#hunk, Math.max(0, this.hunksIn(change) - 1));
		}

		const rows = this.#rows(change, size);
		this.#settle(rows, size);
		const look = {width: size.width, shift: this.#shift, hunk: this.#hunk};
		return rows.length === 0
			? [line(['dim', '  No line of it differs.'])]
			: rows.slice(this.#top, this.#top + size.height).map(row => paintRow(row, this.#differ.of(change), look));
	}

	#rows(change: Change, size: Size): readonly Row[] {
		return rowsOf(this.#differ.of(change), {context: this.#context, isSplit: this.#isSplit(change, size)});
	}

	#startOfHunk(change: Change): readonly number[] {
		const hunk = this.#differ.of(change).hunks(this.#context)[this.#hunk];
		return hunk ? [hunk.start] : [];
	}

	#goToHunk(change: Change, size: Size): void {
		const rows = this.#rows(change, size);
		const head = rows.findIndex(row => row.kind === 'head' && row.hunk === this.#hunk);
		this.#top = Math.max(0, head);
		this.#settle(rows, size);
	}

	#settle(rows: readonly Row[], {height}: Size): void {
		this.#top = Math.max(0, Math.min(this.#top, rows.length - height));
	}
}

/** The hunk that the person is at stays while any of it is in sight; then it is the first one that is. */
function hunkInSight(
	rows: readonly Row[],
	{top, height, hunk}: {readonly top: number; readonly height: number; readonly hunk: number},
): number {
	let at = 0;
	const seen = new Set<number>();
	for (const [index, row] of rows.entries()) {
		at = row.kind === 'head' ? row.hunk : at;
		if (index >= top && index < top + height) {
			seen.add(at);
		}
	}

	return seen.has(hunk)
		? hunk
		: Math.min(...seen, Number.MAX_SAFE_INTEGER) === Number.MAX_SAFE_INTEGER
			? 0
			: Math.min(...seen);
}
