import type {Change, FieldChange} from '../../model/change.ts';
import {fieldLocator, type Range} from './field-lines.ts';
import {blocksOf, type DiffLine} from './hunks.ts';

/** What is said at the end of a line, by the line's index: who set the live value, or that the server adds it. */
export type Blame = ReadonlyMap<number, string>;

type Spot = {readonly field: FieldChange; readonly range: Range};

/** Names the managers at the first line of each block that their field stands in; what the server adds is marked. */
export function blameOf(
	{before, after, fields}: Pick<Change, 'before' | 'after' | 'fields'>,
	lines: readonly DiffLine[],
	texts: {readonly before: string; readonly after: string},
): Blame {
	const told = fields.filter(({managers, isFromServer}) => managers.length > 0 || isFromServer);
	if (told.length === 0 || lines.length === 0) {
		return new Map();
	}

	const spots = {
		removed: before ? spotsOf(told, fieldLocator(before, texts.before)) : [],
		added: after ? spotsOf(told, fieldLocator(after, texts.after)) : [],
	};
	return new Map(blocksOf(lines).flatMap(({start, end}) => namedIn(lines.slice(start, end), start, spots)));
}

type Spots = {readonly removed: readonly Spot[]; readonly added: readonly Spot[]};

function namedIn(block: readonly DiffLine[], start: number, spots: Spots): readonly (readonly [number, string])[] {
	const named = new Set<FieldChange>();
	return block.flatMap((line, index) => {
		const field = narrowest(line, spots);
		if (!field || named.has(field)) {
			return [];
		}

		named.add(field);
		return [[start + index, wordsOf(field)] as const];
	});
}

function spotsOf(fields: readonly FieldChange[], locate: (path: string) => Range | undefined): readonly Spot[] {
	return fields.flatMap(field => {
		const range = locate(field.path);
		return range ? [{field, range}] : [];
	});
}

function narrowest(line: DiffLine, spots: Spots): FieldChange | undefined {
	if (line.kind === 'same') {
		return undefined;
	}

	const at = line.kind === 'removed' ? line.old : line.new;
	const around = spots[line.kind].filter(({range}) => range.first <= at && at <= range.last);
	return around.toSorted((a, b) => a.range.last - a.range.first - (b.range.last - b.range.first))[0]?.field;
}

function wordsOf({managers, isFromServer}: FieldChange): string {
	return [...managers, ...(isFromServer ? ['by the server'] : [])].join(', ');
}
