import {type Place, searchFor} from '../search.ts';
import {isOpen} from './without-texts.ts';

/** Shorter parts are words of every text. */
const shortestPart = 6;
/** What begins with so much of a text is taken for a part of it. */
const longestCompared = 256;
/** For each character of the texts; quotes may all begin alike. */
const mostCompared = 64;

type Quoted = Place & {readonly readings: readonly string[]};

/**
 * Where in messages something stands in quotes that is a part of a private text, as Go quotes what it could not read of
 * one: the port of an address, the rest of a date. A part of what is open as well is none.
 */
export function quotedParts(messages: string, hidden: readonly string[], open: readonly string[]): readonly Place[] {
	const quoted = quotedIn(messages);
	const readings = new Set(quoted.flatMap(one => one.readings));
	if (readings.size === 0) {
		return [];
	}

	const parts = partsOf(hidden, readings) ?? readings;
	const shown = partsOf(open, parts);
	return quoted.filter(one => one.readings.some(reading => parts.has(reading) && shown?.has(reading) !== true));
}

/** Those that stand in one of the texts; undefined where too much would have to be compared. */
function partsOf(texts: readonly string[], possible: ReadonlySet<string>): ReadonlySet<string> | undefined {
	const whole = texts.join('\0');
	const parts = new Set<string>();
	for (const {start, end} of searchFor([...possible], shortestPart)(whole, mostCompared * whole.length)) {
		const part = whole.slice(start, end);
		if (!possible.has(part)) {
			return undefined;
		}

		parts.add(part);
	}

	return parts;
}

/** Of what these say only names follow. */
const names = /\b(?:executing|kind|field) $/i;

function opensAt(messages: string, index: number): boolean {
	const before = messages.slice(Math.max(0, index - 12), index);
	return !/\w$/.test(before) && !names.test(before);
}

/** Two backslashes are one at the end of what is quoted. */
function markIn(written: string): string {
	return written.slice(written.length % 2 === 0 ? -2 : -1);
}

/** A mark opens behind what is no word and closes before such, as one of the same kind and as often escaped. */
function quotedIn(messages: string): readonly Quoted[] {
	const nextClosing = new Map<string, number>();
	const found: Quoted[] = [];
	for (const {0: written, index} of [...messages.matchAll(/(?<!\\)\\*["'`]/g)].reverse()) {
		const start = index + written.length;
		const mark = markIn(written);
		const end = nextClosing.get(mark);
		if (end !== undefined && end - start >= shortestPart && opensAt(messages, index)) {
			found.push({start, end, readings: readingsOf(messages.slice(start, Math.min(end, start + longestCompared)))});
		}

		if (!/\w/.test(messages[start] ?? '')) {
			nextClosing.set(mark, index);
		}
	}

	return found;
}

/** As it stands there, or was before it was quoted, once or twice, or cut off. */
function readingsOf(quoted: string): readonly string[] {
	const cut = quoted.replace(/(?:\.\.\.|…|\\u?[\da-f]{0,3})$/i, '');
	const once = unescaped(cut);
	return [...new Set([cut, once, unescaped(once)])].filter(
		reading => reading.length >= shortestPart && !isOpen.test(reading),
	);
}

const controls: Readonly<Record<string, string>> = {n: '\n', r: '\r', t: '\t'};

function unescaped(quoted: string): string {
	return quoted.replaceAll(/\\(?:u([\da-f]{4})|([\s\S]))/gi, (_, code?: string, character = '') =>
		code === undefined ? (controls[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
	);
}
