import type {Credential} from './credential.ts';
import type {Declaration} from './declaration.ts';
import {covers, type Place, placeOf} from './place.ts';

/** One credential that may be for an address. */
export type Candidate = {
	/** For messages, as `Credential.origin`. */
	readonly origin: string;
	readonly isFor: (place: Place) => boolean;
	/** One that it is for. */
	readonly place: Place | undefined;
	/** How closely it is for it: of several, the one with most is taken. */
	readonly segments: number;
	read(signal: AbortSignal, place: Place): Promise<Credential>;
};

/** What one item of the configuration file stands for. */
export type Entry = {
	/** As a list of them calls it. */
	readonly name: string;
	/** Of the file that it is in; empty where the origin says it. */
	readonly path: string;
	readonly origin: string;
	/** Files, variables, or a Secret. */
	readonly from: string;
	candidates(signal: AbortSignal): Promise<readonly Candidate[]>;
	/** What a person should know of it. */
	remarks(): Promise<readonly string[]>;
	/** What is remembered was refused. */
	forget(): void;
};

/** What is for that url and all below it. */
export function candidateFor(
	url: string,
	rest: Pick<Candidate, 'origin' | 'read'> & {readonly isExact?: boolean},
): Candidate {
	const prefix = placeOf(url);
	const isLong = (place: Place) => !rest.isExact || place.segments.length === prefix?.segments.length;
	return {
		...rest,
		place: prefix,
		isFor: place => prefix !== undefined && covers(prefix, place) && isLong(place),
		segments: prefix?.segments.length ?? 0,
	};
}

/** What was declared, and in which file. */
export type Declared = {readonly file: string; readonly declarations: readonly Declaration[]};
