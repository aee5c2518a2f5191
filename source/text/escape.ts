// Controls, and what reorders or hides text: a name must not be able to move the cursor or to look like another one.
export const unsafe = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

const keptInBlocks = new Set(['\n', '\t']);

/** Makes text from outside safe to print on one line. */
export function escapeLine(text: string): string {
	return text.replaceAll(unsafe, escaped);
}

/** The same for text of several lines; their ends and tabs stay. */
export function escapeBlock(text: string): string {
	return text.replaceAll(unsafe, character => (keptInBlocks.has(character) ? character : escaped(character)));
}

/** A message of several lines as one, made safe. */
export function oneLine(text: string): string {
	return escapeLine(text.trim().replaceAll(/\s*\n\s*/g, ' '));
}

export function isSafe(text: string): boolean {
	return text.search(unsafe) < 0;
}

/** As JSON and YAML's double-quoted texts understand it. */
function escaped(character: string): string {
	return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
