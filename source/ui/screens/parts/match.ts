import {type Line, type Span, type Style, textOf} from '../../line.ts';

/** Whether a text is one that `/` asks for. Words in any order, whatever their case; `!` in front turns it round, as in k9s. */
export function matcher(filter: string): (text: string) => boolean {
	const isInverse = filter.startsWith('!');
	const words = (isInverse ? filter.slice(1) : filter).toLowerCase().split(/\s+/).filter(Boolean);
	return text => {
		const shown = text.toLowerCase();
		return words.length === 0 || words.every(word => shown.includes(word)) !== isInverse;
	};
}

/** A part of a text, in UTF-16 units; `end` does not belong to it. */
export type Part = {readonly start: number; readonly end: number};

/** Where the searched stands in a text, whatever its case. */
export function partsOf(text: string, searched: string): readonly Part[] {
	if (searched === '') {
		return [];
	}

	const pattern = new RegExp(searched.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
	return [...text.matchAll(pattern)].map(match => ({start: match.index, end: match.index + match[0].length}));
}

/** The line with these parts in a style of their own. They are in order and don't overlap. */
export function markParts({spans, ...rest}: Line, parts: readonly (Part & {readonly style: Style})[]): Line {
	if (parts.length === 0) {
		return {...rest, spans};
	}

	const marked: Span[] = [];
	let at = 0;
	for (const span of spans) {
		const text = textOf(span);
		const end = at + text.length;
		const inside = parts.filter(part => part.end > at && part.start < end);
		const cuts = inside.flatMap(part => [Math.max(part.start, at), Math.min(part.end, end)]);
		const stops = [at, ...cuts, end];
		for (const [index, start] of stops.slice(0, -1).entries()) {
			const piece = text.slice(start - at, (stops[index + 1] ?? end) - at);
			const style = index % 2 === 1 ? inside[(index - 1) / 2]?.style : styleOf(span);
			marked.push([style ?? 'plain', piece]);
		}

		at = end;
	}

	return {...rest, spans: marked.filter(([, text]) => text !== '')};
}

function styleOf(span: Span): Style {
	return typeof span === 'string' ? 'plain' : span[0];
}
