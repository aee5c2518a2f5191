/** All searched texts have at least so many characters. */
const headLength = 6;
/** How many characters are compared for each of a text. */
const mostCompared = 64;

/**
 * Says of which texts one of the others is a part, in one go through each: by what they begin with, then by their
 * lengths. Where so many of them begin alike that it would take for ever, the answer is yes.
 */
export function searchFor(searched: readonly string[]): (text: string) => boolean {
	const byHead = Map.groupBy(searched, one => one.slice(0, headLength));
	const sets = new Map([...byHead].map(([head, all]) => [head, [...Map.groupBy(all, one => one.length)].map(asSet)]));
	return text => {
		let left = mostCompared * text.length + 1000;
		for (let start = 0; start + headLength <= text.length; start++) {
			const found = sets.get(text.slice(start, start + headLength)) ?? [];
			left -= found.reduce((sum, {length}) => sum + Math.min(length, text.length - start), 0);
			if (left < 0 || found.some(({length, all}) => all.has(text.slice(start, start + length)))) {
				return true;
			}
		}

		return false;
	};
}

type OfLength = {readonly length: number; readonly all: ReadonlySet<string>};

function asSet([length, all]: readonly [number, readonly string[]]): OfLength {
	return {length, all: new Set(all)};
}
