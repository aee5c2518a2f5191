import {structuredPatch} from 'diff';

// Long enough for any manifest, and short enough that no pair of huge texts holds up the rest.
const timeLimit = 300;

/** A part where two texts differ, with lines around it. Each line begins with ` `, `-` or `+`; numbers count from 1. */
export type PatchHunk = {
	readonly oldStart: number;
	readonly oldLines: number;
	readonly newStart: number;
	readonly newLines: number;
	readonly lines: readonly string[];
};

/** How one text becomes the other, line by line. `context` is how many equal lines are kept around what differs. */
export function patchOf(before: string, after: string, context: number): readonly PatchHunk[] {
	// Comparing a whole object with none needs no search, and neither does what can't be searched in time.
	const patch =
		before === '' || after === ''
			? undefined
			: structuredPatch('', '', before, after, '', '', {context, timeout: timeLimit});
	return patch?.hunks ?? [replacement(linesOf(before), linesOf(after))];
}

function replacement(old: readonly string[], wanted: readonly string[]): PatchHunk {
	return {
		oldStart: Math.min(1, old.length),
		oldLines: old.length,
		newStart: Math.min(1, wanted.length),
		newLines: wanted.length,
		lines: [...old.map(line => `-${line}`), ...wanted.map(line => `+${line}`)],
	};
}

function linesOf(text: string): readonly string[] {
	return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
