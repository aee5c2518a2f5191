import {isDeepStrictEqual} from 'node:util';
import type {Change} from '../../model/change.ts';
import type {JsonObject} from '../../model/json.ts';
import {yamlText} from '../../text/yaml.ts';
import {type Blame, blameOf} from './blame.ts';
import {compareTexts, type DiffLine, type Hunk, hunksOf, type Pair, pairsOf} from './hunks.ts';
import {type Marked, markWords} from './word-marks.ts';

/** What one change does to its object, line by line. */
export type Diff = {
	readonly lines: readonly DiffLine[];
	readonly blame: Blame;
	hunks(context: number): readonly Hunk[];
	/** What a line stands beside when both sides are shown. */
	pair(line: DiffLine): Pair;
	/** Which words differ, where both sides have a line. */
	marks(pair: Pair): Marked | undefined;
};

/** Enough for the largest application's review, and little memory: manifests are kilobytes. */
const kept = 200;

/** Compares once per change; plans come anew with everything that happens in the cluster. */
export class Differ {
	readonly #known = new Map<string, {readonly change: Change; readonly diff: Diff}>();

	of(change: Change): Diff {
		const known = this.#known.get(change.digest);
		if (known && isSame(known.change, change)) {
			return known.diff;
		}

		const diff = makeDiff(change);
		this.#known.delete(change.digest);
		this.#known.set(change.digest, {change, diff});
		for (const digest of [...this.#known.keys()].slice(0, Math.max(0, this.#known.size - kept))) {
			this.#known.delete(digest);
		}

		return diff;
	}
}

// A digest leaves out what the server adds, which is shown.
function isSame(a: Change, b: Change): boolean {
	return a === b || (isDeepStrictEqual(a.after, b.after) && isDeepStrictEqual(a.fields, b.fields));
}

function makeDiff(change: Change): Diff {
	const texts = {before: textOf(change.before), after: textOf(change.after)};
	const lines = compareTexts(texts.before, texts.after);
	const pairs = new Map<DiffLine, Pair>();
	for (const pair of pairsOf(lines)) {
		for (const line of [pair.left, pair.right]) {
			if (line) {
				pairs.set(line, pair);
			}
		}
	}

	const hunks = new Map<number, readonly Hunk[]>();
	const marks = new Map<Pair, Marked>();
	return {
		lines,
		blame: blameOf(change, lines, texts),
		hunks: context => remembered(hunks, context, () => hunksOf(lines, context)),
		pair: line => pairs.get(line) ?? {left: line, right: undefined},
		marks: pair => {
			const {left, right} = pair;
			return left && right && left !== right
				? remembered(marks, pair, () => markWords(left.text, right.text))
				: undefined;
		},
	};
}

function textOf(object: JsonObject | undefined): string {
	return object === undefined ? '' : yamlText(object, {isSorted: true});
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
	const found = known.get(key);
	if (found !== undefined) {
		return found;
	}

	const made = make();
	known.set(key, made);
	return made;
}
