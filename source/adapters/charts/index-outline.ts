import {createHash, type Hash} from 'node:crypto';

/** Where an index has what it says of one chart. */
export type Range = {
	/** The first byte, and the one after the last. */
	readonly start: number;
	readonly end: number;
	readonly sha256: string;
};

/** Why an index can't be read, with the line, from 1. */
export class BrokenIndexError extends Error {
	override readonly name = 'BrokenIndexError';
	readonly line: number;

	constructor(message: string, line: number) {
		super(message);
		this.line = line;
	}
}

const newline = 10;
const space = 32;
const longestLine = 1024 * 1024;
const mostCharts = 50_000;
const longestName = 250;
const quotedName = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')\s*:(?=\s|$)/;

type Open = {readonly name: string; readonly start: number; readonly hash: Hash};

/**
 * Finds the charts of an `index.yaml` by its lines alone, as it comes: each begins with its name, one step to the right
 * of `entries`, and ends where the next one begins. So the whole is never parsed, nor even in memory.
 */
export class IndexOutline {
	readonly #charts = new Map<string, Range>();
	#rest: Buffer = Buffer.alloc(0);
	/** Of the line that comes next. */
	#position = 0;
	#line = 0;
	#place: 'before' | 'within' | 'behind' = 'before';
	/** How far the names of charts stand to the right. */
	#indent = 0;
	#open: Open | undefined;

	add(chunk: Buffer): void {
		const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		let start = 0;
		for (let end = data.indexOf(newline); end >= 0; end = data.indexOf(newline, start)) {
			this.#addLine(data.subarray(start, end + 1));
			start = end + 1;
		}

		this.#rest = data.subarray(start);
		this.#checkLength(this.#rest, this.#line + 1);
	}

	/** Undefined where no `entries` were found that stand in lines of their own. */
	end(): ReadonlyMap<string, Range> | undefined {
		this.#addLine(this.#rest);
		this.#close();
		return this.#place === 'before' ? undefined : this.#charts;
	}

	/** Of a line that is there in whole, and of one that is still to come. */
	#checkLength(line: Buffer, number: number): void {
		if (line.length > longestLine) {
			throw new BrokenIndexError('this line has more than 1 MB', number);
		}
	}

	#addLine(line: Buffer): void {
		this.#line += 1;
		this.#checkLength(line, this.#line);
		const indent = indentOf(line);
		if (indent < line.length) {
			this.#addContent(line, indent);
		}

		this.#open?.hash.update(line);
		this.#position += line.length;
	}

	#addContent(line: Buffer, indent: number): void {
		if (indent === 0) {
			this.#addTop(line);
		} else if (this.#place === 'within' && (this.#indent === 0 || indent <= this.#indent)) {
			this.#addName(line, indent);
		}
	}

	#addTop(line: Buffer): void {
		const text = textOf(line);
		if (text.startsWith('#')) {
			return;
		}

		this.#close();
		const isEntries = this.#place === 'before' && /^(?:"entries"|'entries'|entries)\s*:\s*(?:#.*)?$/.test(text);
		if (isEntries) {
			this.#place = 'within';
		} else if (this.#place === 'within') {
			this.#place = 'behind';
		}
	}

	#addName(line: Buffer, indent: number): void {
		const text = textOf(line.subarray(indent));
		this.#indent ||= indent;
		if (indent < this.#indent) {
			throw new BrokenIndexError('this line stands too far to the left', this.#line);
		}

		if (/^(?:-(?:\s|$)|#)/.test(text)) {
			return;
		}

		this.#close();
		const name = nameIn(text);
		if (name === undefined || this.#charts.has(name) || this.#charts.size >= mostCharts) {
			const many = `more than ${mostCharts} charts are named`;
			const wrong = name === undefined ? 'this is no name of a chart' : 'this chart is named twice';
			throw new BrokenIndexError(this.#charts.size >= mostCharts ? many : wrong, this.#line);
		}

		this.#open = {name, start: this.#position, hash: createHash('sha256')};
	}

	#close(): void {
		if (this.#open !== undefined) {
			const {name, start, hash} = this.#open;
			this.#charts.set(name, {start, end: this.#position, sha256: hash.digest('hex')});
			this.#open = undefined;
		}
	}
}

/** How many spaces it begins with; all of it where there is nothing else. */
function indentOf(line: Buffer): number {
	let indent = 0;
	while (line[indent] === space) {
		indent += 1;
	}

	const first = line[indent];
	return first === undefined || first === newline || first === 13 ? line.length : indent;
}

/** As much of it as a name may take. */
function textOf(line: Buffer): string {
	return line
		.toString('utf8', 0, 1000)
		.replace(/^\uFEFF/, '')
		.trimEnd();
}

function nameIn(text: string): string | undefined {
	const [, double, single] = quotedName.exec(text) ?? [];
	const name = double ?? single ?? plainNameIn(text);
	return name !== undefined && name.length <= longestName ? name : undefined;
}

/** By the first colon, and no pattern, which may be the square of a line with many spaces. */
function plainNameIn(text: string): string | undefined {
	const end = text.search(/[#:]/);
	const isKey = text[end] === ':' && /^(?:\s|$)/.test(text.slice(end + 1, end + 2));
	return isKey && /^[^\s"'#[\]{}&*!|>%@`,:-]/.test(text) ? text.slice(0, end).trimEnd() : undefined;
}
