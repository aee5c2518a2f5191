declare module 'gifenc' {
	/** Of `[red, green, blue]`, 0 to 255. */
	export type Palette = number[][];

	export type Frame = {
		/** Of the first frame: it is that of all. */
		palette?: Palette;
		/** In milliseconds. */
		delay?: number;
		transparent?: boolean;
		transparentIndex?: number;
		/** 1: what comes next is drawn over it. */
		dispose?: number;
	};

	type Encoder = {
		writeFrame(pixels: Uint8Array, width: number, height: number, frame: Frame): void;
		finish(): void;
		bytes(): Uint8Array;
	};

	const gifenc: {
		GIFEncoder(): Encoder;
		quantize(pixels: Uint8ClampedArray | Uint8Array, colors: number): Palette;
		applyPalette(pixels: Uint8ClampedArray | Uint8Array, palette: Palette): Uint8Array;
	};
	export default gifenc;
}
