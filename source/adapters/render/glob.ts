/** One step of a pattern: any text, or a judgement on one character. */
type Token = 'any' | ((character: string) => boolean);

export type Glob = {readonly matches: (path: string) => boolean} | {readonly problem: string};

const mostAlternatives = 64;
const longestPattern = 512;

/**
 * Patterns as Argo CD reads them (gobwas/glob without separators): `*` also matches `/`; `?`, `[a-z]`, `[!a]`, `{a,b}`
 * and `\` are understood. Not a regular expression: hostile patterns would take hours on one.
 */
export function parseGlob(pattern: string): Glob {
	if (pattern.length > longestPattern) {
		return {problem: `longer than ${longestPattern} characters`};
	}

	const alternatives = expandBraces(pattern);
	if ('problem' in alternatives) {
		return alternatives;
	}

	const compiled: (readonly Token[])[] = [];
	for (const alternative of alternatives.all) {
		const tokens = tokensOf(alternative);
		if (tokens === undefined) {
			return {problem: 'a [ is never closed, or \\ stands at the end'};
		}

		compiled.push(tokens);
	}

	return {matches: path => compiled.some(tokens => matchesTokens(tokens, [...path]))};
}

type Alternatives = {readonly all: readonly string[]} | {readonly problem: string};

function expandBraces(pattern: string): Alternatives {
	let all: readonly string[] = [pattern];
	for (;;) {
		const expanded = all.map(expandFirst);
		if (expanded.includes('open')) {
			return {problem: 'a { is never closed'};
		}

		const flat = expanded.flat();
		if (flat.length > mostAlternatives) {
			return {problem: `more than ${mostAlternatives} alternatives in braces`};
		}

		if (flat.length === all.length && flat.every((alternative, index) => alternative === all[index])) {
			return {all};
		}

		all = flat;
	}
}

/** Writes out the first pair of braces, nested ones included in its parts. */
function expandFirst(pattern: string): readonly string[] | 'open' {
	const marks = marksIn(pattern);
	const open = marks.findIndex(({character}) => character === '{');
	if (open < 0) {
		return [pattern];
	}

	const cuts = cutsOf(marks.slice(open));
	const [first, last] = [cuts?.at(0), cuts?.at(-1)];
	if (cuts === undefined || first === undefined || last === undefined) {
		return 'open';
	}

	const [before, after] = [pattern.slice(0, first), pattern.slice(last + 1)];
	return cuts.slice(1).map((cut, part) => before + pattern.slice((cuts[part] ?? 0) + 1, cut) + after);
}

type Mark = {readonly character: string; readonly index: number};

/** Where the outermost braces open, are parted by commas, and close; nothing where they never close. */
function cutsOf(marks: readonly Mark[]): readonly number[] | undefined {
	const steps: ReadonlyMap<string, number> = new Map([
		['{', 1],
		['}', -1],
	]);
	let depth = 0;
	const depths = marks.map(({character}) => {
		depth += steps.get(character) ?? 0;
		return depth;
	});
	const close = depths.indexOf(0);
	if (close < 0) {
		return undefined;
	}

	const isOutermost = ({character}: Mark, index: number) =>
		index === 0 || index === close || (character === ',' && depths[index] === 1);
	return marks
		.slice(0, close + 1)
		.filter(isOutermost)
		.map(({index}) => index);
}

/** Braces and commas that are neither escaped nor within brackets. */
function marksIn(pattern: string): readonly Mark[] {
	return [...pattern.matchAll(/\\[\s\S]|\[[^\]]*\]|([{},])/g)].flatMap(({1: character, index}) =>
		character === undefined ? [] : [{character, index}],
	);
}

function tokensOf(pattern: string): readonly Token[] | undefined {
	const tokens: Token[] = [];
	for (const [part] of pattern.matchAll(/\\[\s\S]|\[!?[^\]]+\]|\*+|[\s\S]/gu)) {
		if (part === '\\' || part === '[') {
			return undefined;
		}

		tokens.push(tokenOf(part));
	}

	return tokens;
}

function tokenOf(part: string): Token {
	if (part.startsWith('*')) {
		return 'any';
	}

	if (part === '?') {
		return () => true;
	}

	if (part.startsWith('[')) {
		return characterClass(part.slice(1, -1));
	}

	const literal = part.startsWith('\\') ? part.slice(1) : part;
	return character => character === literal;
}

function characterClass(text: string): Token {
	const isNegated = text.startsWith('!');
	const ranges = [...(isNegated ? text.slice(1) : text).matchAll(/([\s\S])-([\s\S])|[\s\S]/gu)];
	const holds = (character: string) =>
		ranges.some(([one, from = one, to = one]) => character >= from && character <= to);
	return character => holds(character) !== isNegated;
}

/** On a mismatch only the last `*` takes one character more: never worse than the product of both lengths. */
function matchesTokens(tokens: readonly Token[], path: readonly string[]): boolean {
	let [token, character] = [0, 0];
	let retry: {readonly token: number; readonly character: number} | undefined;
	while (character < path.length) {
		const expected = tokens[token];
		if (expected === 'any') {
			retry = {token, character};
			token += 1;
		} else if (expected?.(path[character] ?? '') === true) {
			token += 1;
			character += 1;
		} else if (retry === undefined) {
			return false;
		} else {
			retry = {token: retry.token, character: retry.character + 1};
			token = retry.token + 1;
			character = retry.character;
		}
	}

	return tokens.slice(token).every(rest => rest === 'any');
}
