import type {Color, Paint} from '../../text/paint.ts';
import {cut, widthOf} from '../../text/width.ts';

/** Its text is safe to print. */
export type Cell = {readonly text: string; readonly color?: Color};

export type Screen = {readonly width: number; readonly paint: Paint};

/** Between two columns. */
export const gap = '  ';

/** Lines of aligned columns, cut to the screen's width; the titles are left out where there are none. */
export function tableText(titles: readonly string[], rows: readonly (readonly Cell[])[], screen: Screen): string {
	const head = titles.map((text): Cell => ({text, color: 'bold'}));
	const all = titles.length === 0 ? rows : [head, ...rows];
	const columns = Math.max(0, ...all.map(row => row.length));
	const widths = Array.from({length: columns}, (_, index) =>
		Math.max(...all.map(row => widthOf(row[index]?.text ?? ''))),
	);
	return all.map(row => `${lineOf(row, widths, screen)}\n`).join('');
}

function lineOf(row: readonly Cell[], widths: readonly number[], {width, paint}: Screen): string {
	// What is empty at the end of a line takes no room.
	const used = row.findLastIndex(({text}) => text !== '') + 1;
	let left = width;
	let line = '';
	for (const [index, {text, color}] of row.slice(0, used).entries()) {
		const shown = cut(text, left);
		const room = index === used - 1 ? 0 : (widths[index] ?? 0) - widthOf(text);
		const padding = ' '.repeat(
			Math.max(0, Math.min(room + (index === used - 1 ? 0 : gap.length), left - widthOf(shown))),
		);
		line += paint(color ?? 'plain', shown) + padding;
		left -= widthOf(shown) + padding.length;
	}

	return line;
}
