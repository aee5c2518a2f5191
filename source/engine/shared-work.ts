import {orAbort} from '../model/or-abort.ts';

/** Work that several wait for: whoever stops waiting ends it for nobody else. */
export class SharedWork {
	readonly #done: Promise<void>;
	readonly #abandon: () => void;
	#waiting = 0;
	#isOver = false;

	/** `abandon` is called when nobody waits any more for what goes on still. */
	constructor(done: Promise<void>, abandon: () => void = () => undefined) {
		this.#done = done.finally(() => {
			this.#isOver = true;
		});
		this.#done.catch(() => undefined);
		this.#abandon = abandon;
	}

	async wait(signal: AbortSignal): Promise<void> {
		// What is over needs no listener: thousands on one signal are slow to add.
		if (this.#isOver) {
			signal.throwIfAborted();
			return this.#done;
		}

		this.#waiting++;
		try {
			await orAbort(this.#done, signal);
		} finally {
			this.#waiting--;
			if (this.#waiting === 0 && !this.#isOver) {
				this.#abandon();
			}
		}
	}
}
