/** What becomes of each, in their order; at most `most` are at work at the same time. Who awaits one hears its failure. */
export function inParallel<T, R>(
	most: number,
	all: readonly T[],
	work: (one: T) => Promise<R>,
): ReadonlyMap<T, Promise<R>> {
	const results = new Map(all.map(one => [one, Promise.withResolvers<R>()]));
	const waiting = results.entries();
	const worker = async () => {
		for (const [one, {promise, resolve}] of waiting) {
			resolve(work(one));
			await promise.catch(() => undefined);
		}
	};
	for (let count = 0; count < most; count++) {
		void worker();
	}

	return new Map(Array.from(results, ([one, {promise}]) => [one, promise]));
}
