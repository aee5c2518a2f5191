import {setTimeout as sleep} from 'node:timers/promises';
import type {Json} from '../../../model/json.ts';
import {BusyError, UnreachableError} from '../../../model/operator-error.ts';
import {type Answer, type Call, headerOf, type Verb} from './call.ts';
import {type Continuity, createContinuity} from './continuity.ts';
import {parseJson} from './exact-json.ts';
import {failureOf, notKubernetes} from './failure.ts';
import {createLimit} from './limit.ts';
import {sendProven} from './proven.ts';
import type {Timing} from './timing.ts';
import type {Response, Transport} from './transport.ts';
import {type Place, wasCut} from './unreachable.ts';

/** Talks to one API server. Throws `OperatorError`s for everything that is no success. */
export type Client = {
	readonly place: Place;
	readonly continuity: Continuity;
	send(call: Call, signal: AbortSignal): Promise<Answer>;
	/** The answer as it comes in, for watches. */
	stream(call: Call, signal: AbortSignal): Promise<AsyncIterable<Buffer>>;
	/** Resolves when it answers, whatever it says. */
	probe(signal: AbortSignal): Promise<void>;
	calls(): Readonly<Record<string, number>>;
	close(): Promise<void>;
};

const requestsAtOnce = 32;
const retries = 3;

const liveness = {what: 'its liveness', kind: '', isSecret: false, isNamespace: false};

/** May be sent twice: a second apply of the same finds nothing left to do. */
const repeatable = new Set<Verb>(['get', 'list', 'apply', 'dry-run', 'discovery', 'review']);

export function createClient(transport: Transport, place: Place, timing: Timing): Client {
	const limit = createLimit(requestsAtOnce);
	const counts = new Map<Verb, number>();
	const continuity = createContinuity();

	function open(call: Call, signal: AbortSignal): Promise<Response> {
		counts.set(call.verb, (counts.get(call.verb) ?? 0) + 1);
		return transport.open(call, signal);
	}

	async function exchange(call: Call, signal: AbortSignal): Promise<Answer> {
		const {status, headers, text} = await open(call, signal);
		const content = await text();
		if (status < 200 || status > 299) {
			throw failureOf({...call, place}, {status, headers, text: content});
		}

		const body = jsonOf(content);
		if (body === undefined) {
			throw notKubernetes({...call, place}, {status, headers});
		}

		continuity.answered();
		return {status, headers, body};
	}

	return {
		place,
		continuity,
		async send(call, signal) {
			for (let attempt = 0; ; attempt++) {
				try {
					return await sendProven({limit, continuity, exchange: () => exchange(call, signal)}, call, signal);
				} catch (error) {
					const wait = waitBeforeRetry(call, error, attempt, timing);
					if (wait === undefined) {
						throw error;
					}

					await sleep(wait, undefined, {signal}).catch(() => signal.throwIfAborted());
				}
			}
		},
		async stream(call, signal) {
			const {status, headers, text, chunks} = await open(call, signal);
			if (status !== 200) {
				throw failureOf({...call, place}, {status, headers, text: await text()});
			}

			// Of a page that somebody else shows not even the first line is read as an event.
			if (call.verb === 'watch' && !isJson(headerOf(headers, 'content-type'))) {
				await text();
				throw notKubernetes({...call, place}, {status, headers});
			}

			continuity.answered();
			return chunks();
		},
		async probe(signal) {
			const {text} = await open({verb: 'probe', path: '/livez', subject: liveness}, signal);
			await text();
		},
		calls: () => Object.fromEntries(counts),
		close: () => transport.close(),
	};
}

/** In milliseconds; undefined for what is not tried again. */
function waitBeforeRetry({verb}: Call, error: unknown, attempt: number, timing: Timing): number | undefined {
	if (!repeatable.has(verb)) {
		return undefined;
	}

	if (error instanceof BusyError) {
		const wait = error.retryAfter * 1000;
		// Jitter: others were told to come back at the same time.
		return attempt < retries && wait <= timing.longestRetryAfter ? wait * (1 + Math.random() / 4) : undefined;
	}

	return attempt === 0 && error instanceof UnreachableError && wasCut(error) ? 0 : undefined;
}

/** Who says nothing of it is believed. */
function isJson(type: string): boolean {
	return type === '' || /^application\/(?:\S+\+)?json\b/i.test(type);
}

function jsonOf(content: string): Json | undefined {
	try {
		return parseJson(content);
	} catch {
		return undefined;
	}
}
