/** Lines that moved together: those from `top` to `bottom` go up by so many, or down where it is negative. */
export type Scroll = {readonly top: number; readonly bottom: number; readonly by: number};

/** Fewer lines are painted again for less. */
const fewestLines = 3;

/** A line that is often there (a blank one, a border) tells nothing about what moved. */
const mostPlaces = 3;

/** The move that most of the changed lines have made. */
export function findScroll(before: readonly string[], after: readonly string[]): Scroll | undefined {
	const changed = [...after.keys()].filter(at => after[at] !== before[at]);
	if (changed.length < fewestLines || before.length !== after.length) {
		return undefined;
	}

	const moves = movesOf(before, after, changed);
	const [by, rows] = [...moves].reduce<readonly [number, readonly number[]]>(
		(best, move) => (move[1].length > best[1].length ? move : best),
		[0, []],
	);
	const first = rows[0] ?? 0;
	const last = rows.at(-1) ?? 0;
	return rows.length < fewestLines
		? undefined
		: {top: Math.min(first, first + by), bottom: Math.max(last, last + by), by};
}

/** Which rows now show what was so many rows below (above, where it is negative). */
function movesOf(before: readonly string[], after: readonly string[], changed: readonly number[]) {
	const places = Map.groupBy(before.keys(), at => before[at] ?? '');
	const moves = new Map<number, number[]>();
	for (const at of changed) {
		const from = places.get(after[at] ?? '') ?? [];
		for (const place of from.length <= mostPlaces ? from : []) {
			moves.set(place - at, [...(moves.get(place - at) ?? []), at]);
		}
	}

	return moves;
}

/** What the screen shows after it. */
export function scrolled(lines: readonly string[], {top, bottom, by}: Scroll): readonly string[] {
	return lines.map((line, at) => {
		if (at < top || at > bottom) {
			return line;
		}

		const from = at + by;
		return from < top || from > bottom ? '' : (lines[from] ?? '');
	});
}
