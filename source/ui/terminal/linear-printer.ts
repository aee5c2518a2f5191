import {stripVTControlCharacters} from 'node:util';
import type {Sink} from './painter.ts';

/**
 * For screen readers: what is new is printed below what was there, as words alone. Nothing is ever overwritten, because
 * a reader would read the whole screen again.
 */
export class LinearPrinter {
	readonly #sink: Pick<Sink, 'write'>;
	#told: ReadonlySet<string> = new Set();
	#isStopped = false;

	constructor(sink: Pick<Sink, 'write'>) {
		this.#sink = sink;
	}

	/** @param text The whole frame, its lines separated by LF. */
	show(text: string) {
		if (this.#isStopped) {
			return;
		}

		const lines = text.split('\n').map(line => stripVTControlCharacters(line).trim());
		const fresh = lines.filter(line => line !== '' && !this.#told.has(line));
		this.#told = new Set(lines);
		if (fresh.length > 0) {
			this.#sink.write(`${fresh.join('\n')}\n`);
		}
	}

	/** Lines are of any length: the terminal wraps them. */
	resize() {}

	/** Tells everything once more with the next frame. */
	repaint() {
		this.#told = new Set();
	}

	stop() {
		this.#isStopped = true;
	}

	start() {
		this.#isStopped = false;
		this.repaint();
	}
}
