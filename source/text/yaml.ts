import {Document, isScalar, visit} from 'yaml';
import type {Json} from '../model/json.ts';
import {escapeBlock, isSafe} from './escape.ts';

// Beyond what the library quotes for YAML 1.1: what kubectl reads as a number (`0o10`), a merge key or a tag of its own.
const misread = /^(?:[-+.\d]|=|<<$)/;

/** Writes YAML that kubectl reads as it was meant, without folding; control characters are escaped in it. */
export function yamlText(value: Json, options: {readonly isSorted: boolean}): string {
	const document = new Document(value, {
		version: '1.1',
		intAsBigInt: true,
		aliasDuplicateObjects: false,
		sortMapEntries: options.isSorted,
	});
	visit(document, {
		Scalar(_key, scalar) {
			if (isScalar(scalar) && typeof scalar.value === 'string' && needsQuotes(scalar.value)) {
				scalar.type = 'QUOTE_DOUBLE';
			}
		},
	});
	// `directives: false` keeps `%YAML 1.1` out, which is only for the writer to know.
	return escapeBlock(
		document.toString({lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER, directives: false}),
	);
}

function needsQuotes(text: string): boolean {
	// Texts of several lines are written as blocks, which are never read as anything else.
	return (misread.test(text) && !text.includes('\n')) || !isSafe(text.replaceAll('\n', ''));
}
