import {escapeLine} from '../text/escape.ts';
import type {Span} from './line.ts';

const segmenter = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** One line that a person types, with readline's keys. */
export class TextInput {
	#before: readonly string[];
	#after: readonly string[] = [];

	constructor(text = '') {
		this.#before = split(text);
	}

	get text(): string {
		return [...this.#before, ...this.#after].join('');
	}

	set text(text: string) {
		this.#before = split(text);
		this.#after = [];
	}

	/** True where the key was meant for it. */
	press(key: string): boolean {
		const edit = this.#edits[key];
		if (edit) {
			edit();
			return true;
		}

		const text = key === 'space' ? ' ' : key;
		if (split(text).length !== 1) {
			return false;
		}

		this.insert(text);
		return true;
	}

	/** Of a text that was pasted, the first line. */
	insert(text: string): void {
		this.#before = [...this.#before, ...split(escapeLine(text.split(/[\r\n]/, 1)[0] ?? ''))];
	}

	/** With the cursor, of which a terminal needs no more than a cell that is inverse. */
	spans(): readonly Span[] {
		const [under = ' ', ...rest] = this.#after;
		return [this.#before.join(''), ['cursor', under], rest.join('')];
	}

	readonly #edits: Readonly<Record<string, () => void>> = {
		backspace: () => this.#keep(this.#before.slice(0, -1), this.#after),
		'ctrl-h': () => this.#keep(this.#before.slice(0, -1), this.#after),
		delete: () => this.#keep(this.#before, this.#after.slice(1)),
		left: () => this.#keep(this.#before.slice(0, -1), [...this.#before.slice(-1), ...this.#after]),
		right: () => this.#keep([...this.#before, ...this.#after.slice(0, 1)], this.#after.slice(1)),
		home: () => this.#keep([], [...this.#before, ...this.#after]),
		'ctrl-a': () => this.#keep([], [...this.#before, ...this.#after]),
		end: () => this.#keep([...this.#before, ...this.#after], []),
		'ctrl-e': () => this.#keep([...this.#before, ...this.#after], []),
		'ctrl-u': () => this.#keep([], this.#after),
		'ctrl-k': () => this.#keep(this.#before, []),
		'ctrl-w': () => this.#keep(split(this.#before.join('').replace(/\S*\s*$/, '')), this.#after),
	};

	#keep(before: readonly string[], after: readonly string[]): void {
		this.#before = before;
		this.#after = after;
	}
}

function split(text: string): readonly string[] {
	return [...segmenter.segment(text)].map(({segment}) => segment);
}
