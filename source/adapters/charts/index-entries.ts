import {isList, isObject, items, type Json, text} from '../../model/json.ts';
import type {Pace} from '../render/pace.ts';
import {parseDocument} from '../render/parse-document.ts';
import {BrokenIndexError} from './index-outline.ts';
import {parseVersion} from './version.ts';

/** One version of a chart, as an index has it. */
export type IndexEntry = {
	readonly version: string;
	/** The archive's; relative to the index or not. Empty where none is named. */
	readonly url: string;
	/** Hex digits; empty where none is given. */
	readonly digest: string;
	/** ISO 8601; empty where it is not said. */
	readonly created: string;
	readonly description: string;
	/** Names. */
	readonly maintainers: readonly string[];
};

const mostVersions = 20_000;

/** Reads the lines that an index has of one chart, version by version. */
export async function parseEntries(piece: string, pace: Pace): Promise<readonly IndexEntry[]> {
	const lines = piece.split('\n');
	const starts = startsIn(lines);
	if (starts.length > mostVersions) {
		throw new BrokenIndexError(`it has more than ${mostVersions} versions`, 1);
	}

	const entries: IndexEntry[] = [];
	for (const [index, start] of starts.entries()) {
		entries.push(...parsePart(lines.slice(start, starts[index + 1]).join('\n'), start + 1));
		await pace();
	}

	return entries;
}

/** Where the items of the list begin; at the top where there is none. */
function startsIn(lines: readonly string[]): readonly number[] {
	const first = lines.findIndex((line, index) => index > 0 && /^ *-(?:\s|$)/.test(line));
	if (first < 0) {
		return [0];
	}

	const indent = lines[first]?.indexOf('-') ?? 0;
	const item = new RegExp(`^ {${indent}}-(?:\\s|$)`);
	return lines.flatMap((line, index) => (index >= first && item.test(line) ? [index] : []));
}

function parsePart(part: string, line: number): readonly IndexEntry[] {
	const parsed = parseDocument(part);
	if (!('value' in parsed)) {
		throw new BrokenIndexError(parsed.message, line + parsed.line);
	}

	const {value} = parsed;
	return (isList(value) ? value : isObject(value) ? Object.values(value).flatMap(listOf) : []).flatMap(entryOf);
}

function listOf(value: Json): readonly Json[] {
	return isList(value) ? value : [];
}

/** What has no version that is one is passed over, as by Helm. */
export function entryOf(value: Json): readonly IndexEntry[] {
	const version = text(value, 'version');
	const [url] = items(value, 'urls');
	return parseVersion(version) === undefined
		? []
		: [
				{
					version,
					url: typeof url === 'string' ? url : '',
					digest: text(value, 'digest').replace(/^sha256:/, ''),
					created: text(value, 'created'),
					description: text(value, 'description'),
					maintainers: items(value, 'maintainers').flatMap(one => text(one, 'name') || []),
				},
			];
}
