import {createCanvas, GlobalFonts} from '@napi-rs/canvas';
import gifenc from 'gifenc';
import type {Cell} from '../test/ui/support/screen.ts';

const {GIFEncoder, applyPalette, quantize} = gifenc;

/** In pixels. */
const font = {size: 14, width: 8.4, height: 18, base: 14, margin: 10} as const;

const colors = {
	background: '#1b1f27',
	foreground: '#dcdfe4',
	palette: [
		...['#282c34', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#dcdfe4'],
		...['#5a6374', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#ffffff'],
	],
} as const;

/** Where monospaced fonts are looked for, the first that is there. `TRUEUP_FONT` names another. */
const fontFolders = ['/usr/share/fonts/truetype/dejavu', '/usr/share/fonts/dejavu', '/Library/Fonts'];

type Size = {readonly columns: number; readonly rows: number};

type Picture = {readonly pixels: Uint8ClampedArray; delay: number};

/** Pictures of a terminal, one after another, as a GIF. */
export class Film {
	readonly #size: Size;
	readonly #canvas;
	readonly #pictures: Picture[] = [];

	constructor(size: Size) {
		this.#size = size;
		const width = Math.ceil(size.columns * font.width) + 2 * font.margin;
		this.#canvas = createCanvas(width, size.rows * font.height + 2 * font.margin);
		loadFont();
	}

	/** What is there, for that many milliseconds. What is the same as before stays longer. */
	take(cell: (row: number, column: number) => Cell, delay: number): void {
		const pixels = this.#draw(cell);
		const last = this.#pictures.at(-1);
		if (last && Buffer.from(pixels).equals(Buffer.from(last.pixels))) {
			last.delay += delay;
		} else {
			this.#pictures.push({pixels, delay});
		}
	}

	/** One palette for all, and of each picture only what differs from the one before: that keeps it small. */
	encode(): Uint8Array {
		const {width, height} = this.#canvas;
		const all = Buffer.concat(
			this.#pictures.filter((_, index) => index % 3 === 0).map(({pixels}) => Buffer.from(pixels)),
		);
		const palette = quantize(all, 63);
		const transparentIndex = palette.length;
		const gif = GIFEncoder();
		let before: Uint8Array | undefined;
		for (const {pixels, delay} of this.#pictures) {
			const now = applyPalette(pixels, palette);
			const last = before;
			const changed = last ? now.map((color, place) => (color === last[place] ? transparentIndex : color)) : now;
			gif.writeFrame(changed, width, height, {
				delay,
				dispose: 1,
				...(last ? {transparent: true, transparentIndex} : {palette: [...palette, [0, 0, 0]]}),
			});
			before = now;
		}

		gif.finish();
		return gif.bytes();
	}

	#draw(cellAt: (row: number, column: number) => Cell): Uint8ClampedArray {
		const context = this.#canvas.getContext('2d');
		context.fillStyle = colors.background;
		context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
		for (let row = 0; row < this.#size.rows; row++) {
			for (let column = 0; column < this.#size.columns; column++) {
				drawCell(context, cellAt(row, column), {
					x: font.margin + column * font.width,
					y: font.margin + row * font.height,
				});
			}
		}

		return context.getImageData(0, 0, this.#canvas.width, this.#canvas.height).data;
	}
}

type Context = ReturnType<ReturnType<typeof createCanvas>['getContext']>;

function drawCell(context: Context, cell: Cell, {x, y}: {readonly x: number; readonly y: number}): void {
	if (cell.width === 0) {
		return;
	}

	const ink = colorOf(cell.foreground, colors.foreground);
	const paper = colorOf(cell.background, colors.background);
	const [front, back] = cell.isInverse ? [paper, ink] : [ink, paper];
	if (back !== colors.background) {
		context.fillStyle = back;
		context.fillRect(x, y, font.width * cell.width + 0.6, font.height);
	}

	if (cell.text.trim() !== '') {
		context.globalAlpha = cell.isDim ? 0.6 : 1;
		context.font = `${cell.isBold ? 'bold ' : ''}${font.size}px Terminal`;
		context.fillStyle = front;
		context.fillText(cell.text, x, y + font.base);
		context.globalAlpha = 1;
	}

	if (cell.isUnderlined) {
		context.fillStyle = front;
		context.fillRect(x, y + font.height - 2, font.width * cell.width, 1);
	}
}

function colorOf(color: Cell['foreground'], normal: string): string {
	return typeof color === 'number' ? (colors.palette[color] ?? normal) : (color ?? normal);
}

function loadFont(): void {
	const named = process.env.TRUEUP_FONT;
	const files = [
		...(named === undefined ? [] : [named]),
		...fontFolders.flatMap(folder => [`${folder}/DejaVuSansMono.ttf`, `${folder}/DejaVuSansMono-Bold.ttf`]),
	];
	const loaded = files.filter(file => GlobalFonts.registerFromPath(file, 'Terminal') !== null);
	if (loaded.length === 0) {
		throw new Error(`no font to draw with: none of ${files.join(', ')} is there; TRUEUP_FONT=FILE.ttf names another`);
	}
}
