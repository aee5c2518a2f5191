import {SubstitutionError} from './substitution-error.ts';

/** One step of a pattern: says which characters it takes; `*` takes any number of any. */
type Step = {readonly isStar: boolean; readonly takes: (character: string) => boolean};

const mostSteps = 20_000_000;

/** How long the shortest beginning is that the pattern matches as a whole; 0 where none does. */
export function shortestPrefix(text: string, pattern: string): number {
	for (const length of matchingPrefixes(text, pattern)) {
		return length;
	}

	return 0;
}

export function longestPrefix(text: string, pattern: string): number {
	let longest = 0;
	for (const length of matchingPrefixes(text, pattern)) {
		longest = length;
	}

	return longest;
}

/** All states are followed at once, so that no pattern takes longer than its length times that of the text. */
function* matchingPrefixes(text: string, pattern: string): Iterable<number> {
	const steps = parsePattern(pattern);
	if (steps === undefined) {
		return;
	}

	if (steps.length * text.length > mostSteps) {
		throw new SubstitutionError('a pattern and a value are too long for each other');
	}

	let states = reach(new Set([0]), steps);
	let length = 0;
	for (const character of text) {
		length += character.length;
		states = reach(advance(states, steps, character), steps);
		if (states.has(steps.length)) {
			yield length;
		}

		if (states.size === 0) {
			return;
		}
	}
}

function advance(states: ReadonlySet<number>, steps: readonly Step[], character: string): Set<number> {
	const next = new Set<number>();
	for (const state of states) {
		const step = steps[state];
		if (step?.takes(character)) {
			next.add(step.isStar ? state : state + 1);
		}
	}

	return next;
}

/** A star may take nothing. */
function reach(states: Set<number>, steps: readonly Step[]): ReadonlySet<number> {
	for (const state of states) {
		if (steps[state]?.isStar) {
			states.add(state + 1);
		}
	}

	return states;
}

/** As Go's `path.Match`, but that a slash is a character like others; undefined where it is none. */
function parsePattern(pattern: string): readonly Step[] | undefined {
	const tokens = [...pattern.matchAll(/\[(\^?)([^\]]+)\]|\\([\s\S])|([\s\S])/gu)];
	const steps = tokens.map(([, negation, inner, escaped, character = '']) =>
		inner === undefined ? stepOf(character, escaped) : parseClass(inner, negation === '^'),
	);
	return steps.every(step => step !== undefined) ? steps : undefined;
}

function stepOf(character: string, escaped: string | undefined): Step | undefined {
	if (escaped === undefined && (character === '[' || character === '\\')) {
		return undefined;
	}

	const isAny = character === '*' || character === '?';
	const wanted = escaped ?? character;
	return {isStar: character === '*', takes: isAny ? () => true : found => found === wanted};
}

function parseClass(inner: string, isNegated: boolean): Step {
	const ranges = [...inner.matchAll(/([\s\S])-([\s\S])|([\s\S])/gu)].map(([, low, high, only = '']) => ({
		low: low ?? only,
		high: high ?? only,
	}));
	const isIn = (found: string) => ranges.some(({low, high}) => low <= found && found <= high);
	return {isStar: false, takes: found => isIn(found) !== isNegated};
}
