/** The revisions of an application's sources, in their order, as the one of the application. */
export function joinRevisions(ids: readonly string[]): string {
	return ids.join(',');
}

export function splitRevision(revision: string): readonly string[] {
	return revision.split(',');
}

/** Whether it is of an application with several sources. */
export function isSeveral(revision: string): boolean {
	return revision.includes(',');
}

/**
 * As short as people know it: 7 digits of a commit, the version or the tag of what has a digest. Of an application with
 * several sources that of each, in their order.
 */
export function shortRevision(revision: string): string {
	const short = (id: string) => (id.includes('@') ? id.slice(0, id.indexOf('@')) : id.slice(0, 7));
	return joinRevisions(splitRevision(revision).map(short));
}

/** Whether two revisions that differ are called the same: a version that was published again, a tag that was moved. */
export function isAgain(older: string, newer: string): boolean {
	return older !== newer && newer.includes('@') && shortRevision(older) === shortRevision(newer);
}
