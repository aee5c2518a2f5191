/** Runs so many pieces of work at a time; the others wait in the order in which they came. */
export function createPool(most: number) {
	const waiting: (() => void)[] = [];
	let running = 0;

	const release = () => {
		const next = waiting.shift();
		if (next) {
			next();
		} else {
			running--;
		}
	};

	return async <Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> => {
		if (running < most) {
			running++;
		} else {
			await new Promise<void>(resolve => waiting.push(resolve));
		}

		try {
			signal.throwIfAborted();
			return await work();
		} finally {
			release();
		}
	};
}
