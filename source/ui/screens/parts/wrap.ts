import {escapeLine} from '../../../text/escape.ts';
import {widthOf} from '../../../text/width.ts';
import {type Line, line} from '../../line.ts';

/** The text in lines of at most that many cells, harmless. Broken after a space where one is near; nothing is left out. */
export function wrapText(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	let rest = escapeLine(text);
	while (widthOf(rest) > width) {
		const head = fitting(rest, width);
		const space = head.lastIndexOf(' ') + 1;
		const end = space > head.length / 2 ? space : head.length;
		lines.push(rest.slice(0, end));
		rest = rest.slice(end);
	}

	return rest === '' && lines.length > 0 ? lines : [...lines, rest];
}

// At least one character, so that it goes on where not even one fits.
function fitting(text: string, width: number): string {
	let end = 0;
	let used = 0;
	for (const character of text) {
		used += widthOf(character);
		if (used > width && end > 0) {
			break;
		}

		end += character.length;
	}

	return text.slice(0, end);
}

/** How many lines a text that is cut in its row may take below the list. */
const mostDetail = 4;

/** What did not fit into the selected row, in full, to stand below the list. Nothing where there is nothing to say, or no room. */
export function detailLines(text: string, {width, height}: {readonly width: number; readonly height: number}) {
	if (text === '' || height < 3 * mostDetail) {
		return [];
	}

	const wrapped = wrapText(text, width - 2);
	const kept = wrapped.slice(0, mostDetail);
	const isCut = kept.length < wrapped.length;
	return kept.map((each, index): Line => line(` ${each}${isCut && index === mostDetail - 1 ? '…' : ''}`));
}
