/** What is asked for once, however many want it; asked for again when it failed, or on demand. */
export type Shared<T> = {
	(signal: AbortSignal, isFresh?: boolean): Promise<T>;
	/** Whoever asks from now on has it asked for again. */
	forget(): void;
};

export function createShared<T>(load: (signal: AbortSignal) => Promise<T>): Shared<T> {
	let latest: Promise<T> | undefined;

	function start(): Promise<T> {
		// Of nobody's signal: one who stops waiting does not stop the others.
		const started = load(new AbortController().signal);
		latest = started;
		started.catch(() => {
			if (latest === started) {
				latest = undefined;
			}
		});
		return started;
	}

	const shared: Shared<T> = (signal, isFresh = false) => orAbort(latest && !isFresh ? latest : start(), signal);
	shared.forget = () => {
		latest = undefined;
	};
	return shared;
}

/** Stops waiting on the signal; what is waited for goes on. */
export function orAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
	const {promise: aborted, reject} = Promise.withResolvers<never>();
	const stop = () => reject(signal.reason);
	if (signal.aborted) {
		stop();
	} else {
		signal.addEventListener('abort', stop, {once: true});
	}

	return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop));
}
