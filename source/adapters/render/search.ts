/** Where one of the texts stands in another one. */
export type Place = {readonly start: number; readonly end: number};

/**
 * Finds all places where one of the texts stands in another one, in one go through that: by what they begin with, of so
 * many characters as all of them have, then by their lengths. Where so many of them begin alike that more characters
 * would have to be compared, all of that other one counts as one of them.
 */
export function searchFor(
	searched: readonly string[],
	headLength: number,
): (text: string, mostCompared: number) => Generator<Place> {
	const byHead = Map.groupBy(searched, one => one.slice(0, headLength));
	const sets = new Map([...byHead].map(([head, all]) => [head, [...Map.groupBy(all, one => one.length)].map(asSet)]));
	return function* find(text, mostCompared) {
		let left = mostCompared;
		for (let start = 0; start + headLength <= text.length; start++) {
			const alike = sets.get(text.slice(start, start + headLength));
			if (alike === undefined) {
				continue;
			}

			left -= alike.reduce((sum, {length}) => sum + Math.min(length, text.length - start), 0);
			if (left < 0) {
				return yield {start: 0, end: text.length};
			}

			const found = alike.filter(({length, all}) => all.has(text.slice(start, start + length)));
			yield* found.map(({length}) => ({start, end: start + length}));
		}
	};
}

type OfLength = {readonly length: number; readonly all: ReadonlySet<string>};

function asSet([length, all]: readonly [number, readonly string[]]): OfLength {
	return {length, all: new Set(all)};
}
