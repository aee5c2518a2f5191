import {checked} from './check.ts';
import type {Credential, Credentials} from './credential.ts';
import type {Candidate, Entry} from './entry.ts';
import {type Place, placeOf} from './place.ts';

export type Chosen = {readonly entry: Entry; readonly candidate: Candidate};

/** Of all that are for a place, the one with the longest url; of those alike, the first. */
export async function choose(
	entries: readonly Entry[],
	place: Place,
	signal: AbortSignal,
): Promise<Chosen | undefined> {
	let best: Chosen | undefined;
	for (const entry of entries) {
		for (const candidate of (await entry.candidates(signal)).filter(({isFor}) => isFor(place))) {
			if (best === undefined || candidate.segments > best.candidate.segments) {
				best = {entry, candidate};
			}
		}

		// Nothing is closer: who comes after need not be asked, nor be there.
		if (best?.candidate.segments === place.segments.length) {
			break;
		}
	}

	return best;
}

export function createCredentials(entries: readonly Entry[]): Credentials {
	const sources = new WeakMap<Credential, Entry>();

	return {
		async of(url, signal) {
			const place = placeOf(url);
			const chosen = place && (await choose(entries, place, signal));
			if (!(place && chosen)) {
				return undefined;
			}

			const credential = checked(await chosen.candidate.read(signal, place), Date.now());
			sources.set(credential, chosen.entry);
			return credential;
		},
		renew: refused => sources.get(refused)?.forget(),
	};
}
