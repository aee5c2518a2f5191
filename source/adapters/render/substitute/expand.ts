import {applyOperator, type Operator} from './operators.ts';
import {SubstitutionError} from './substitution-error.ts';

export type Expanding = {
	/** The variable's value; undefined where it has none. */
	readonly lookup: (name: string) => string | undefined;
	/**
	 * What a variable without a value means: `refuse` throws, `empty` makes nothing of it, `keep` leaves what is written
	 * as it is.
	 */
	readonly missing: 'refuse' | 'empty' | 'keep';
	/** What stands for each expression that asks for that variable, whatever it makes of it; undefined for its value. */
	readonly standIn?: (name: string) => string | undefined;
};

/** Characters that a text may have in the end. */
const longest = 3 * 1024 * 1024;
const deepest = 20;

const opening = '${';

/** Puts variables into a text, as Flux does (`${name}`, `${name:=default}`, `$${not}`, ...). */
export function expand(text: string, expanding: Expanding): string {
	return new Expansion(text, expanding).run();
}

class Expansion {
	readonly #text: string;
	readonly #expanding: Expanding;
	#at = 0;
	#depth = 0;
	/** Something was missing in the outermost expression that is being read. */
	#isMissing = false;
	#standIn: string | undefined;

	constructor(text: string, expanding: Expanding) {
		this.#text = text;
		this.#expanding = expanding;
	}

	run(): string {
		const parts: string[] = [];
		let size = 0;
		while (this.#at < this.#text.length) {
			const part = this.#text.startsWith(opening, this.#at) ? this.#outermost() : this.#plain();
			parts.push(part);
			size += part.length;
			if (size > longest) {
				throw new SubstitutionError('its variables make more than 3 MB of it');
			}
		}

		return parts.join('');
	}

	/** What stands up to the next dollar, or one that begins nothing. */
	#plain(): string {
		const start = this.#at;
		if (this.#text[start] === '$') {
			this.#at += this.#text[start + 1] === '$' ? 2 : 1;
			return '$';
		}

		const dollar = this.#text.indexOf('$', start);
		this.#at = dollar < 0 ? this.#text.length : dollar;
		return this.#text.slice(start, this.#at);
	}

	#outermost(): string {
		const start = this.#at;
		this.#isMissing = false;
		this.#standIn = undefined;
		const value = this.#expression();
		if (this.#standIn !== undefined) {
			return this.#standIn;
		}

		return this.#isMissing ? this.#text.slice(start, this.#at) : value;
	}

	#expression(): string {
		this.#at += 2;
		this.#depth += 1;
		if (this.#depth > deepest) {
			throw new SubstitutionError(`variables are nested deeper than ${deepest} levels`);
		}

		const isLength = this.#take('#');
		const name = this.#match(/[\p{L}\p{Nd}_]+/uy);
		if (name === '') {
			throw this.#bad("a variable's name is expected");
		}

		const {operator, args} = isLength ? {operator: 'length' as const, args: []} : this.#operation();
		this.#expect('}');
		this.#depth -= 1;
		return applyOperator(operator, this.#value(name, operator), args);
	}

	#operation(): {readonly operator: Operator; readonly args: readonly string[]} {
		const mark = this.#match(/:[=\-?+]|[=:]|[,^]{1,2}|\/[/#%]?|##?|%%?/y);
		switch (mark) {
			case '':
				return {operator: 'value', args: []};
			case ':':
				return {operator: 'substring', args: this.#positions()};
			case '/':
			case '//':
			case '/#':
			case '/%':
				return {operator: mark, args: this.#replacement()};
			case '#':
			case '##':
			case '%':
			case '%%':
				return {operator: mark, args: [this.#argument('}')]};
			case ',':
			case ',,':
			case '^':
			case '^^':
				return {operator: mark, args: []};
			case ',^':
			case '^,':
				return {operator: 'value', args: []};
			default:
				return {operator: 'default', args: [this.#fallback()]};
		}
	}

	#fallback(): string {
		let found = '';
		while (this.#at < this.#text.length && this.#text[this.#at] !== '}') {
			found += this.#argument('}');
		}

		return found;
	}

	#positions(): readonly string[] {
		const start = this.#argument(':}');
		return this.#take(':') ? [start, this.#argument('}')] : [start];
	}

	#replacement(): readonly string[] {
		const pattern = this.#text[this.#at] === '/' ? '' : this.#argument('/', {isEscaped: true});
		this.#expect('/');
		return this.#text[this.#at] === '}' ? [pattern] : [pattern, this.#argument('}', {isEscaped: true})];
	}

	/** One expression, or the text up to one of these characters. */
	#argument(ends: string, {isEscaped = false} = {}): string {
		if (this.#text.startsWith(opening, this.#at)) {
			return this.#expression();
		}

		const start = this.#at;
		let found = '';
		for (let piece = this.#piece(ends, isEscaped); piece !== ''; piece = this.#piece(ends, isEscaped)) {
			found += piece;
		}

		if (this.#at === start) {
			throw this.#bad('something is missing');
		}

		return found;
	}

	/** The next character, or what an escape means; nothing at the end. */
	#piece(ends: string, isEscaped: boolean): string {
		const two = this.#text.slice(this.#at, this.#at + 2);
		if (isEscaped && escapes.has(two)) {
			this.#at += 2;
			return two.slice(1);
		}

		const next = two.slice(0, 1);
		const isEnd = two === opening || ends.includes(next);
		this.#at += isEnd ? 0 : next.length;
		return isEnd ? '' : next;
	}

	#value(name: string, operator: Operator): string {
		const {lookup, missing} = this.#expanding;
		const value = lookup(name);
		if (value === undefined && missing === 'refuse' && operator !== 'default') {
			throw new SubstitutionError(`\${${name}} has no value: give it one, or a default as in \${${name}:=...}`);
		}

		this.#isMissing ||= value === undefined && missing === 'keep';
		this.#standIn ??= this.#expanding.standIn?.(name);
		return value ?? '';
	}

	#match(pattern: RegExp): string {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0] ?? '';
		this.#at += found.length;
		return found;
	}

	#take(character: string): boolean {
		const isThere = this.#text[this.#at] === character;
		this.#at += isThere ? 1 : 0;
		return isThere;
	}

	#expect(character: string): void {
		if (!this.#take(character)) {
			throw this.#bad(`a ${character} is expected`);
		}
	}

	#bad(what: string): SubstitutionError {
		const start = this.#text.lastIndexOf(opening, this.#at);
		const shown = this.#text.slice(start, Math.min(this.#at + 1, start + 60)).split('\n')[0] ?? '';
		return new SubstitutionError(`${shown} is no substitution: ${what}; write $\${ where none is meant`);
	}
}

const escapes: ReadonlySet<string> = new Set(['\\/', '\\\\', '$$']);
