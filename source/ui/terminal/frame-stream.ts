import {Readable, Writable} from 'node:stream';
import type {Size} from './painter.ts';

export type FrameStreamOptions = {
	readonly size: () => Size;
	readonly show: (frame: string) => void;
};

/**
 * What Ink takes for a terminal. In its debug mode Ink writes each frame whole; what else it writes (the cursor, its
 * modes) is dropped, because those are the terminal's own business.
 */
export class FrameStream extends Writable {
	readonly isTTY = true;
	readonly #options: FrameStreamOptions;

	constructor(options: FrameStreamOptions) {
		super({decodeStrings: false});
		this.#options = options;
	}

	get columns(): number {
		return this.#options.size().columns;
	}

	get rows(): number {
		return this.#options.size().rows;
	}

	override _write(chunk: unknown, _encoding: BufferEncoding, callback: () => void) {
		// Lines of a frame begin with a text or a style: no other sequence gets through Ink.
		if (typeof chunk === 'string' && chunk !== '' && !chunk.startsWith('\u001B[?')) {
			this.#options.show(chunk);
		}

		callback();
	}
}

/** Ink asks for the type of the process's own streams; of it, it uses these. */
export function isOutput(stream: Writable): stream is Writable & NodeJS.WriteStream {
	return 'isTTY' in stream && 'columns' in stream && 'rows' in stream;
}

/** Never has anything to read: keys are read by the terminal, as Ink would merge those that come together. */
export class SilentStream extends Readable {
	readonly isTTY = false;

	override _read() {}
}

export function isInput(stream: Readable): stream is Readable & NodeJS.ReadStream {
	return 'isTTY' in stream;
}
