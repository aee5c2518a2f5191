import type {Pace} from '../pace.ts';

/** What a template calls, and which templates that it names are put into it. */
export type Part = {
	readonly calls: {readonly name: string; readonly line: number}[];
	readonly includes: Set<string>;
	/** It puts in what only Helm can know: any template. */
	hasAny: boolean;
};

export type Template = {
	/** What is outside of all definitions. */
	readonly own: Part;
	readonly defined: ReadonlyMap<string, Part>;
};

const actionsAtOnce = 1000;
const opening: ReadonlySet<string> = new Set(['if', 'range', 'with', 'define', 'block']);
const naming: ReadonlySet<string> = new Set(['define', 'block', 'include', 'template']);

/** Reads the actions of a Go template in one go, as its lexer does: strings, comments, fields and variables call nothing. */
export async function readTemplate(text: string, names: ReadonlySet<string>, pace: Pace): Promise<Template> {
	const reader = new TemplateReader(text, names);
	for (let count = 0; reader.readAction(); count++) {
		if (count % actionsAtOnce === 0) {
			await pace();
		}
	}

	return reader;
}

class TemplateReader implements Template {
	readonly #text: string;
	readonly #names: ReadonlySet<string>;
	readonly own = emptyPart();
	readonly defined = new Map<string, Part>();
	/** The definitions that are open, with the parts between. */
	readonly #open: Part[] = [];
	#position = 0;
	#line = 1;
	#counted = 0;
	/** A word after which a name is to come, or something else. */
	#awaiting = '';

	constructor(text: string, names: ReadonlySet<string>) {
		this.#text = text;
		this.#names = names;
	}

	/** Whether there was one more. What Helm could not read either ends it. */
	readAction(): boolean {
		const start = this.#text.indexOf('{{', this.#position);
		if (start < 0) {
			return false;
		}

		this.#position = start + 2;
		const comment = /-?\s{0,100}\/\*/y;
		comment.lastIndex = this.#position;
		if (comment.test(this.#text)) {
			return this.#skipTo('*/');
		}

		this.#awaiting = '';
		let isFirst = true;
		while (this.#position < this.#text.length && !this.#text.startsWith('}}', this.#position)) {
			const word = this.#next();
			if (word === undefined) {
				return false;
			}

			if (word !== '') {
				this.#note(word, isFirst);
				isFirst = false;
			}
		}

		return true;
	}

	get #part(): Part {
		return this.#open.at(-1) ?? this.own;
	}

	/** The word that begins here; empty for what is none, and undefined for what does not end. */
	#next(): string | undefined {
		const character = this.#text[this.#position] ?? '';
		if (character === '"' || character === "'" || character === '`') {
			return this.#readString(character) ? '' : undefined;
		}

		const before = this.#text[this.#position - 1];
		const word = this.#readWord();
		if (this.#awaiting !== '' && (word !== '' || /[($.]/.test(character))) {
			this.#part.hasAny = true;
			this.#awaiting = '';
		}

		return before === '.' || before === '$' ? '' : word;
	}

	#readWord(): string {
		const word = /\w+/y;
		word.lastIndex = this.#position;
		const found = word.exec(this.#text)?.[0] ?? '';
		this.#position += found.length || 1;
		return found;
	}

	#readString(quote: string): boolean {
		const start = this.#position + 1;
		const end = quote === '`' ? this.#text.indexOf('`', start) : endOfQuoted(this.#text, start, quote);
		this.#position = end + 1;
		if (this.#awaiting !== '' && end >= 0) {
			this.#name(this.#text.slice(start, end));
		}

		return end >= 0;
	}

	#name(name: string): void {
		if (this.#awaiting !== 'define') {
			this.#part.includes.add(name);
		}

		if (this.#awaiting === 'define' || this.#awaiting === 'block') {
			const part = this.defined.get(name) ?? emptyPart();
			this.defined.set(name, part);
			this.#open.push(part);
		}

		this.#awaiting = '';
	}

	#note(word: string, isFirst: boolean): void {
		if (naming.has(word)) {
			this.#awaiting = word;
		} else if (isFirst && opening.has(word)) {
			this.#open.push(this.#part);
		} else if (isFirst && word === 'end') {
			this.#open.pop();
		} else if (this.#names.has(word)) {
			this.#part.calls.push({name: word, line: this.#lineHere()});
		}
	}

	#lineHere(): number {
		for (let end = this.#text.indexOf('\n', this.#counted); end >= 0 && end < this.#position; ) {
			this.#line += 1;
			this.#counted = end + 1;
			end = this.#text.indexOf('\n', this.#counted);
		}

		return this.#line;
	}

	#skipTo(mark: string): boolean {
		const end = this.#text.indexOf(mark, this.#position);
		this.#position = end + mark.length;
		return end >= 0;
	}
}

function emptyPart(): Part {
	return {calls: [], includes: new Set(), hasAny: false};
}

function endOfQuoted(text: string, start: number, quote: string): number {
	for (let index = start; index < text.length && text[index] !== '\n'; index++) {
		if (text[index] === quote) {
			return index;
		}

		index += text[index] === '\\' ? 1 : 0;
	}

	return -1;
}
