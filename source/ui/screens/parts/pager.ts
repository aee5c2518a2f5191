import {escapeLine} from '../../../text/escape.ts';
import {widthOf} from '../../../text/width.ts';
import {blank, type Line, line, plainText, type Span} from '../../line.ts';
import {none, Scroll} from '../../list.ts';
import type {Binding, Scene} from '../../screen.ts';
import {markParts, type Part, partsOf} from './match.ts';
import {Memo} from './memo.ts';
import {fromCell, padLine} from './sideways.ts';

/** One line of a text, or of texts side by side. */
export type Row = readonly Line[];

type Match = Part & {readonly row: number; readonly pane: number};

/** How far left and right move. */
const step = 8;

const divider: Span = ['dim', ' │ '];

/** A text that scrolls both ways and is searched. */
export class Pager {
	readonly #rows: (scene: Scene) => readonly Row[];
	readonly #height: (scene: Scene) => number;
	readonly #scroll = new Scroll();
	#searched = '';
	#left = 0;
	/** The match that `n` goes on from. */
	#current = 0;
	/** Where the search began; a longer word is looked for from there as well. Undefined before it is looked for. */
	#origin: number | undefined;
	#isSeeking = false;
	readonly #found = new Memo<readonly Match[]>();

	/** `height` is how many lines are left for the text; all of the screen where absent. */
	constructor(rows: (scene: Scene) => readonly Row[], height: (scene: Scene) => number = scene => scene.height) {
		this.#rows = rows;
		this.#height = height;
	}

	get searched(): string {
		return this.#searched;
	}

	set searched(text: string) {
		if (text === this.#searched) {
			return;
		}

		if (this.#searched === '') {
			this.#origin = undefined;
		}

		// What is taken back while it is typed leads back to where it began.
		if (text === '' && this.#origin !== undefined) {
			this.#scroll.to(this.#origin);
		}

		this.#searched = text;
		this.#isSeeking = text !== '';
	}

	bindings(): readonly Binding[] {
		const sideways = (by: number) => () => {
			this.#left = Math.max(0, this.#left + by);
			return none;
		};
		const next = (by: number) => (scene: Scene) => {
			// Keys may come faster than frames.
			this.#seek(scene);
			const {length} = this.#matches(scene);
			if (length > 0) {
				this.#go((this.#current + by + length) % length, scene);
				return none;
			}

			const text = this.#searched === '' ? '/ searches first' : `no match for ${this.#searched}`;
			return [{kind: 'tell', tone: 'info', text} as const];
		};
		return [
			{keys: ['n'], help: 'the next match', run: next(1)},
			{keys: ['N'], help: 'the match before', run: next(-1)},
			{keys: ['right'], help: 'further right', run: sideways(step)},
			{keys: ['left'], help: 'further left', run: sideways(-step)},
			{keys: ['0'], help: 'to the start of the lines', run: sideways(-Number.MAX_SAFE_INTEGER)},
			...this.#scroll
				.bindings(scene => this.#rows(scene).length)
				.map(binding => ({...binding, run: (scene: Scene) => binding.run(this.#room(scene))})),
		];
	}

	/** `match 2 of 7`, for the title; and how far it is scrolled. */
	state(scene: Scene): readonly Span[] {
		const {length} = this.#matches(scene);
		const aside: readonly Span[] = this.#left > 0 ? [['dim', `  from column ${this.#left + 1}`]] : [];
		if (this.#searched === '') {
			return aside;
		}

		return length === 0
			? [...aside, ['warning', '  no match']]
			: [...aside, ['key', `  match ${Math.min(this.#current, length - 1) + 1} of ${length}`]];
	}

	lines(scene: Scene): readonly Line[] {
		this.#seek(scene);
		const rows = this.#rows(scene);
		const height = this.#height(scene);
		const top = this.#settle(scene);
		const marks = Map.groupBy(
			this.#matches(scene).map((match, index) => ({...match, style: this.#styleOf(index)})),
			({row}) => row,
		);
		return rows.slice(top, top + height).map((row, offset) => {
			const found = marks.get(top + offset) ?? [];
			const panes = row.map((pane, index) =>
				fromCell(
					markParts(
						pane,
						found.filter(({pane}) => pane === index),
					),
					this.#left,
				),
			);
			return beside(panes, scene.width);
		});
	}

	/** Ends the search; true where there was one. */
	escape(): boolean {
		const isSearching = this.#searched !== '';
		this.#searched = '';
		this.#isSeeking = false;
		return isSearching;
	}

	/** Back to the start, for another text. */
	reset(): void {
		this.#scroll.to(0);
		this.#left = 0;
		this.#isSeeking = this.#searched !== '';
		this.#origin = 0;
	}

	#styleOf(index: number) {
		return index === this.#current ? ('cursor' as const) : ('marked' as const);
	}

	#room(scene: Scene): Scene {
		return {...scene, height: this.#height(scene)};
	}

	#seek(scene: Scene): void {
		if (this.#isSeeking) {
			const origin = this.#origin ?? this.#settle(scene);
			this.#origin = origin;
			const matches = this.#matches(scene);
			const first = matches.findIndex(({row}) => row >= origin);
			if (matches.length > 0) {
				this.#go(Math.max(0, first), scene);
			} else {
				this.#scroll.to(origin);
			}
		}

		this.#isSeeking = false;
	}

	#settle(scene: Scene): number {
		return this.#scroll.settle(this.#rows(scene).length, this.#height(scene));
	}

	/** To that match; the text moves only where it is out of sight. */
	#go(index: number, scene: Scene): void {
		this.#current = index;
		const match = this.#matches(scene)[index];
		if (!match) {
			return;
		}

		const {row, pane, start, end} = match;
		const height = this.#height(scene);
		const top = this.#settle(scene);
		if (row < top || row >= top + height) {
			this.#scroll.to(Math.max(0, row - Math.floor(height / 3)));
		}

		const panes = this.#rows(scene)[row] ?? [];
		const text = plainText(panes[pane] ?? blank);
		const room = paneWidth(panes.length, scene.width);
		const from = widthOf(escapeLine(text.slice(0, start)));
		if (from < this.#left || widthOf(escapeLine(text.slice(0, end))) > this.#left + room) {
			this.#left = from < room / 2 ? 0 : from - Math.floor(room / 2);
		}
	}

	#matches(scene: Scene): readonly Match[] {
		const rows = this.#rows(scene);
		return this.#found.of([rows, this.#searched], () =>
			rows.flatMap((row, index) =>
				row.flatMap((line, pane) =>
					partsOf(plainText(line), this.#searched).map(part => ({...part, row: index, pane})),
				),
			),
		);
	}
}

function paneWidth(panes: number, width: number): number {
	return Math.floor((width - 3 * (panes - 1)) / panes);
}

function beside(panes: readonly Line[], width: number): Line {
	const [only] = panes;
	if (panes.length === 1 && only) {
		return only;
	}

	const room = paneWidth(panes.length, width);
	return line(
		...panes.flatMap((pane, index): Span[] => [...(index === 0 ? [] : [divider]), ...padLine(pane, room).spans]),
	);
}
