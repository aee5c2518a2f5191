import {escapeLine} from '../../text/escape.ts';
import {widthOf} from '../../text/width.ts';
import {type Span, type Style, textOf} from '../line.ts';

type Cut = {readonly shift: number; readonly width: number};

/** The cells of a line from `shift` on, exactly `width` of them; `…` stands for what is left out on a side. */
export function windowOf(spans: readonly Span[], {shift, width}: Cut): readonly Span[] {
	const cells: Cell[] = [];
	let at = 0;
	let isCutRight = false;
	// What is far to the right of the window is not even looked at: a line may hold a megabyte.
	for (const {style, character} of charactersOf(spans, (shift + width) * 2 + 64)) {
		const size = widthOf(character);
		if (at + size > shift + width) {
			isCutRight = true;
			break;
		}

		if (at >= shift) {
			cells.push({style, text: character});
		}

		at += size;
	}

	const ended = isCutRight ? withEnd(cells) : cells;
	const shown = shift > 0 && at > 0 ? [ellipsis, ...ended.slice(1)] : ended;
	const used = shown.reduce((sum, {text}) => sum + widthOf(text), 0);
	return [...joined(shown), ' '.repeat(Math.max(0, width - used))];
}

type Cell = {readonly style: Style; readonly text: string};

const ellipsis: Cell = {style: 'dim', text: '…'};

function withEnd(cells: readonly Cell[]): readonly Cell[] {
	return [...cells.slice(0, -1), ellipsis];
}

function* charactersOf(spans: readonly Span[], most: number) {
	let left = most;
	for (const span of spans) {
		const style: Style = typeof span === 'string' ? 'plain' : span[0];
		// A tab is shown: in a script or a Makefile it matters that it is none of the spaces.
		const text = escapeLine(textOf(span).slice(0, left).replaceAll('\t', '→   '));
		left -= text.length;
		for (const character of text) {
			yield {style, character};
		}
	}
}

function joined(cells: readonly Cell[]): readonly Span[] {
	const spans: [Style, string][] = [];
	for (const {style, text} of cells) {
		const last = spans.at(-1);
		if (last?.[0] === style) {
			last[1] += text;
		} else {
			spans.push([style, text]);
		}
	}

	return spans;
}
