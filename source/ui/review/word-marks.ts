import {diffWordsWithSpace} from 'diff';

/** A piece of a line; `isMarked` where it is not on the other side. */
export type Piece = {readonly text: string; readonly isMarked: boolean};

export type Marked = {readonly left: readonly Piece[]; readonly right: readonly Piece[]};

/** Longer lines are compared by their start and their end alone. */
const longestLine = 2000;

/** In milliseconds. A screen shows some fifty pairs, so that a whole one stays far below a second. */
const timeLimit = 10;

/** Less in common than that part of the longer line, and marking words would only be noise. */
const leastCommon = 0.3;

/** Which words of two lines differ. */
export function markWords(left: string, right: string): Marked {
	if (Math.max(left.length, right.length) > longestLine) {
		return markMiddle(left, right);
	}

	const parts = diffWordsWithSpace(left, right, {timeout: timeLimit});
	if (parts === undefined) {
		return markMiddle(left, right);
	}

	const marked = {
		left: parts.filter(({added}) => !added).map(({value, removed}) => ({text: value, isMarked: removed})),
		right: parts.filter(({removed}) => !removed).map(({value, added}) => ({text: value, isMarked: added})),
	};
	return isAlike(marked.left, left, right) ? marked : {left: plain(left), right: plain(right)};
}

function isAlike(pieces: readonly Piece[], left: string, right: string): boolean {
	const common = pieces.reduce((sum, {text, isMarked}) => sum + (isMarked ? 0 : text.trim().length), 0);
	return common >= leastCommon * Math.max(left.trim().length, right.trim().length);
}

/** Between what both begin and what both end with. */
function markMiddle(left: string, right: string): Marked {
	const shortest = Math.min(left.length, right.length);
	let start = 0;
	while (start < shortest && left[start] === right[start]) {
		start += 1;
	}

	let end = 0;
	while (end < shortest - start && left.at(-1 - end) === right.at(-1 - end)) {
		end += 1;
	}

	const around = (text: string): readonly Piece[] =>
		[
			{text: text.slice(0, start), isMarked: false},
			{text: text.slice(start, text.length - end), isMarked: true},
			{text: text.slice(text.length - end), isMarked: false},
		].filter(piece => piece.text !== '');
	return {left: around(left), right: around(right)};
}

export function plain(text: string): readonly Piece[] {
	return text === '' ? [] : [{text, isMarked: false}];
}
