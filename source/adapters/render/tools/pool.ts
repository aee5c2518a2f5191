/** Runs so many pieces of work at a time; the others wait in the order in which they came. */
export class Pool {
	readonly #waiting: (() => void)[] = [];
	readonly #running = new Set<Promise<unknown>>();
	readonly #closing = new AbortController();
	#free: number;

	constructor(most: number) {
		this.#free = most;
	}

	async run<Result>(work: (ending: AbortSignal) => Promise<Result>, signal: AbortSignal): Promise<Result> {
		const ending = AbortSignal.any([signal, this.#closing.signal]);
		await this.#turn();
		try {
			ending.throwIfAborted();
			const running = work(ending);
			this.#running.add(running);
			return await running.finally(() => this.#running.delete(running));
		} finally {
			this.#release();
		}
	}

	/** Cancels all, and waits until nothing of it goes on. */
	async close(): Promise<void> {
		this.#closing.abort();
		await Promise.allSettled(this.#running);
	}

	async #turn(): Promise<void> {
		if (this.#free > 0) {
			this.#free--;
		} else {
			await new Promise<void>(resolve => this.#waiting.push(resolve));
		}
	}

	#release(): void {
		const next = this.#waiting.shift();
		if (next) {
			next();
		} else {
			this.#free++;
		}
	}
}
