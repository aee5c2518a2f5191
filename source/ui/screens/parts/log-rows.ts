import {type Line, line} from '../../line.ts';
import type {LogLine} from './log-buffer.ts';
import {markParts, matcher, partsOf} from './match.ts';
import {wrapText} from './wrap.ts';

/** One line of the screen: a line of the output, or a piece of one that was wrapped. */
export type LogRow = {
	/** Rises from row to row, and stays while lines come and go. */
	readonly at: number;
	readonly text: string;
};

/** More pieces than a line is ever wrapped into. */
const mostPieces = 65_536;

type View = {readonly filter: string; readonly isWrapped: boolean; readonly width: number};

export function logRows(lines: readonly LogLine[], {filter, isWrapped, width}: View): readonly LogRow[] {
	const matches = matcher(filter);
	const found = lines.filter(({text}) => matches(text));
	return found.flatMap(({number, text}) =>
		(isWrapped ? wrapText(text, width) : [text]).map((piece, index) => ({
			at: number * mostPieces + index,
			text: piece,
		})),
	);
}

/** With what the filter asks for marked. */
export function logLine({text}: LogRow, filter: string): Line {
	const words = filter.startsWith('!') ? [] : filter.split(/\s+/).filter(Boolean);
	const parts = words
		.flatMap(word => partsOf(text, word))
		.sort((a, b) => a.start - b.start)
		.filter((part, index, all) => index === 0 || part.start >= Math.max(...all.slice(0, index).map(({end}) => end)));
	return markParts(
		line(text),
		parts.map(part => ({...part, style: 'marked' as const})),
	);
}
