import {setTimeout as sleep} from 'node:timers/promises';
import {
	BusyError,
	ExpiredError,
	ForbiddenError,
	NotFoundError,
	OperatorError,
	UnreachableError,
} from '../../../model/operator-error.ts';
import type {Selection, ServedKind, WatchEvent} from '../../../model/ports.ts';
import {listAll} from '../objects/listing.ts';
import {liveOf} from '../objects/live.ts';
import {subjectOfKind} from '../rest/call.ts';
import type {Client} from '../rest/client.ts';
import {collectionPath} from '../rest/paths.ts';
import type {Timing} from '../rest/timing.ts';
import {backoff, slowBackoff} from './backoff.ts';
import {readLine} from './event.ts';
import {linesOf} from './lines.ts';
import {type Pulse, SilentError} from './pulse.ts';

export type Watched = {
	readonly client: Client;
	readonly pulse: Pulse;
	readonly kind: ServedKind;
	readonly selection: Selection;
	readonly signal: AbortSignal;
	readonly timing: Timing;
};

type State = {
	/** Where to resume; absent when everything has to be listed. */
	version?: string;
	failures: number;
	/** When the stream was opened, not by the time of day, which may be set; absent while there is none. */
	openSince?: number;
	/** When it was lost; absent while all is well. */
	lostAt?: number;
	/** What `stale` said last; absent until it was said, and once `fresh` was. */
	reason?: string;
	/** Whether the kind is known not to be served. */
	isUnserved: boolean;
};

/** Lists, then watches, and keeps at it until the signal. */
export async function* watch(watched: Watched): AsyncGenerator<WatchEvent> {
	const {signal} = watched;
	const state: State = {failures: 0, isUnserved: false};
	while (!signal.aborted) {
		try {
			yield* follow(watched, state);
		} catch (error) {
			if (signal.aborted) {
				return;
			}

			if (!(error instanceof OperatorError)) {
				throw error;
			}

			yield* lose(watched, state, error);
			await sleep(waitAfter(state, error, watched.timing), undefined, {signal}).catch(() => undefined);
		}
	}
}

/** One connection: until the server ends it in good order, or an error. */
async function* follow(watched: Watched, state: State): AsyncGenerator<WatchEvent> {
	const {client, pulse, kind, selection, signal, timing} = watched;
	if (state.version === undefined) {
		const {objects, resourceVersion} = await listAll(client, kind, {...selection, what: 'full'}, signal);
		state.version = resourceVersion;
		yield {kind: 'listed', all: objects.map(object => liveOf(kind, object))};
	}

	signal.throwIfAborted();
	const connection = new AbortController();
	const stop = () => connection.abort(signal.reason);
	signal.addEventListener('abort', stop, {once: true});
	// Jitter: the watches of a thousand objects must not all be made again in the same second.
	const seconds = Math.ceil(timing.watchSeconds * (1 + Math.random()));
	const silence = setTimeout(
		() => connection.abort(new UnreachableError('the watch went silent')),
		seconds * 1000 + timing.watchGrace,
	);
	const leave = pulse.join(error => connection.abort(error));
	try {
		const lines = linesOf(await open(watched, {version: state.version, seconds, signal: connection.signal}));
		yield* settle(state);
		for await (const line of lines) {
			const {resourceVersion, event} = readLine(kind, line);
			state.version = resourceVersion;
			state.failures = 0;
			client.continuity.heard();
			if (event) {
				yield event;
			}
		}
	} finally {
		leave();
		clearTimeout(silence);
		signal.removeEventListener('abort', stop);
		connection.abort();
	}

	if (!hasLasted(state, timing)) {
		throw new UnreachableError('the cluster ends the watch at once');
	}

	if (!hasEndedInTime(state, seconds)) {
		// As a server does that is shut down, or a proxy that turns to another one.
		client.continuity.lost();
	}

	state.failures = 0;
	delete state.openSince;
}

function open(
	{client, kind, selection}: Watched,
	{version, seconds, signal}: {readonly version: string; readonly seconds: number; readonly signal: AbortSignal},
): Promise<AsyncIterable<Buffer>> {
	const query = new URLSearchParams({
		watch: '1',
		allowWatchBookmarks: 'true',
		resourceVersion: version,
		timeoutSeconds: String(seconds),
		...(selection.labelSelector && {labelSelector: selection.labelSelector}),
		...(selection.fieldSelector && {fieldSelector: selection.fieldSelector}),
	});
	const path = `${collectionPath(kind, selection.namespace)}?${query}`;
	return client.stream({verb: 'watch', path, subject: subjectOfKind(kind)}, signal);
}

/** The stream is there. */
function* settle(state: State): Generator<WatchEvent> {
	const wasStale = state.reason !== undefined;
	state.openSince = performance.now();
	state.isUnserved = false;
	delete state.lostAt;
	delete state.reason;
	if (wasStale) {
		yield {kind: 'fresh'};
	}
}

/** A stream that ends sooner than that, again and again, must not be made again in a loop. */
function hasLasted({openSince}: State, {goodWatch}: Timing): boolean {
	return openSince !== undefined && performance.now() - openSince >= goodWatch;
}

/** Not before the time that it was asked for; a second is for the way there and back. */
function hasEndedInTime({openSince = 0}: State, seconds: number): boolean {
	return performance.now() - openSince >= (seconds - 1) * 1000;
}

/** The stream is gone, or could not be made: says so once for each reason. */
function* lose({client, timing}: Watched, state: State, error: OperatorError): Generator<WatchEvent> {
	state.lostAt ??= Date.now();
	state.failures = hasLasted(state, timing) ? 1 : state.failures + 1;
	delete state.openSince;
	if (error instanceof UnreachableError || error instanceof ExpiredError) {
		client.continuity.lost();
	}

	if (error instanceof ExpiredError) {
		delete state.version;
	}

	if (error instanceof NotFoundError) {
		yield* unserve(state);
	} else if (state.reason !== error.message && (state.failures > 1 || !isTriedSoon(error, timing))) {
		state.reason = error.message;
		const isForbidden = error instanceof ForbiddenError && ({isForbidden: true} as const);
		const within = longestWait(error, timing);
		yield {kind: 'stale', reason: error.message, since: state.lostAt, within, ...isForbidden};
	}
}

/** A kind that the cluster does not serve any more has no objects. That is known, not stale. */
function* unserve(state: State): Generator<WatchEvent> {
	delete state.version;
	if (!state.isUnserved) {
		state.isUnserved = true;
		yield {kind: 'listed', all: []};
	}

	if (state.reason !== undefined) {
		delete state.lostAt;
		delete state.reason;
		yield {kind: 'fresh'};
	}
}

function waitAfter({failures}: State, error: OperatorError, timing: Timing): number {
	const wait = (isSlow(error) ? slowBackoff : backoff)(failures, timing, Math.random());
	return Math.max(wait, askedPatience(error, timing));
}

/** What `waitAfter` says at most, however often it failed. */
function longestWait(error: OperatorError, timing: Timing): number {
	return Math.max(isSlow(error) ? timing.lastSlowRetry : timing.lastRetry, askedPatience(error, timing));
}

/** What a second try may mend is not worth a word before it. */
function isTriedSoon(error: OperatorError, timing: Timing): boolean {
	const isTold = error instanceof ForbiddenError || error instanceof SilentError;
	return !isTold && askedPatience(error, timing) <= timing.longestRetryAfter;
}

function isSlow(error: OperatorError): boolean {
	return error instanceof ForbiddenError || error instanceof NotFoundError;
}

function askedPatience(error: OperatorError, {longestPatience}: Timing): number {
	return error instanceof BusyError ? Math.min(error.retryAfter * 1000, longestPatience) : 0;
}
