import type {Pace} from '../pace.ts';

export type Import = {
	/** What is imported as code may import other files; what is imported as text or bytes may not. */
	readonly isCode: boolean;
	readonly path: string;
	/** From 1. */
	readonly line: number;
};

export type Token = {
	readonly kind: 'word' | 'string' | 'block' | 'other';
	readonly text: string;
	readonly start: number;
};

const keywords: ReadonlySet<string> = new Set(['import', 'importstr', 'importbin']);
const tokensAtOnce = 10_000;

/**
 * The files that a text in Jsonnet imports. Jsonnet takes nothing but a literal string after the word, so that all of them
 * can be known without evaluating anything.
 */
export async function importsIn(text: string, pace: Pace): Promise<readonly Import[]> {
	const imports: Import[] = [];
	let [keyword, count, line, counted] = ['', 0, 1, 0];
	for (const token of tokensOf(text)) {
		if (++count % tokensAtOnce === 0) {
			await pace();
		}

		if (keyword !== '' && token.kind === 'string') {
			line += linesIn(text, counted, token.start);
			counted = token.start;
			imports.push({isCode: keyword === 'import', path: textOf(token.text), line});
		}

		keyword = token.kind === 'word' && keywords.has(token.text) ? token.text : '';
	}

	return imports;
}

/** What stands between comments and white space. Loops in place of patterns, which can't take texts of any length. */
export function* tokensOf(text: string): Iterable<Token> {
	let start = 0;
	while (start < text.length) {
		const [kind, end] = readToken(text, start);
		if (kind !== 'nothing') {
			yield {kind, text: text.slice(start, end), start};
		}

		start = end;
	}
}

function readToken(text: string, start: number): readonly [kind: Token['kind'] | 'nothing', end: number] {
	const rule = rules.find(({begins}) => begins.some(mark => text.startsWith(mark, start)));
	if (rule !== undefined) {
		return [rule.kind, rule.end(text, start)];
	}

	const first = text[start] ?? '';
	return /\w/.test(first) ? ['word', endOfWord(text, start)] : [/\s/.test(first) ? 'nothing' : 'other', start + 1];
}

type Rule = {
	readonly begins: readonly string[];
	readonly kind: Token['kind'] | 'nothing';
	end(text: string, start: number): number;
};

const rules: readonly Rule[] = [
	{begins: ['#', '//'], kind: 'nothing', end: (text, start) => after(text, '\n', start)},
	{begins: ['/*'], kind: 'nothing', end: (text, start) => after(text, '*/', start + 2)},
	{begins: ['"', "'"], kind: 'string', end: endOfString},
	{begins: ['@"', "@'"], kind: 'string', end: (text, start) => endOfVerbatim(text, start + 1)},
	{begins: ['|||'], kind: 'block', end: endOfBlock},
];

function after(text: string, mark: string, start: number): number {
	const found = text.indexOf(mark, start);
	return found < 0 ? text.length : found + mark.length;
}

function endOfWord(text: string, start: number): number {
	let end = start;
	while (end < text.length && /\w/.test(text[end] ?? '')) {
		end++;
	}

	return end;
}

function endOfString(text: string, start: number): number {
	for (let end = start + 1; end < text.length; end++) {
		if (text[end] === '\\') {
			end++;
		} else if (text[end] === text[start]) {
			return end + 1;
		}
	}

	return text.length;
}

function endOfVerbatim(text: string, start: number): number {
	for (let end = start + 1; end < text.length; end++) {
		if (text[end] !== text[start]) {
			continue;
		}

		if (text[end + 1] !== text[start]) {
			return end + 1;
		}

		end++;
	}

	return text.length;
}

/** A block goes on while its lines are empty or begin as its first one does. */
function endOfBlock(text: string, start: number): number {
	let line = after(text, '\n', start);
	while (text[line] === '\n') {
		line++;
	}

	const indent = text.slice(line, endOfBlank(text, line));
	while (line < text.length && (text[line] === '\n' || (indent !== '' && text.startsWith(indent, line)))) {
		line = after(text, '\n', line);
	}

	const close = endOfBlank(text, line);
	return text.startsWith('|||', close) ? close + 3 : line;
}

function endOfBlank(text: string, start: number): number {
	let end = start;
	while (text[end] === ' ' || text[end] === '\t') {
		end++;
	}

	return end;
}

function linesIn(text: string, start: number, end: number): number {
	let lines = 0;
	for (let found = text.indexOf('\n', start); found >= 0 && found < end; found = text.indexOf('\n', found + 1)) {
		lines++;
	}

	return lines;
}

const escapes: ReadonlyMap<string, string> = new Map([
	['b', '\b'],
	['f', '\f'],
	['n', '\n'],
	['r', '\r'],
	['t', '\t'],
]);

export function textOf(literal: string): string {
	if (literal.startsWith('@')) {
		const quote = literal.slice(1, 2);
		return literal.slice(2, -1).replaceAll(quote + quote, quote);
	}

	return literal.slice(1, -1).replaceAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code?: string, one?: string) => {
		const character = one ?? '';
		return code === undefined ? (escapes.get(character) ?? character) : String.fromCharCode(Number.parseInt(code, 16));
	});
}
