import {isList, isObject, type Json} from '../json.ts';

/** A value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export function goValue(value: Json): string {
	if (isList(value)) {
		return `[${value.map(goValue).join(' ')}]`;
	}

	if (isObject(value)) {
		const fields = Object.keys(value).sort();
		return `map[${fields.map(field => `${field}:${goValue(value[field] ?? null)}`).join(' ')}]`;
	}

	return value === null ? '<nil>' : String(value);
}

/** A value as Go's `%#v` prints it: `map[string]interface {}{"a":1}`. */
export function goSyntax(value: Json): string {
	if (isList(value)) {
		return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
	}

	if (isObject(value)) {
		const fields = Object.keys(value).sort();
		const pairs = fields.map(field => `${goQuoted(field)}:${goSyntax(value[field] ?? null)}`);
		return `map[string]interface {}{${pairs.join(', ')}}`;
	}

	return value === null ? 'interface {}(nil)' : typeof value === 'string' ? goQuoted(value) : String(value);
}

const escapes: Readonly<Record<string, string>> = {
	'"': '\\"',
	'\\': '\\\\',
	'\u0007': '\\a',
	'\b': '\\b',
	'\f': '\\f',
	'\n': '\\n',
	'\r': '\\r',
	'\t': '\\t',
	'\v': '\\v',
};

/** A text as Go's `%q` prints it. */
export function goQuoted(text: string): string {
	return `"${text.replaceAll(/["\\\p{C}]/gu, letter => escapes[letter] ?? escapedByNumber(letter.codePointAt(0) ?? 0))}"`;
}

function escapedByNumber(code: number): string {
	const hex = code.toString(16);
	if (code < 0x80) {
		return `\\x${hex.padStart(2, '0')}`;
	}

	return code < 0x1_0000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
