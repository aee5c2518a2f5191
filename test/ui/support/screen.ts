import xterm from '@xterm/headless';
import {modernUnicode} from './modern-unicode.ts';

export type Cell = {
	readonly text: string;
	readonly width: number;
	/** `undefined` is the terminal's default; a number below 256 is of the palette; `#rrggbb` otherwise. */
	readonly foreground: number | string | undefined;
	readonly background: number | string | undefined;
	readonly isBold: boolean;
	readonly isDim: boolean;
	readonly isItalic: boolean;
	readonly isUnderlined: boolean;
	readonly isInverse: boolean;
};

export type Modes = {
	readonly hasAlternateScreen: boolean;
	readonly hasCursor: boolean;
	readonly hasBracketedPaste: boolean;
	readonly wraps: boolean;
};

export type ScreenOptions = {
	readonly columns: number;
	readonly rows: number;
	/** `old` is xterm's own table of widths, in which emoji are narrow: a terminal that disagrees with us. */
	readonly unicode?: 'modern' | 'old';
};

/** A terminal without a window: takes bytes, and tells what they look like. */
export class Screen {
	readonly #terminal: xterm.Terminal;
	#hasCursor = true;

	constructor({columns, rows, unicode = 'modern'}: ScreenOptions) {
		this.#terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
		if (unicode === 'modern') {
			this.#terminal.unicode.register(modernUnicode);
			this.#terminal.unicode.activeVersion = modernUnicode.version;
		}

		for (const [final, isShown] of [
			['h', true],
			['l', false],
		] as const) {
			this.#terminal.parser.registerCsiHandler({prefix: '?', final}, parameters => {
				this.#hasCursor = parameters.includes(25) ? isShown : this.#hasCursor;
				return false;
			});
		}
	}

	/** Resolves when all of it was taken in. */
	async write(data: string): Promise<void> {
		return new Promise(resolve => {
			this.#terminal.write(data, resolve);
		});
	}

	resize(columns: number, rows: number) {
		this.#terminal.resize(columns, rows);
	}

	/** True between the start and the end of a synchronized update, while what is there is no whole frame. */
	get isUpdating(): boolean {
		return this.#terminal.modes.synchronizedOutputMode;
	}

	/** Without the blanks at the right. */
	get lines(): readonly string[] {
		return Array.from({length: this.#terminal.rows}, (_, row) => this.#line(row)?.translateToString(true) ?? '');
	}

	get modes(): Modes {
		const {bracketedPasteMode, wraparoundMode} = this.#terminal.modes;
		return {
			hasAlternateScreen: this.#terminal.buffer.active.type === 'alternate',
			hasCursor: this.#hasCursor,
			hasBracketedPaste: bracketedPasteMode,
			wraps: wraparoundMode,
		};
	}

	cell(row: number, column: number): Cell {
		const cell = this.#line(row)?.getCell(column);
		if (cell === undefined) {
			throw new Error(`no cell at row ${row}, column ${column}`);
		}

		const color = (isRgb: boolean, isPalette: boolean, value: number) =>
			isRgb ? `#${value.toString(16).padStart(6, '0')}` : isPalette ? value : undefined;
		return {
			text: cell.getChars(),
			width: cell.getWidth(),
			foreground: color(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
			background: color(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
			isBold: cell.isBold() !== 0,
			isDim: cell.isDim() !== 0,
			isItalic: cell.isItalic() !== 0,
			isUnderlined: cell.isUnderline() !== 0,
			isInverse: cell.isInverse() !== 0,
		};
	}

	#line(row: number) {
		const {active} = this.#terminal.buffer;
		return active.getLine(active.viewportY + row);
	}
}
