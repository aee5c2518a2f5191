import {patchOf} from '../../text/patch.ts';

/** One line of two texts that were compared. Line numbers count from 1; the side that lacks it has 0. */
export type DiffLine = {
	readonly kind: 'same' | 'removed' | 'added';
	readonly text: string;
	readonly old: number;
	readonly new: number;
};

/** Lines that belong together: what differs, and what is around it. `end` is the first line after it. */
export type Hunk = {readonly start: number; readonly end: number};

const kinds: ReadonlyMap<string, DiffLine['kind']> = new Map([
	[' ', 'same'],
	['-', 'removed'],
	['+', 'added'],
]);

/** Both texts in one, line by line; nothing where they are equal. */
export function compareTexts(before: string, after: string): readonly DiffLine[] {
	const [whole] = patchOf(before, after, Number.POSITIVE_INFINITY);
	const at = {old: 0, new: 0};
	return (whole?.lines ?? []).flatMap(line => {
		const kind = kinds.get(line[0] ?? '');
		return kind === undefined ? [] : [{kind, text: line.slice(1), ...numbersOf(kind, at)}];
	});
}

function numbersOf(kind: DiffLine['kind'], at: {old: number; new: number}): Pick<DiffLine, 'old' | 'new'> {
	const isOld = kind !== 'added';
	const isNew = kind !== 'removed';
	at.old += isOld ? 1 : 0;
	at.new += isNew ? 1 : 0;
	return {old: isOld ? at.old : 0, new: isNew ? at.new : 0};
}

/** The runs of lines that differ, without what is around them. */
export function blocksOf(lines: readonly DiffLine[]): readonly Hunk[] {
	const blocks: Hunk[] = [];
	let start = -1;
	for (const [index, {kind}] of lines.entries()) {
		if (kind !== 'same' && start < 0) {
			start = index;
		} else if (kind === 'same' && start >= 0) {
			blocks.push({start, end: index});
			start = -1;
		}
	}

	return start < 0 ? blocks : [...blocks, {start, end: lines.length}];
}

/** The blocks with that many lines around each; those that touch are one. */
export function hunksOf(lines: readonly DiffLine[], context: number): readonly Hunk[] {
	const hunks: Hunk[] = [];
	for (const {start, end} of blocksOf(lines)) {
		const wide = {start: Math.max(0, start - context), end: Math.min(lines.length, end + context)};
		const last = hunks.at(-1);
		if (last && wide.start <= last.end) {
			hunks[hunks.length - 1] = {start: last.start, end: wide.end};
		} else {
			hunks.push(wide);
		}
	}

	return hunks;
}

/** Lines of a block side by side: what was removed beside what was added in its place, in their order. */
export type Pair = {readonly left: DiffLine | undefined; readonly right: DiffLine | undefined};

export function pairsOf(lines: readonly DiffLine[]): readonly Pair[] {
	const pairs: Pair[] = [];
	let at = 0;
	while (at < lines.length) {
		const line = lines[at];
		if (line?.kind === 'same') {
			pairs.push({left: line, right: line});
			at += 1;
			continue;
		}

		const removed = run(lines, at, 'removed');
		const added = run(lines, at + removed.length, 'added');
		for (let row = 0; row < Math.max(removed.length, added.length); row++) {
			pairs.push({left: removed[row], right: added[row]});
		}

		at += removed.length + added.length;
	}

	return pairs;
}

function run(lines: readonly DiffLine[], from: number, kind: DiffLine['kind']): readonly DiffLine[] {
	let end = from;
	while (lines[end]?.kind === kind) {
		end += 1;
	}

	return lines.slice(from, end);
}
