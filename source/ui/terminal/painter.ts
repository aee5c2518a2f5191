import {difference, type Picture, wholePicture} from './paint/difference.ts';
import {parseRow, type Row} from './paint/row.ts';

/** What the painter needs of an output stream. */
export type Sink = {
	write(data: string): boolean;
	once(event: 'drain', listener: () => void): unknown;
	off(event: 'drain', listener: () => void): unknown;
};

export type Size = {readonly columns: number; readonly rows: number};

const startUpdate = '\u001B[?2026h';
const endUpdate = '\u001B[?2026l';

const shortestPauseMs = 1000 / 60;

/** Lines of some screens; more would only be kept for ones that never come back. */
const mostRowsKept = 600;

/**
 * Brings frames to the terminal: what changed and no more, not more often than screens show it, and never older ones
 * after a line that was too slow for them has become free. Between frames it writes nothing.
 */
export class Painter {
	readonly #sink: Sink;
	#size: Size;
	/** The latest frame, painted or not. */
	#wanted: readonly string[] | undefined;
	/** What the terminal shows; `undefined` where nobody knows. */
	#shown: readonly string[] | undefined;
	#rows = new Map<string, Row>();
	#rowsBefore = new Map<string, Row>();
	#timer: NodeJS.Timeout | undefined;
	#immediate: NodeJS.Immediate | undefined;
	#paintedAt = Number.NEGATIVE_INFINITY;
	#isBlocked = false;
	#isStopped = false;
	#isClearing = false;

	constructor(sink: Sink, size: Size) {
		this.#sink = sink;
		this.#size = size;
	}

	/** @param text The whole frame, its lines separated by LF. */
	show(text: string) {
		this.#wanted = text.split('\n');
		this.#schedule();
	}

	/** Painting waits until everybody has told the frame of the new size. */
	resize(size: Size) {
		this.#size = size;
		this.#rows.clear();
		this.#rowsBefore.clear();
		this.#shown = undefined;
		clearImmediate(this.#immediate);
		this.#immediate = setImmediate(() => {
			this.#immediate = undefined;
			this.#schedule();
		});
	}

	/** Paints everything again, because something else wrote to the terminal. */
	repaint() {
		this.#shown = undefined;
		this.#isClearing = true;
		this.#schedule();
	}

	/** Nothing is written until `start`; the latest frame is kept. */
	stop() {
		this.#isStopped = true;
		clearTimeout(this.#timer);
		clearImmediate(this.#immediate);
		this.#timer = undefined;
		this.#immediate = undefined;
		this.#shown = undefined;
		this.#sink.off('drain', this.#unblock);
		this.#isBlocked = false;
	}

	start() {
		this.#isStopped = false;
		this.repaint();
	}

	#schedule() {
		const waits = this.#timer !== undefined || this.#immediate !== undefined;
		if (this.#wanted === undefined || this.#isStopped || this.#isBlocked || waits) {
			return;
		}

		const pause = Math.ceil(this.#paintedAt + shortestPauseMs - performance.now());
		if (pause <= 0) {
			this.#paint();
			return;
		}

		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.#schedule();
		}, pause);
	}

	#paint() {
		const {columns, rows} = this.#size;
		const lines = Array.from({length: rows}, (_, at) => this.#wanted?.[at] ?? '');
		const picture: Picture = {lines, columns, rowOf: line => this.#rowOf(line)};
		const painted = this.#shown === undefined ? wholePicture(picture) : difference(this.#shown, picture);
		this.#shown = lines;
		if (painted === '') {
			return;
		}

		// tmux loses what is written after an erased screen within the same update.
		const cleared = this.#isClearing ? '\u001B[m\u001B[2J' : '';
		this.#isClearing = false;
		this.#paintedAt = performance.now();
		if (!this.#sink.write(`${cleared}${startUpdate}${painted}${endUpdate}`)) {
			this.#isBlocked = true;
			this.#sink.once('drain', this.#unblock);
		}
	}

	readonly #unblock = () => {
		this.#isBlocked = false;
		this.#schedule();
	};

	#rowOf(line: string): Row {
		const known = this.#rows.get(line) ?? this.#rowsBefore.get(line) ?? parseRow(line, this.#size.columns);
		if (this.#rows.size >= mostRowsKept) {
			this.#rowsBefore = this.#rows;
			this.#rows = new Map();
		}

		this.#rows.set(line, known);
		return known;
	}
}
