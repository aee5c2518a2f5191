import {unsafe} from '../../text/escape.ts';

export function inOneLine(text: string): string {
	return text.trim().replaceAll(/\s+/g, ' ');
}

/** Text from outside, fit for one line of a screen: control and direction characters escaped, cut where it is too long. */
export function printable(text: string, longest = 500): string {
	const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
	return cut.replaceAll(unsafe, character => {
		const code = character.codePointAt(0) ?? 0;
		return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
	});
}
