import {type Style, styleStep} from './styles.ts';

/** Writes to the terminal from cell to cell, with as few bytes as it can. The screen's margins must be off. */
export class Pen {
	readonly #columns: number;
	#written = '';
	#row = -1;
	/** -1 where it isn't known. */
	#column = -1;
	#style: Style = 0;

	constructor(columns: number) {
		this.#columns = columns;
	}

	/** What was written, with the terminal's own look at its end. */
	finish(): string {
		this.#setStyle(0);
		return this.#written;
	}

	get row(): number {
		return this.#row;
	}

	get column(): number {
		return this.#column;
	}

	get style(): Style {
		return this.#style;
	}

	moveTo(row: number, column: number) {
		if (row === this.#row && column === this.#column) {
			return;
		}

		this.#written += this.#move(row, column);
		this.#row = row;
		this.#column = column;
	}

	/** @param width In cells. */
	put(text: string, width: number, style: Style) {
		this.#setStyle(style);
		this.#written += text;
		const column = this.#column + width;
		// Behind the last column terminals stay, or wrap with the next character: only a move makes sure.
		this.#column = column < this.#columns ? column : -1;
	}

	/** Writes what terminals may take for another width than ours: both its cells are blank before, and the cursor is not trusted after. */
	putUnsure(text: string, width: number, style: Style) {
		const row = this.#row;
		const column = this.#column;
		this.put(' '.repeat(width), width, style);
		this.moveTo(row, column);
		this.put(text, width, style);
		this.#column = -1;
	}

	eraseToEnd() {
		this.#setStyle(0);
		this.#written += '\u001B[K';
	}

	/** Moves the lines from `top` to `bottom` up by so many, or down where it is negative; blank ones come in. */
	scroll(top: number, bottom: number, by: number) {
		this.#setStyle(0);
		const count = Math.abs(by) === 1 ? '' : String(Math.abs(by));
		// Deleted and inserted lines: Linux's own console does not know the sequences that scroll.
		this.#written += `\u001B[${top + 1};${bottom + 1}r\u001B[${top + 1}H\u001B[${count}${by > 0 ? 'M' : 'L'}\u001B[r`;
		// Setting margins takes the cursor home, but not in every terminal.
		this.#row = -1;
		this.#column = -1;
	}

	#setStyle(style: Style) {
		this.#written += styleStep(this.#style, style);
		this.#style = style;
	}

	#move(row: number, column: number): string {
		if (column === 0 && row === this.#row) {
			return '\r';
		}

		if (column === 0 && this.#row >= 0 && row === this.#row + 1) {
			return '\r\n';
		}

		if (row !== this.#row) {
			return column === 0 ? `\u001B[${row + 1}H` : `\u001B[${row + 1};${column + 1}H`;
		}

		const ahead = column - this.#column;
		const absolute = `\u001B[${column + 1}G`;
		const relative = `\u001B[${ahead === 1 ? '' : ahead}C`;
		return this.#column >= 0 && ahead > 0 && relative.length < absolute.length ? relative : absolute;
	}
}
