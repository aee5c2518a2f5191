import {backoff} from './pause.ts';

/** Keys waiting for work: each at most once, each worked on by one at a time. */
export type WorkQueue = {add(key: string): void};

export type WorkQueueOptions = {
	readonly concurrency: number;
	readonly signal: AbortSignal;
	/** Hears of each failure; the key is tried again later. */
	readonly onFailure: (key: string, error: unknown) => void;
};

/** Works on what was added, again on what was added meanwhile, and later on what failed; on nothing after the signal. */
export function createWorkQueue(work: (key: string) => Promise<void>, options: WorkQueueOptions): WorkQueue {
	const {concurrency, signal, onFailure} = options;
	const waiting = new Set<string>();
	const running = new Set<string>();
	const failures = new Map<string, number>();
	const timers = new Map<string, NodeJS.Timeout>();

	signal.addEventListener('abort', () => {
		waiting.clear();
		for (const timer of timers.values()) {
			clearTimeout(timer);
		}
	});

	function add(key: string): void {
		if (!signal.aborted) {
			waiting.add(key);
			next();
		}
	}

	function next(): void {
		for (const key of waiting) {
			if (running.size >= concurrency) {
				return;
			}

			if (!running.has(key)) {
				waiting.delete(key);
				void run(key);
			}
		}
	}

	async function run(key: string): Promise<void> {
		running.add(key);
		try {
			await work(key);
			failures.delete(key);
		} catch (error) {
			retryLater(key, error);
		}

		running.delete(key);
		next();
	}

	function retryLater(key: string, error: unknown): void {
		if (signal.aborted) {
			return;
		}

		onFailure(key, error);
		const count = failures.get(key) ?? 0;
		failures.set(key, count + 1);
		clearTimeout(timers.get(key));
		const timer = setTimeout(() => {
			timers.delete(key);
			add(key);
		}, backoff(count));
		timers.set(key, timer);
	}

	return {add};
}
