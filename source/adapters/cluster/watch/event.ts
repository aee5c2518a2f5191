import {dig, type Json, number, text} from '../../../model/json.ts';
import {ExpiredError, UnreachableError} from '../../../model/operator-error.ts';
import type {WatchEvent} from '../../../model/ports.ts';
import type {Kind} from '../../../model/resource.ts';
import {liveOf} from '../objects/live.ts';
import {parseJson} from '../rest/exact-json.ts';
import {printable} from '../rest/printable.ts';

/** One line of a watch: the version to resume from, and what it tells; bookmarks tell nothing else. */
export type WatchLine = {readonly resourceVersion: string; readonly event?: WatchEvent};

/** Throws an `ExpiredError` when the watch has to start anew, an `UnreachableError` when it has to be made again. */
export function readLine(kind: Kind, line: string): WatchLine {
	const parsed = parse(line);
	const object = dig(parsed, 'object') ?? null;
	switch (text(parsed, 'type')) {
		case 'ADDED':
		case 'MODIFIED':
			return lineOf({kind: 'changed', live: liveOf(kind, object)});
		case 'DELETED':
			return lineOf({kind: 'gone', live: liveOf(kind, object)});
		case 'BOOKMARK':
			return {resourceVersion: text(object, 'metadata', 'resourceVersion')};
		case 'ERROR':
			throw failureIn(kind, object);
		default:
			throw new UnreachableError('the watch sends events that are not of Kubernetes');
	}
}

function lineOf(event: WatchEvent & {readonly kind: 'changed' | 'gone'}): WatchLine {
	return {resourceVersion: event.live.resourceVersion, event};
}

function failureIn({kind}: Kind, status: Json): Error {
	const code = number(status, 'code') ?? 0;
	const reason = `the watch of ${printable(kind)} ended: HTTP ${code} ${printable(text(status, 'reason'))}`;
	return code === 410 ? new ExpiredError(reason) : new UnreachableError(reason);
}

function parse(line: string): Json {
	try {
		return parseJson(line);
	} catch {
		throw new UnreachableError('the watch sends half an event');
	}
}
