import {describe, type Origin, type ResourceId, whereOf} from './resource.ts';

/** Of two that declare an object the later one counts, within a source as well as between them. */
export function givesWay(id: ResourceId, before: Origin, after: Origin): string {
	return `${describe(id)} of ${whereOf(before)} gives way to that of ${whereOf(after)}`;
}

const mostTold = 20;

export function shortenRemarks(remarks: readonly string[]): readonly string[] {
	const more = remarks.length - mostTold;
	return more > 0 ? [...remarks.slice(0, mostTold), `and ${more} more objects that are declared twice`] : remarks;
}
