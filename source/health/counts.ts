import type {Health} from '../model/health.ts';
import {type JsonObject, number} from '../model/json.ts';
import {progressing} from './status.ts';

/** A number of the object's status; 0 where its controller has not written it yet. */
export function countOf(body: JsonObject, field: string): number {
	return number(body, 'status', field) ?? 0;
}

/** How many replicas are asked for; the API server's default is one. */
export function wantedOf(body: JsonObject): number {
	return number(body, 'spec', 'replicas') ?? 1;
}

/** The first count that has not reached what is wanted: `1 of 3 replicas available`. */
export function findShort(
	wanted: number,
	counts: readonly (readonly [count: number, what: string])[],
): Health | undefined {
	const short = counts.find(([count]) => count < wanted);
	return short && progressing(`${short[0]} of ${wanted} ${short[1]}`);
}

/** Replicas that are left over from before. */
export function findSurplus(extra: number): Health | undefined {
	if (extra <= 0) {
		return undefined;
	}

	return progressing(
		extra === 1 ? '1 old replica still to be terminated' : `${extra} old replicas still to be terminated`,
	);
}
