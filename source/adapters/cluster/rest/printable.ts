const limit = 500;
/** Kubernetes quotes the value, which may be a whole pod template, before it gives the reason. */
const endKept = 200;
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** Text from outside, made harmless for terminals and logs: escape sequences show as text, and it is never long. */
export function printable(text: string): string {
	const short = text.length > limit ? `${text.slice(0, limit - endKept - 1)}…${text.slice(-endKept)}` : text;
	return short.replaceAll(unprintable, shown);
}

function shown(character: string): string {
	switch (character) {
		case '\n':
			return String.raw`\n`;
		case '\t':
			return String.raw`\t`;
		default: {
			const code = character.codePointAt(0) ?? 0;
			return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
		}
	}
}
