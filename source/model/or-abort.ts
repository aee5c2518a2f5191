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
