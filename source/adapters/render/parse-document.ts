import {load, YAMLException} from 'js-yaml';
import type {Json} from '../../model/json.ts';
import {printable} from './printable.ts';
import {AmbiguousTextError, kubernetesSchema, UnsupportedNumberError, writtenSchema} from './yaml-schema.ts';

/** `size` is how many characters the value has, about, once every alias is written out. */
export type Parsed = {readonly value: Json; readonly size: number} | Unreadable;
type Unreadable = {readonly line: number; readonly message: string};

const largestExpansion = 3 * 1024 * 1024;
const options = {maxAliases: 100, maxDepth: 100};

/** Parses the text of one document; lines count from 0. Messages never hold a value: it may be a Secret's. */
export function parseDocument(text: string, schema = kubernetesSchema): Parsed {
	return attempt((): Parsed => {
		const value = load(text, {...options, schema});
		if (!isJson(value)) {
			return {line: 0, message: 'this is not what JSON can say'};
		}

		const size = expandedSize(value, new Map());
		return size > largestExpansion ? {line: 0, message: 'its aliases make more than 3 MB of it'} : {value, size};
	});
}

/** As Kustomize is to be given it, which parsed well: whatever may be no text comes as it was written. */
export function parseWritten(text: string): {readonly written: unknown} | Unreadable {
	return attempt(() => {
		try {
			return {written: load(text, {...options, schema: writtenSchema})};
		} catch (error) {
			if (error instanceof AmbiguousTextError) {
				const line = text.split('\n').findIndex(one => one.includes(error.text));
				return {line: Math.max(0, line), message: 'a date with a time is a moment or text to Kustomize: quote it'};
			}

			throw error;
		}
	});
}

function attempt<Result>(parse: () => Result): Result | Unreadable {
	try {
		return parse();
	} catch (error) {
		return explain(error);
	}
}

function explain(error: unknown): Unreadable {
	if (error instanceof UnsupportedNumberError) {
		return {line: 0, message: '.inf and .nan are no numbers to Kubernetes: quote them if they are text'};
	}

	if (!(error instanceof YAMLException)) {
		throw error;
	}

	const column = error.mark === undefined ? '' : ` (column ${error.mark.column + 1})`;
	return {line: error.mark?.line ?? 0, message: reasonOf(error) + column};
}

// Sees the top only: everything that the schema can make is JSON, with bigint for large whole numbers.
function isJson(value: unknown): value is Json {
	return value === null || ['string', 'number', 'bigint', 'boolean', 'object'].includes(typeof value);
}

/** Those of js-yaml's reasons that quote the document, or that it words for programmers. */
const reasons: readonly (readonly [RegExp, string])[] = [
	[/^aliases exceeded/, 'more than 100 aliases'],
	[/^nesting exceeded/, 'nested deeper than 100 levels'],
	[/^merge keys exceeded|abnormal merge/, 'too many keys merged by <<'],
	[/^unidentified alias/, 'an alias without an anchor: quote a value that begins with *'],
	[/^recursive alias/, 'an alias within its own anchor'],
	[/\btag\b/, 'a tag that is not understood: quote a value that begins with !'],
	[
		/^the stream contains non-printable|^null byte|^expected valid JSON/,
		'a control character: write it as an escape in double quotes',
	],
];

function reasonOf({reason, mark}: YAMLException): string {
	if (reason === 'duplicated mapping key') {
		const key = keyAt(mark?.buffer ?? '', mark?.position ?? 0);
		return key === undefined ? 'a duplicate key' : `duplicate key "${printable(key, 100)}"`;
	}

	const known = reasons.find(([pattern]) => pattern.test(reason));
	return known?.[1] ?? reason.replace(/"[^"]*"|!<[^>]*>/g, '…');
}

/** The key that begins there; of a quoted one, its quote stands before. */
function keyAt(text: string, position: number): string | undefined {
	const start = text.slice(position, position + 300);
	const quote = text[position - 1];
	const pattern =
		quote === '"' || quote === "'" ? new RegExp(`^([^${quote}\\\\\r\n]*)${quote}\\s*:`) : /^([^\s"'{}[\],:]+)\s*:/;
	return pattern.exec(start)?.[1];
}

/** How large the value is once every alias is written out. Each shared part is walked once, so a bomb costs nothing. */
function expandedSize(value: Json, known: Map<object, number>): number {
	if (typeof value === 'string') {
		return value.length + 1;
	}

	if (typeof value !== 'object' || value === null) {
		return 1;
	}

	const size = known.get(value);
	if (size !== undefined) {
		return size;
	}

	let sum = 1;
	for (const [key, member] of Object.entries(value)) {
		sum += key.length + expandedSize(member, known);
	}

	known.set(value, sum);
	return sum;
}
