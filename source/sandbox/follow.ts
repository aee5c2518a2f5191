import * as z from 'zod';
import {type Api, ApiError} from './api.ts';
import {backoff, pause} from './pause.ts';

/** What happens to the objects of one kind. */
export type Sighting =
	/** Everything that is there now: what is not in it is gone. Comes first, and again after the watch had to start anew. */
	| {readonly kind: 'listed'; readonly objects: readonly unknown[]}
	| {readonly kind: 'changed' | 'gone'; readonly object: unknown};

export type FollowOptions = {
	readonly signal: AbortSignal;
	readonly report?: ((message: string) => void) | undefined;
};

const versioned = z.looseObject({metadata: z.looseObject({resourceVersion: z.string()})});
const listSchema = versioned.extend({items: z.array(z.unknown()).nullish()});
const watchEventSchema = z.object({
	type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
	object: z.unknown(),
});
const statusSchema = z.looseObject({code: z.number().default(0), message: z.string().default('')});

/** A kind's path, and the version after which its watch goes on; empty where it begins with a list. */
type Place = {readonly path: string; version: string};

/** Lists, then watches, and keeps at it until the signal: resumes, lists again when it must, backs off. Ends without an error. */
export async function* follow(api: Api, path: string, {signal, report}: FollowOptions): AsyncGenerator<Sighting> {
	const place: Place = {path, version: ''};
	let failures = 0;
	while (!signal.aborted) {
		try {
			for await (const sighting of nextSightings(api, place, signal)) {
				failures = 0;
				yield sighting;
			}
		} catch (error) {
			const complaint = faceLoss(place, error);
			if (failures === 0 && !signal.aborted) {
				report?.(complaint);
			}

			await pause(backoff(failures++), signal);
		}
	}
}

function nextSightings(api: Api, place: Place, signal: AbortSignal): AsyncGenerator<Sighting> {
	return place.version === '' ? list(api, place, signal) : watch(api, place, signal);
}

/** What the server has forgotten is listed again; everything else goes on where it was. */
function faceLoss(place: Place, error: unknown): string {
	if (error instanceof ApiError && error.status === 410) {
		place.version = '';
	}

	return `lost the watch of ${place.path}: ${error instanceof Error ? error.message : String(error)}`;
}

async function* list(api: Api, place: Place, signal: AbortSignal): AsyncGenerator<Sighting> {
	const {metadata, items} = listSchema.parse(await api.call({method: 'GET', path: place.path}, signal));
	place.version = metadata.resourceVersion;
	yield {kind: 'listed', objects: items ?? []};
}

async function* watch(api: Api, place: Place, signal: AbortSignal): AsyncGenerator<Sighting> {
	const seconds = 240 + Math.floor(Math.random() * 120);
	// The server ends the watch after that time; one that outlives it hangs on a dead connection.
	const life = AbortSignal.any([signal, AbortSignal.timeout((seconds + 30) * 1000)]);
	const query = `watch=true&allowWatchBookmarks=true&timeoutSeconds=${seconds}&resourceVersion=${place.version}`;
	for await (const line of api.stream(`${place.path}?${query}`, life)) {
		const {type, object} = watchEventSchema.parse(line);
		if (type === 'ERROR') {
			const {code, message} = statusSchema.parse(object);
			throw new ApiError(code, message);
		}

		place.version = versioned.parse(object).metadata.resourceVersion;
		if (type !== 'BOOKMARK') {
			yield {kind: type === 'DELETED' ? 'gone' : 'changed', object};
		}
	}

	// A server that ends each watch at once is not to be asked without a pause.
	await pause(backoff(0), signal);
}
