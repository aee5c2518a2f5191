import {count} from '../../model/count.ts';
import type {Plan} from '../../model/plan.ts';
import {problemOf} from '../../model/problem.ts';
import {describe, keyOf, type ResourceKey} from '../../model/resource.ts';
import type {Board} from '../../state/board.ts';
import {type Line, line} from '../line.ts';
import type {Target} from './confirmation.ts';
import type {Desk} from './desk.ts';

/** The person came for one object, and the plan does nothing to it: it needs nothing, is left over, or nobody knows. */
export function absentLines(
	{changes, problems, leftovers, prune}: Plan,
	resource: ResourceKey | undefined,
): readonly Line[] {
	if (resource === undefined || changes.some(({id}) => keyOf(id) === resource)) {
		return [];
	}

	const [, kind = '', namespace = '', name = ''] = resource.split('/');
	const object = describe({kind, namespace, name});
	if (leftovers.some(id => keyOf(id) === resource)) {
		const what = prune ? 'this plan does not delete it' : 'only a plan with prune deletes it (x)';
		return [line(['warning', ` ${object} is left over: ${what}.`])];
	}

	const isKnown = problemOf(problems, object) === undefined && !problems.some(({scope}) => scope === 'application');
	return [
		isKnown
			? line(['good', ` ${object} needs no change.`])
			: line(['bad', ` Whether ${object} needs a change is not known: it could not be compared.`]),
	];
}

/** Where the plan goes, as far as it was told. */
export function targetOf({app, revision, digest}: Plan, {hello, rows}: Board): Target {
	const listed = hello?.applications.find(({name}) => name === app);
	const context = listed?.context ?? rows.get(app)?.destination ?? '';
	return {app, context, server: hello && context === hello.context ? hello.server : '', revision, digest};
}

/** Why nothing can be confirmed now, and which key helps; nothing where it can. */
export function whyNotYet({plan, changes, approved, unseen, forbidden}: Desk, isThere: boolean): string | undefined {
	if (!plan || !isThere) {
		return 'the plan is not there yet';
	}

	if (changes.length === 0) {
		return plan.kind === 'blocked' ? 'blocked: the problems have to be solved first' : 'there is nothing to apply';
	}

	if (approved.length > 0) {
		return undefined;
	}

	if (forbidden === changes.length) {
		return 'none of these changes is allowed: each says which right is lacking';
	}

	return unseen.length === 0
		? 'nothing is approved: a approves one change, A all, then s'
		: `nothing is approved: ${count(unseen.length, 'change')} moved or new, look with enter, then a approves`;
}

/** On a low screen most of it is for what is being judged. */
export function mostOfHead({height}: {readonly height: number}): number {
	return Math.max(1, Math.floor(height / 3));
}
