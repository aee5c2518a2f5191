/**
 * As short as people know it: 7 digits of a commit, the version or the tag of what has a digest. Of an application with
 * several sources that of each, in their order.
 */
export function shortRevision(revision: string): string {
	return revision
		.split(',')
		.map(id => (id.includes('@') ? id.slice(0, id.indexOf('@')) : id.slice(0, 7)))
		.join(',');
}
