import {isObject, items, type Json, type JsonObject, text} from '../../../model/json.ts';
import type {FieldManager} from '../../../model/resource.ts';

/** Thousands of objects of the same make share one list of paths instead of having one each. */
const known = new Map<string, readonly string[]>();
const knownLimit = 2000;

/**
 * Who set which fields. Within a member's name `\`, `.` and a `[` at its start, within brackets `\`, `]`, `,` and `=`
 * are escaped by a backslash; a dot within brackets is just a dot.
 */
export function managersOf(managedFields: Json | undefined): readonly FieldManager[] {
	return items(managedFields).map(entry => ({
		manager: text(entry, 'manager'),
		operation: text(entry, 'operation'),
		subresource: text(entry, 'subresource'),
		time: text(entry, 'time'),
		paths: isObject(entry) && isObject(entry.fieldsV1) ? sharedPathsOf(entry.fieldsV1) : [],
	}));
}

function sharedPathsOf(fields: JsonObject): readonly string[] {
	const key = JSON.stringify(fields);
	const found = known.get(key);
	if (found) {
		return found;
	}

	const paths: string[] = [];
	collect(fields, '', paths);
	if (known.size >= knownLimit) {
		known.clear();
	}

	known.set(key, paths);
	return paths;
}

function collect(fields: JsonObject, path: string, into: string[]): void {
	for (const [key, inner] of Object.entries(fields)) {
		const here = key === '.' ? path : join(path, segmentOf(key));
		if (key !== '.' && isObject(inner) && Object.keys(inner).length > 0) {
			collect(inner, here, into);
		} else if (here !== '') {
			into.push(here);
		}
	}
}

function join(path: string, segment: string): string {
	return path === '' ? segment : `${path}.${segment}`;
}

/** `f:name`, `k:{"name":"web"}`, `v:"text"`, `i:0`. */
function segmentOf(key: string): string {
	const rest = key.slice(2);
	switch (key.slice(0, 2)) {
		case 'f:':
			return /[\\.]|^\[/.test(rest) ? rest.replaceAll(/[\\.]|^\[/g, String.raw`\$&`) : rest;
		case 'k:':
			return `[${pairsOf(rest)}]`;
		case 'v:':
			return `[=${escapeKey(plain(parse(rest)))}]`;
		case 'i:':
			return `[${escapeKey(rest)}]`;
		default:
			return escapeKey(key);
	}
}

function pairsOf(json: string): string {
	const keys = parse(json);
	return isObject(keys)
		? Object.keys(keys)
				.toSorted()
				.map(key => `${escapeKey(key)}=${escapeKey(plain(keys[key]))}`)
				.join(',')
		: escapeKey(json);
}

function plain(value: Json | undefined): string {
	return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function escapeKey(text: string): string {
	return text.replaceAll(/[\\\],=]/g, String.raw`\$&`);
}

function parse(json: string): Json {
	try {
		return JSON.parse(json);
	} catch {
		return json;
	}
}
