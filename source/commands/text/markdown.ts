import {escapeBlock, escapeLine} from '../../text/escape.ts';

/**
 * A text from outside as it stands, for a line of Markdown or HTML: nothing in it is markup, a link, or the mention of a
 * person, because all that could be is written as a number, and hosts look for mentions outside of code only.
 */
export function inlineCode(text: string, longest: number): string {
	const safe = escapeLine(text);
	const cut = safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
	return `<code>${cut.replaceAll(markup, numbered)}</code>`;
}

/** All but what can be read as it is: a colon that ends a word makes no address, nor does a dot but after `www`. */
const markup = /[^\p{L}\p{N} .,:;/()'"+=!?…-]|:(?![\s\d]|$)|(?<=www)\./giu;

function numbered(character: string): string {
	return `&#${character.codePointAt(0)};`;
}

/** A block of lines as they stand, at most so many characters of them; the fence is longer than any within. */
export function codeBlock(language: string, lines: readonly string[], longest: number): string {
	const shown = fitting(lines, line => `${escapeBlock(line)}\n`, longest);
	const more = shown.left > 0 ? `… ${shown.left} more lines\n` : '';
	const runs = [...shown.text.matchAll(/`+/g)].map(([run]) => run.length);
	const fence = '`'.repeat(Math.max(3, ...runs.map(length => length + 1)));
	return `${fence}${language}\n${shown.text}${more}${fence}\n`;
}

/** The texts of the first items, as many as there is room for, and how many are left out. */
export function fitting<Item>(items: readonly Item[], textOf: (item: Item) => string, room: number): Fitting {
	let text = '';
	for (const [index, item] of items.entries()) {
		const next = textOf(item);
		if (text.length + next.length > room) {
			return {text, left: items.length - index};
		}

		text += next;
	}

	return {text, left: 0};
}

type Fitting = {readonly text: string; readonly left: number};
