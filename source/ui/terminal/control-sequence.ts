import {byCharacter, byFinal, byKittyCode, byNumber, byRxvtFinal} from './key-names.ts';
import type {Key} from './keys.ts';

type Modifiers = number;

const shift = 1;
const alt = 2;
const control = 4;
const others = 8;

/** The key of `ESC [ parameters final`, or none: reports, releases and what we don't know. */
export function ofControl(parameters: string, final: string): readonly Key[] {
	const [[code = 0, shifted] = [], [sum = 1, event = 1] = [], [third = 0] = []] = parameters
		.split(';')
		.map(field => field.split(':').map(Number));
	const isReleased = event === 3;
	if (isReleased || /[<=>?]/.test(parameters)) {
		return [];
	}

	const modifiers = Math.max(0, sum - 1);
	if (final === 'u') {
		return ofCodePoint((modifiers & shift) === 0 ? code : (shifted ?? code), modifiers);
	}

	return final === '~' && code === 27 ? ofCodePoint(third, modifiers) : ofFinal({parameters, final, code, modifiers});
}

type Sequence = {
	readonly parameters: string;
	readonly final: string;
	readonly code: number;
	readonly modifiers: Modifiers;
};

function ofFinal({parameters, final, code, modifiers}: Sequence): readonly Key[] {
	switch (final) {
		case '~':
			return modified(byNumber[code], modifiers);
		case '^':
			return modified(byNumber[code], modifiers | control);
		case '@':
			return modified(byNumber[code], modifiers | control | shift);
		default:
			// With another number it is a report, as where the cursor is.
			return code > 1
				? []
				: modified(byFinal[final] ?? (parameters === '' ? byRxvtFinal[final] : undefined), modifiers);
	}
}

/** Kitty's protocol and xterm's modifyOtherKeys name a key by its character. */
function ofCodePoint(code: number, modifiers: Modifiers): readonly Key[] {
	const name = byKittyCode[code];
	const isPrivate = code >= 57_344 && code <= 63_743;
	if (name !== undefined || isPrivate || code < 1 || code > 0x10_ff_ff) {
		return modified(name, modifiers);
	}

	const character = String.fromCodePoint(code);
	const special = byCharacter[character];
	if (special !== undefined) {
		return modified(special, modifiers);
	}

	const isCapital = (modifiers & shift) !== 0 && (modifiers & control) === 0;
	return modified(isCapital ? character.toUpperCase() : character, modifiers);
}

const prefixes = [
	[others, 'super-'],
	[control, 'ctrl-'],
	[alt, 'alt-'],
	[shift, 'shift-'],
] as const;

export function modified(name: string | undefined, modifiers: Modifiers): readonly Key[] {
	if (name === undefined) {
		return [];
	}

	const text = name === 'space' ? ' ' : name;
	const isCharacter = Array.from(text).length === 1;
	if (isCharacter && (modifiers & (others | control | alt)) === 0) {
		return [{kind: 'key', name, text}];
	}

	// A capital letter says by itself that shift was held.
	const told = isCharacter && name !== name.toLowerCase() ? modifiers & ~shift : modifiers;
	return [named(prefixes.map(([bit, word]) => ((told & bit) === 0 ? '' : word)).join('') + name)];
}

export function ofCharacter(character: string): Key {
	const name = byCharacter[character];
	if (name !== undefined) {
		return {kind: 'key', name, text: character === ' ' ? ' ' : ''};
	}

	const code = character.codePointAt(0) ?? 0;
	return code < 27
		? named(`ctrl-${String.fromCodePoint(code + 96)}`)
		: {kind: 'key', name: character, text: /\p{Cc}/u.test(character) ? '' : character};
}

export function named(name: string): Key {
	return {kind: 'key', name, text: ''};
}

export function withAlt(key: Key): Key {
	if (key.kind === 'paste') {
		return key;
	}

	const [, held = '', rest = key.name] = /^(ctrl-)?(.+)$/su.exec(key.name) ?? [];
	return named(`${held}alt-${rest}`);
}
