import {shortRevision} from '../../../model/revision.ts';
import type {Row} from '../../../model/row.ts';
import {escapeLine} from '../../../text/escape.ts';
import {widthOf} from '../../../text/width.ts';
import type {Span} from '../../line.ts';

/** Cells of the longest of each. */
export function longestOf(rows: readonly Row[]) {
	const longest = (text: (row: Row) => string, least: number) =>
		rows.reduce((most, row) => Math.max(most, widthOf(escapeLine(text(row)))), least);
	return {
		longest: longest(({name}) => name, 'NAME↑'.length),
		longestProject: longest(({project}) => project, 0),
		longestRevision: longest(revisionOf, 'REVISION'.length),
	};
}

/** All that the row shows: what a filter looks in. */
export function shownOf(row: Row): string {
	const {name, project, sync, health, destination, message} = row;
	return [name, project, sync, health, destination, message, revisionOf(row)].join('\n');
}

export function revisionOf({revision}: Row): string {
	return shortRevision(revision);
}

/** What happens without a person: `a` auto-sync, `p` prune, `h` self-heal. */
export function autoSpan({policy: {automated, prune, selfHeal}}: Row): Span {
	return `${automated ? 'a' : '-'}${prune ? 'p' : '-'}${selfHeal ? 'h' : '-'}`;
}

export function messageSpan({message, isStale}: Row): Span {
	return isStale ? ['warning', message] : message;
}
