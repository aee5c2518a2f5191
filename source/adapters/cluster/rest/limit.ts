/** Runs tasks, at most that many at a time, in the order in which they came. */
export type Limit = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export function createLimit(size: number): Limit {
	let free = size;
	const waiting: (() => void)[] = [];

	function turn(signal: AbortSignal): Promise<void> {
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		const start = () => {
			signal.removeEventListener('abort', stop);
			resolve();
		};
		const stop = () => {
			waiting.splice(waiting.indexOf(start), 1);
			reject(signal.reason);
		};
		signal.addEventListener('abort', stop, {once: true});
		waiting.push(start);
		return promise;
	}

	function release(): void {
		const next = waiting.shift();
		if (next) {
			next();
		} else {
			free++;
		}
	}

	return async (task, signal) => {
		signal.throwIfAborted();
		if (free > 0) {
			free--;
		} else {
			await turn(signal);
		}

		try {
			return await task();
		} finally {
			release();
		}
	};
}
