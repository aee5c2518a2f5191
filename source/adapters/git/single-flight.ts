type Flight<Result> = {readonly result: Promise<Result>; readonly controller: AbortController; waiting: number};

/**
 * Runs one work at a time, and lets those who ask for the same share it. The work ends early when everyone who asked
 * has given up; each hears of the own signal at once.
 */
export function createSingleFlight<Result>() {
	const flights = new Map<string, Flight<Result>>();
	let last: Promise<unknown> = Promise.resolve();

	const start = (key: string, work: (signal: AbortSignal) => Promise<Result>): Flight<Result> => {
		const controller = new AbortController();
		const result = last.then(() => {
			controller.signal.throwIfAborted();
			return work(controller.signal);
		});
		const flight = {result, controller, waiting: 0};
		flights.set(key, flight);
		last = result
			.catch(() => undefined)
			.finally(() => {
				if (flights.get(key) === flight) {
					flights.delete(key);
				}
			});
		return flight;
	};

	return async (key: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> => {
		signal.throwIfAborted();
		const flight = flights.get(key) ?? start(key, work);
		flight.waiting += 1;

		const given = Promise.withResolvers<never>();
		const giveUp = () => {
			given.reject(signal.reason);
			flight.waiting -= 1;
			if (flight.waiting === 0) {
				flights.delete(key);
				flight.controller.abort(signal.reason);
			}
		};
		signal.addEventListener('abort', giveUp, {once: true});
		try {
			return await Promise.race([flight.result, given.promise]);
		} finally {
			signal.removeEventListener('abort', giveUp);
		}
	};
}
