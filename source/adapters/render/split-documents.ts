/** One document of a file, as text that begins at a line of the file. */
export type DocumentText = {
	readonly text: string;
	/** The file's line at which the text begins, from 1. */
	readonly startLine: number;
	/** The file's line at which its content begins; nothing where there is none. */
	readonly contentLine: number | undefined;
};

const lineBreak = /\r\n|\n|\r/;
// Without the flag `m`, whose ^ would also find U+2028 within a text.
const markers = /(?:^|\r\n|\n|\r)(---|\.\.\.)(?=[ \t\r\n]|$)/g;

/** Splits a file at its document marks: where one document is broken, the others can still be read. */
export function splitDocuments(text: string): readonly DocumentText[] {
	const documents: DocumentText[] = [];
	let [start, line] = [0, 1];

	const cut = (end: number) => {
		const piece = text.slice(start, end);
		const {breaks, content} = measure(piece);
		documents.push({text: piece, startLine: line, contentLine: content === undefined ? undefined : line + content});
		start = end;
		line += breaks;
	};

	for (const match of text.matchAll(markers)) {
		const [whole, marker = ''] = match;
		const position = match.index + whole.length - marker.length;
		if (marker === '...') {
			cut(position + marker.length);
		} else if (position > start && !isDirectives(text.slice(start, position))) {
			cut(position);
		}
	}

	cut(text.length);
	return documents;
}

/** How many lines end in it, and after how many its content begins. Made for megabytes of empty lines, too. */
function measure(text: string): {readonly breaks: number; readonly content: number | undefined} {
	let [breaks, start] = [0, 0];
	let content: number | undefined;
	for (;;) {
		const end = endOfLine(text, start);
		if (content === undefined && end > start && hasContent(text.slice(start, end))) {
			content = breaks;
		}

		if (end >= text.length) {
			return {breaks, content};
		}

		breaks += 1;
		start = end + (text.startsWith('\r\n', end) ? 2 : 1);
	}
}

const [lineFeed, carriageReturn] = [10, 13];

function endOfLine(text: string, start: number): number {
	for (let index = start; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code === lineFeed || code === carriageReturn) {
			return index;
		}
	}

	return text.length;
}

function hasContent(line: string): boolean {
	return !/^(?:---|\.\.\.)?\s*(?:#.*)?$|^%/.test(line);
}

/** `%YAML 1.1` and the like belong to the document that the next mark begins. */
function isDirectives(text: string): boolean {
	return text.includes('%') && text.split(lineBreak).every(line => /^(?:%|\s*(?:#|$))/.test(line));
}
