import {posix} from 'node:path';
import type {Attribute} from '../collect-manifests.ts';
import type {WorkspaceFile} from '../tools/workspace.ts';
import {templatePaths} from './template-paths.ts';

/** Helm writes over each object which template of which chart it comes from. */
export function sourcesOf(folder: string): (output: string, files: readonly WorkspaceFile[]) => Attribute {
	return (output, files) => {
		const pathOf = templatePaths(folder, files);
		const chart = posix.join(folder, 'Chart.yaml');
		const comments = new SourceComments(output);
		const known = new Map<string, string>();
		const fileOf = (source: string) => {
			const file = known.get(source) ?? pathOf(source) ?? chart;
			known.set(source, file);
			return file;
		};
		return (body, {line = 0}) => {
			const source = comments.lastBefore(line);
			return {body, origin: {file: source === undefined ? chart : fileOf(source)}};
		};
	};
}

const mark = '# Source: ';
/** More than there are files; the others were made up. */
const mostSources = 20_000;

/** What Helm's comments say, each once. */
export function sourcesIn(output: string): ReadonlySet<string> {
	const comments = new SourceComments(output);
	const found = new Set<string>();
	for (let source = comments.next(); source !== undefined && found.size < mostSources; source = comments.next()) {
		found.add(source);
	}

	return found;
}

/** Helm's comments, in their order: whatever a chart prints of them, its output is gone through once. */
class SourceComments {
	readonly #output: string;
	/** Of the comment that comes next, and its line. */
	#next: number;
	#line: number;
	#last: string | undefined;

	constructor(output: string) {
		this.#output = output;
		this.#next = output.startsWith(mark) ? 0 : startOfNext(output, 0);
		this.#line = 1 + breaksIn(output, 0, this.#next);
	}

	/** What the last one says that is not below a line; lines are to be asked for in their order. */
	lastBefore(line: number): string | undefined {
		while (this.#line <= line && this.next() !== undefined) {
			// Each is the last one until the next.
		}

		return this.#last;
	}

	/** What the next one says; undefined where there is none. */
	next(): string | undefined {
		const output = this.#output;
		if (this.#next >= output.length) {
			return undefined;
		}

		const start = this.#next + mark.length;
		const end = output.indexOf('\n', start);
		this.#last = output.slice(start, end < 0 ? output.length : end).trim();
		this.#next = startOfNext(output, start);
		this.#line += breaksIn(output, start, this.#next);
		return this.#last;
	}
}

function startOfNext(output: string, from: number): number {
	const found = output.indexOf(`\n${mark}`, from);
	return found < 0 ? output.length : found + 1;
}

const [lineFeed, carriageReturn] = [10, 13];

/** As `splitDocuments` counts them. */
function breaksIn(text: string, start: number, end: number): number {
	let breaks = 0;
	for (let index = start; index < end; index++) {
		const code = text.charCodeAt(index);
		if (code === lineFeed || (code === carriageReturn && text.charCodeAt(index + 1) !== lineFeed)) {
			breaks += 1;
		}
	}

	return breaks;
}
