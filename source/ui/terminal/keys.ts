import {modified, named, ofCharacter, ofControl, withAlt} from './control-sequence.ts';
import {byConsoleLetter, byFinal, byKeypadLetter, byNumber} from './key-names.ts';

/**
 * A key's `name` has its modifiers before it (`ctrl-`, `alt-`, `shift-`, in this order), but a letter with shift is the
 * capital letter. Its `text` is what it types into a text, or empty.
 */
export type Key =
	| {readonly kind: 'key'; readonly name: string; readonly text: string}
	| {readonly kind: 'paste'; readonly text: string};

export type Parsed = {
	readonly keys: readonly Key[];
	/** The start of something whose end has not come: to be handed in again before the next chunk. */
	readonly pending: string;
};

const escapeCharacter = '\u001B';
const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';

const isWholeControl = /^\[([\d:;<=>?]*)([ -/]*)([@-~])/;
const isStartOfControl = /^\[[\d:;<=>?]*[ -/]*$/;
const isRxvtShifted = /^\[(\d+)\$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: what ends a string is a control.
const isWholeString = /^[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)/;
const startsString = /^[\]PX^_]/;

/** A reply that never ends is given up at this length, in characters. */
const longestString = 4096;

type Step = {readonly keys: readonly Key[]; readonly length: number};

const isIncomplete = Symbol('isIncomplete');

/** Takes apart what the terminal sent, whole or in pieces: text must be decoded already. */
export function parseKeys(chunk: string, pending = ''): Parsed {
	const text = pending + chunk;
	const keys: Key[] = [];
	let at = 0;
	while (at < text.length) {
		const step = nextStep(text.slice(at));
		if (step === isIncomplete) {
			return {keys, pending: text.slice(at)};
		}

		keys.push(...step.keys);
		at += step.length;
	}

	return {keys, pending: ''};
}

/** What is pending was all there is: a lone ESC is the key. A paste goes on, however slowly it comes. */
export function flushKeys(pending: string): Parsed {
	if (pending.startsWith(pasteStart)) {
		return {keys: [], pending};
	}

	const [, second = '', ...others] = pending;
	if (second === '' || second === escapeCharacter) {
		const {keys} = second === '' ? {keys: []} : flushKeys(pending.slice(1));
		return {keys: pending === '' ? [] : [named('esc'), ...keys], pending: ''};
	}

	// Of a sequence that never came to its end nothing may be taken for typed keys.
	return {keys: others.length === 0 ? [withAlt(ofCharacter(second))] : [], pending: ''};
}

function nextStep(text: string): Step | typeof isIncomplete {
	if (text.startsWith(pasteStart)) {
		return paste(text);
	}

	if (text.startsWith(escapeCharacter)) {
		return afterEscape(text.slice(1));
	}

	const [character = ''] = text;
	return {keys: [ofCharacter(character)], length: character.length};
}

function paste(text: string): Step | typeof isIncomplete {
	const end = text.indexOf(pasteEnd);
	if (end < 0) {
		return isIncomplete;
	}

	const pasted = text.slice(pasteStart.length, end).replaceAll(/\r\n?/g, '\n');
	return {
		keys: [{kind: 'paste', text: pasted.replaceAll(/[^\P{Cc}\n\t]/gu, '')}],
		length: end + pasteEnd.length,
	};
}

/** @param rest What follows the ESC. */
function afterEscape(rest: string): Step | typeof isIncomplete {
	const [first] = rest;
	switch (first) {
		case undefined:
			return isIncomplete;
		case '[':
			return control(rest);
		case 'O':
			return keypad(rest);
		case escapeCharacter:
			return twice(rest);
		default:
			return startsString.test(rest) ? reply(rest) : {keys: [withAlt(ofCharacter(first))], length: 1 + first.length};
	}
}

/** Older terminals send alt with an arrow as ESC before its sequence; otherwise the first is the key itself. */
function twice(rest: string): Step | typeof isIncomplete {
	const inner = afterEscape(rest.slice(1));
	if (inner === isIncomplete) {
		return rest.length === 1 || /^.[[O]/s.test(rest) ? isIncomplete : {keys: [named('esc')], length: 1};
	}

	return /^.[[O]/s.test(rest)
		? {keys: inner.keys.map(withAlt), length: inner.length + 1}
		: {keys: [named('esc')], length: 1};
}

/** Answers of the terminal, which nobody asked for. */
function reply(rest: string): Step | typeof isIncomplete {
	const [whole] = isWholeString.exec(rest) ?? [];
	if (whole !== undefined) {
		return {keys: [], length: 1 + whole.length};
	}

	return rest.length < longestString ? isIncomplete : {keys: [], length: 1 + rest.length};
}

function keypad(rest: string): Step | typeof isIncomplete {
	const [, letter] = rest;
	if (letter === undefined) {
		return isIncomplete;
	}

	const name = byFinal[letter] ?? byKeypadLetter[letter];
	return {keys: name === undefined ? [] : [named(name)], length: 2 + letter.length};
}

function control(rest: string): Step | typeof isIncomplete {
	if (rest.startsWith('[[')) {
		const [, , letter] = rest;
		return letter === undefined ? isIncomplete : {keys: modified(byConsoleLetter[letter], 0), length: 4};
	}

	const [shifted, number = ''] = isRxvtShifted.exec(rest) ?? [];
	return shifted === undefined ? wholeControl(rest) : {keys: modified(byNumber[number], 1), length: 1 + shifted.length};
}

function wholeControl(rest: string): Step | typeof isIncomplete {
	const [whole, parameters = '', between = '', final = ''] = isWholeControl.exec(rest) ?? [];
	if (whole === undefined) {
		// Anything else in it ends it: what came so far is dropped, and the rest is read by itself.
		return isStartOfControl.test(rest) ? isIncomplete : {keys: [], length: 2};
	}

	// The oldest report of the mouse has three bytes after its end.
	const length = 1 + whole.length + (whole === '[M' ? 3 : 0);
	if (rest.length + 1 < length) {
		return isIncomplete;
	}

	return {keys: between === '' ? ofControl(parameters, final) : [], length};
}
