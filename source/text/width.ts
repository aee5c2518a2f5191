// Scripts and symbols that take two columns in a terminal; not every emoji, but every range that names are written in.
const wide =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const narrowest = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** How many columns the text takes in a terminal. */
export function widthOf(text: string): number {
	return isAscii(text) ? text.length : [...text].reduce((sum, character) => sum + columnsOf(character), 0);
}

/** The text's start that fits, with `…` for what is cut off. */
export function cut(text: string, width: number): string {
	if (widthOf(text) <= width) {
		return text;
	}

	let kept = '';
	let used = 1;
	for (const character of text) {
		used += columnsOf(character);
		if (used > width) {
			break;
		}

		kept += character;
	}

	return width < 1 ? '' : `${kept}…`;
}

function isAscii(text: string): boolean {
	return /^[ -~]*$/.test(text);
}

function columnsOf(character: string): number {
	if (narrowest.test(character)) {
		return 0;
	}

	return wide.test(character) ? 2 : 1;
}
