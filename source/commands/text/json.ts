import {escapeBlock} from '../../text/escape.ts';

type RawJson = {rawJSON(text: string): object};

/** On several lines, for a document as a whole. */
export function jsonDocument(value: unknown): string {
	return `${encode(value, 2)}\n`;
}

/** On one line, for streams. */
export function jsonLine(value: unknown): string {
	return `${encode(value, 0)}\n`;
}

function encode(value: unknown, indent: number): string {
	const text = JSON.stringify(
		value,
		(_key, member: unknown) => (typeof member === 'bigint' ? exact(member) : member),
		indent,
	);
	// JSON.stringify escapes C0 only; what is left can stand in strings alone, where this escape means the same text.
	return escapeBlock(text);
}

// Whole numbers beyond 2^53 are written digit by digit, as they were read.
function exact(value: bigint): object | string {
	return hasRawJson(JSON) ? JSON.rawJSON(String(value)) : String(value);
}

function hasRawJson(json: object): json is RawJson {
	return 'rawJSON' in json;
}
