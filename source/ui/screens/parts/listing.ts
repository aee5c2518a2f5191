import {escapeLine, oneLine} from '../../../text/escape.ts';
import {widthOf} from '../../../text/width.ts';
import {type Line, textOf} from '../../line.ts';
import {Cursor, cursorMovement} from '../../list.ts';
import type {Binding, Scene} from '../../screen.ts';
import {type Column, fitColumns, headLine, rowLine} from '../../table.ts';
import {Memo} from './memo.ts';
import {detailLines} from './wrap.ts';

type Options<Row> = {
	readonly rows: (scene: Scene) => readonly Row[];
	/** Tells rows apart while they change. */
	readonly idOf: (row: Row) => string;
	readonly columns: (rows: readonly Row[], scene: Scene) => readonly Column<Row>[];
	/** Lines over the table. */
	readonly head?: (scene: Scene) => readonly Line[];
	/** What was cut in the row though its columns don't tell; said in full below the list. */
	readonly cutAway?: (row: Row, columns: readonly Column<Row>[]) => string;
};

/** A table with a cursor. What did not fit into the selected row stands in full below it. */
export class Listing<Row> {
	readonly #options: Options<Row>;
	readonly #cursor = new Cursor();
	readonly #ids = new Memo<readonly string[]>();

	constructor(options: Options<Row>) {
		this.#options = options;
	}

	get selectedId(): string {
		return this.#cursor.id;
	}

	set selectedId(id: string) {
		this.#cursor.id = id;
	}

	bindings(): readonly Binding[] {
		return cursorMovement(this.#cursor, scene => this.#idsOf(scene)).map(binding => ({
			...binding,
			run: (scene: Scene) => binding.run({...scene, height: this.#layout(scene).height}),
		}));
	}

	selected(scene: Scene): Row | undefined {
		const ids = this.#idsOf(scene);
		const found = ids.indexOf(this.#cursor.id);
		return this.#options.rows(scene)[found < 0 ? Math.min(this.#cursor.index, ids.length - 1) : found];
	}

	lines(scene: Scene): readonly Line[] {
		const {head, columns, below, height} = this.#layout(scene);
		const {index, top} = this.#cursor.settle(this.#idsOf(scene), height);
		const rows = this.#options.rows(scene).slice(top, top + height);
		const shown = rows.map((row, offset) => rowLine(columns, row, top + offset === index));
		const gap = below.length === 0 ? 0 : height - rows.length;
		return [...head, headLine(columns), ...shown, ...Array.from({length: gap}, () => ({spans: []})), ...below];
	}

	#layout(scene: Scene) {
		const rows = this.#options.rows(scene);
		const columns = fitColumns(this.#options.columns(rows, scene), scene.width);
		const head = this.#options.head?.(scene) ?? [];
		const below = this.#below(columns, scene);
		return {head, columns, below, height: Math.max(1, scene.height - head.length - 1 - below.length)};
	}

	#below(columns: readonly Column<Row>[], scene: Scene): readonly Line[] {
		const row = this.selected(scene);
		if (row === undefined) {
			return [];
		}

		const cut = columns
			.map(({cell, width}) => ({text: oneLine(textOf(cell(row))), width}))
			.filter(({text, width}) => widthOf(escapeLine(text)) > width)
			.map(({text}) => text);
		const aside = this.#options.cutAway?.(row, columns) ?? '';
		return detailLines([aside, ...cut].filter(Boolean).join('  '), scene);
	}

	#idsOf(scene: Scene): readonly string[] {
		const rows = this.#options.rows(scene);
		return this.#ids.of([rows], () => unique(rows.map(this.#options.idOf)));
	}
}

// A cursor could not get past two of the same name.
function unique(ids: readonly string[]): readonly string[] {
	const seen = new Map<string, number>();
	return ids.map(id => {
		const before = seen.get(id) ?? 0;
		seen.set(id, before + 1);
		return before === 0 ? id : `${id}\n${before}`;
	});
}

/** ` (3)`, or ` (3 of 12)` where a filter leaves some out; nothing while it is not known. */
export function amountOf(shown: number, all: number | undefined): string {
	return all === undefined ? '' : all === shown ? ` (${all})` : ` (${shown} of ${all})`;
}
