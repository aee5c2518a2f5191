/** The name that was probably meant: at most two letters away, and fewer than half of what was typed. */
export function nearest<Name extends string>(typed: string, names: readonly Name[]): Name | undefined {
	return nearestOf(typed, names)[0];
}

/** All of these, the best first. */
export function nearestOf<Name extends string>(typed: string, names: readonly Name[]): readonly Name[] {
	return names
		.filter(name => Math.abs(name.length - typed.length) <= 2)
		.map(name => ({name, distance: distanceOf(typed, name)}))
		.filter(({distance}) => distance <= 2 && distance * 2 < typed.length)
		.sort((one, other) => one.distance - other.distance)
		.map(({name}) => name);
}

/** How many letters have to be added, left out or exchanged. */
function distanceOf(from: string, to: string): number {
	let row = Array.from({length: to.length + 1}, (_, index) => index);
	for (const [index, letter] of [...from].entries()) {
		const next = [index + 1];
		for (const [column, wanted] of [...to].entries()) {
			const exchanged = (row[column] ?? 0) + (letter === wanted ? 0 : 1);
			next.push(Math.min(exchanged, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
		}

		row = next;
	}

	return row.at(-1) ?? 0;
}
