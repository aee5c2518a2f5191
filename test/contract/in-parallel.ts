/** The results of all, in their order; at most `most` run at the same time. */
export async function inParallel<T, R>(
	most: number,
	all: readonly T[],
	work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
	const results: R[] = [];
	const waiting = all.entries();
	const worker = async () => {
		for (const [index, one] of waiting) {
			results[index] = await work(one);
		}
	};
	await Promise.all(Array.from({length: most}, worker));
	return results;
}
