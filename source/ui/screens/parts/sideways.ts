import {escapeLine} from '../../../text/escape.ts';
import {cut, widthOf} from '../../../text/width.ts';
import {type Line, type Span, textOf} from '../../line.ts';

/** The line without its first cells. Half of a wide character is a space. */
export function fromCell({spans, ...rest}: Line, cells: number): Line {
	if (cells <= 0) {
		return {...rest, spans};
	}

	let left = cells;
	const kept: Span[] = [];
	for (const span of spans) {
		const text = escapeLine(textOf(span));
		const width = widthOf(text);
		if (left >= width) {
			left -= width;
		} else {
			kept.push(withText(span, left === 0 ? text : withoutCells(text, left)));
			left = 0;
		}
	}

	return {...rest, spans: kept};
}

/** The line in exactly that many cells, for what stands beside it. */
export function padLine({spans, ...rest}: Line, width: number): Line {
	let left = width;
	const kept: Span[] = [];
	for (const span of spans) {
		const text = cut(escapeLine(textOf(span)), left);
		left -= widthOf(text);
		kept.push(withText(span, text));
	}

	return {...rest, spans: [...kept, ' '.repeat(Math.max(0, left))]};
}

function withoutCells(text: string, cells: number): string {
	let left = cells;
	let at = 0;
	for (const character of text) {
		if (left <= 0) {
			break;
		}

		left -= widthOf(character);
		at += character.length;
	}

	return ' '.repeat(-left) + text.slice(at);
}

function withText(span: Span, text: string): Span {
	return typeof span === 'string' ? text : [span[0], text];
}

/** Cut in its middle, where both ends tell things apart: a pod's kind, and its suffix. */
export function cutMiddle(text: string, width: number): string {
	const shown = escapeLine(text);
	if (widthOf(shown) <= width || width < 8) {
		return cut(shown, width);
	}

	const tail = Math.floor((width - 1) / 3);
	const skipped = widthOf(shown) - tail;
	const end = withoutCells(shown, skipped);
	return `${cut(shown, width - widthOf(end))}${end}`;
}
