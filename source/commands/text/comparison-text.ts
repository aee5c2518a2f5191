import type {Alteration, Altered, Comparison} from '../../model/comparison.ts';
import {count} from '../../model/count.ts';
import {shortRevision} from '../../model/revision.ts';
import {escapeLine} from '../../text/escape.ts';
import type {Paint} from '../../text/paint.ts';
import {diffText} from './diff-text.ts';

/** Each change as a unified diff, application by application; what it comes to is the last line. */
export function comparisonText(comparison: Comparison, paint: Paint): string {
	const changed = comparison.applications.filter(({changes}) => changes.length > 0);
	return [...changed.map(one => alteredText(one, paint)), `${summaryOf(comparison)}\n`].join('\n');
}

function alteredText({app, from, to, changes}: Altered, paint: Paint): string {
	const sides = {before: shortRevision(from), after: shortRevision(to)};
	const head = `${escapeLine(app)}: ${amountsOf(changes)}, from ${sides.before} to ${sides.after}`;
	return [`${paint('bold', head)}\n`, ...changes.map(change => diffText(change, paint, sides))].join('\n');
}

/** `3 of 100 applications differ at feature: 2 objects added, 5 changed, 1 removed`; `show` is for the name from outside. */
export function summaryOf({applications, same, revision}: Comparison, show = escapeLine): string {
	const changed = applications.filter(({changes}) => changes.length > 0);
	if (applications.length + same === 0) {
		return `nothing could be compared with ${show(revision)}`;
	}

	const all = count(applications.length + same, 'application');
	const at = `at ${show(revision)}`;
	return changed.length === 0
		? `none of ${all} differs ${at}`
		: `${changed.length} of ${all} ${changed.length === 1 ? 'differs' : 'differ'} ${at}: ${amountsOf(changed.flatMap(({changes}) => changes))}`;
}

export const opsInWords = [
	['create', 'added'],
	['update', 'changed'],
	['delete', 'removed'],
] as const;

function amountsOf(changes: readonly Alteration[]): string {
	const parts = opsInWords
		.map(([op, word]) => ({amount: changes.filter(change => change.op === op).length, word}))
		.filter(({amount}) => amount > 0);
	return parts.map(({amount, word}, index) => `${index === 0 ? count(amount, 'object') : amount} ${word}`).join(', ');
}
