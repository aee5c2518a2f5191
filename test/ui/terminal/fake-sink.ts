import {vi} from 'vitest';
import type {Sink} from '../../../source/ui/terminal/painter.ts';

/** Takes what is written, and may be full. */
export class FakeSink implements Sink {
	readonly written: string[] = [];
	isFull = false;
	#onDrain: (() => void) | undefined;

	write(data: string): boolean {
		this.written.push(data);
		return !this.isFull;
	}

	once(_event: 'drain', listener: () => void) {
		this.#onDrain = listener;
	}

	off() {
		this.#onDrain = undefined;
	}

	drain() {
		this.isFull = false;
		const listener = this.#onDrain;
		this.#onDrain = undefined;
		listener?.();
	}

	/** What came since the last time. */
	take(): string {
		return this.written.splice(0).join('');
	}
}

/** From here on time goes on when the test says so. */
export function stopTime() {
	vi.useFakeTimers({
		toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'],
	});
}
