import {type Place, searchFor} from '../search.ts';

/** Shorter ones stand everywhere. */
export const shortest = 4;
/** No secret, whatever says it. */
export const isOpen = /^(?:true|false|null|undefined|v?\d{1,3}(?:\.\d{1,4}){1,3}|https?:\/\/[\w./-]*)$/;
/** From here on a text is hidden wherever it stands, and not only as a word of its own. */
const shortestWithin = 6;
/** For each character that is gone through; a short message may be of texts that all begin alike. */
const mostCompared = 64;
const mostComparedAnyway = 1_000_000;

/**
 * Hides texts of at least the shortest length in one go, and what else is to be hidden: there may be tens of thousands,
 * and a quarter of a megabyte.
 */
export function withoutTexts(whole: string, texts: readonly string[], others: readonly Place[] = []): string {
	const hidden = new Uint8Array(whole.length);
	for (const {start, end} of others) {
		hidden.fill(1, start, end);
	}

	const short: Place[] = [];
	for (const place of placesOf(texts, whole)) {
		if (place.end - place.start >= shortestWithin) {
			hidden.fill(1, place.start, place.end);
		} else {
			short.push(place);
		}
	}

	for (const {start, end} of wordsAmong(short, whole, hidden)) {
		hidden.fill(1, start, end);
	}

	return withStars(whole, hidden);
}

/** Where texts stand in another one that have at least the shortest length. */
export function placesOf(texts: readonly string[], whole: string): Iterable<Place> {
	const heads = piecesOf(whole, shortest);
	const possible = texts.filter(text => heads.has(text.slice(0, shortest)));
	return searchFor(possible, shortest)(whole, mostCompared * whole.length + mostComparedAnyway);
}

/** All that has that length. */
export function piecesOf(whole: string, length: number): ReadonlySet<string> {
	const pieces = new Set<string>();
	for (let start = 0; start + length <= whole.length; start++) {
		pieces.add(whole.slice(start, start + length));
	}

	return pieces;
}

/** What touches another one is a word too, as soon as that one is hidden. */
function wordsAmong(places: readonly Place[], whole: string, hidden: Uint8Array): readonly Place[] {
	const [starts, ends] = [new Set(places.map(({start}) => start)), new Set(places.map(({end}) => end))];
	const shownAt = (index: number, isEdge: boolean) => (isEdge || hidden[index] === 1 ? '' : (whole[index] ?? ''));
	return places.filter(({start, end}) => {
		const before = shownAt(start - 1, ends.has(start));
		const after = shownAt(end, starts.has(end));
		const next = shownAt(end + 1, starts.has(end + 1));
		return !/[\w/.-]/.test(before) && !/[\w/-]/.test(after) && !(after === '.' && /\w/.test(next));
	});
}

function withStars(whole: string, hidden: Uint8Array): string {
	const parts: string[] = [];
	let at = 0;
	for (let start = hidden.indexOf(1); start >= 0; start = hidden.indexOf(1, at)) {
		parts.push(whole.slice(at, start), '***');
		const end = hidden.indexOf(0, start);
		at = end < 0 ? whole.length : end;
	}

	return parts.join('') + whole.slice(at);
}
