import stringWidth from 'string-width';

/** Characters of one cell each that join with nothing: most of what a screen shows, found without segmenting. */
const isPlain =
	/^[ -~\u00A1-\u00AC\u00AE-\u02FF\u2010-\u2027\u2030-\u205E\u2190-\u21FF\u2500-\u25FC\u2701-\u2704\u2706-\u2709\u270C-\u2727\u2729-\u274B\u274F-\u2752\u2758-\u2794\u2798-\u27AF\u2800-\u28FF]*$/;

const segmenter = new Intl.Segmenter();

/** How many cells the text takes in a terminal; styles (`ESC [ ... m`) take none. */
export function widthOf(text: string): number {
	return isPlain.test(text) ? text.length : stringWidth(text);
}

/** True where each character is one cell, so that text can be cut and counted by its indexes. */
export function isOneCellEach(text: string): boolean {
	return isPlain.test(text);
}

/** The characters as a person sees them: marks, joined emoji and pairs that make a flag stay together. */
export function* graphemesOf(text: string): Generator<string> {
	for (const {segment} of segmenter.segment(text)) {
		yield segment;
	}
}

/** The text's start that fits, with `…` for what is cut off. What a person sees as one character stays whole. */
export function cut(text: string, width: number): string {
	if (widthOf(text) <= width) {
		return text;
	}

	return width < 1 ? '' : `${start(text, width - 1)}…`;
}

function start(text: string, width: number): string {
	if (isPlain.test(text)) {
		return text.slice(0, width);
	}

	let kept = '';
	let used = 0;
	for (const grapheme of graphemesOf(text)) {
		used += stringWidth(grapheme);
		if (used > width) {
			break;
		}

		kept += grapheme;
	}

	return kept;
}
