/** What stands in place of what a program quotes of its input. */
export const withheldWord = '(withheld)';

/** Where programs, and the libraries that they are made of, are known to quote what they have read. */
const quotations: readonly (readonly [RegExp, string])[] = [
	[/with config: `(?:[\s\S]*`|[\s\S]*)/g, `with config: ${withheldWord}`],
	[/ from \[(?:[\s\S]*\]|[\s\S]*)/g, ` from ${withheldWord}`],
	[/literal sources \[(?:[\s\S]*\]|[\s\S]*)/g, `literal sources ${withheldWord}`],
	[/invalid literal source (?:[\s\S]*(?=, expected)|[\s\S]*)/g, `invalid literal source ${withheldWord}`],
	[/^([^"\n]*)".*" is not a valid key name.*/gm, `$1${withheldWord} is not a valid key name`],
	[/non-table value \((?:[^\n]*\)|[^\n]*)/g, `non-table value ${withheldWord}`],
	[/Skipped value \((?:[^\n]*\) for|[^\n]*)/g, `Skipped value ${withheldWord} for`],
	[/(?<=^[ \t-]{0,20}at '.{0,300}?': )'.*' (?=does not match|is not valid)/gm, 'the value '],
	[/\bis not valid ([\w-]+): .*/g, 'is not valid $1'],
	[/\b((?:exclusiveM|m)(?:ax|in)imum|multipleOf): got .*?(?=, want|$)/gm, `$1: got ${withheldWord}`],
	[/cannot unmarshal (!!\w+) `[\s\S]{0,40}?` into/g, 'cannot unmarshal $1 into'],
	[/cannot decode (!\S{0,200}) `(?:[\s\S]*` as an? |[\s\S]*)/g, 'cannot decode $1 as a '],
	[/unknown anchor '.{0,500}?' referenced/g, 'unknown anchor referenced'],
	[/\bout of bounds for value [\s\S]*/g, `out of bounds for value ${withheldWord}`],
	[/\bnode contents:[\s\S]*/g, `node contents: ${withheldWord}`],
	[/\bparsing "(?:\\.|[^"\\\n])*"?/g, `parsing ${withheldWord}`],
];

/** Where the next thing begins that a program says. */
const entries =
	/\n(?=level=|time=|\d{4}\/\d\d\/\d\d |[\w.]+\.go:\d+:|[EW]\d{4} |(?:runtime )?error|warning|# warning)/i;

/** The messages of a program without what it quotes in the ways that are known. */
export function withoutQuotations(messages: string): string {
	return messages
		.split(entries)
		.map(entry => quotations.reduce((left, [pattern, instead]) => left.replace(pattern, instead), withoutValues(entry)))
		.join('\n');
}

const typed = /map\[[\w*. {}]+\](?:\[\])?[\w.]+(?: \{\})?|\[\]interface \{\}/y;

/** Go prints maps as `map[a:b]`, and as `map[string]string{"a":"b"}`; others print JSON. */
function withoutValues(entry: string): string {
	const parts: string[] = [];
	let at = 0;
	for (const {index} of entry.matchAll(/map\[|\[\]interface \{\}|[[{]\{?"/g)) {
		if (index >= at) {
			const {shown, end} = valueAt(entry, index);
			parts.push(entry.slice(at, index), shown);
			at = end;
		}
	}

	return parts.join('') + entry.slice(at);
}

function valueAt(entry: string, start: number): {readonly shown: string; readonly end: number} {
	typed.lastIndex = start;
	const type = typed.exec(entry)?.[0] ?? '';
	const opens = start + type.length;
	if (type === '' && entry.startsWith('map[', start)) {
		const last = entry.lastIndexOf(']');
		return {shown: withheldWord, end: last < start ? entry.length : last + 1};
	}

	return type !== '' && entry[opens] !== '{'
		? {shown: type, end: opens}
		: {shown: withheldWord, end: endOfLiteral(entry, opens)};
}

/** Behind the bracket that closes the one there; brackets within texts count for nothing. */
function endOfLiteral(entry: string, start: number): number {
	let depth = 0;
	for (const {0: found, index} of entry.slice(start).matchAll(/"(?:\\[\s\S]|[^"\\])*(?:"|$)|[[{]|[\]}]/g)) {
		depth += /^[[{]/.test(found) ? 1 : /^[\]}]/.test(found) ? -1 : 0;
		if (depth === 0 && !found.startsWith('"')) {
			return start + index + found.length;
		}
	}

	return entry.length;
}
