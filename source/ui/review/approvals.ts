import type {Change} from '../../model/change.ts';
import type {Plan} from '../../model/plan.ts';
import {keyOf, type ResourceKey} from '../../model/resource.ts';

/** What was decided about one change. What is `skipped` is left out, of approving all too; what is `forbidden` nobody can approve. */
export type Decision = 'open' | 'approved' | 'skipped' | 'forbidden';

/** What the person has not looked at yet: a change that came later, or one that is not what it was. */
export type News = 'none' | 'new' | 'moved';

export type Verdict = {
	/** The change's digest: the decision is about this, and about nothing else that bears the same name. */
	readonly digest: string;
	readonly decision: Decision;
	readonly news: News;
};

/** A person's decisions on the changes of one application in one cluster. They live as long as the review. */
export type Approvals = {
	/** Empty before the first plan. */
	readonly cluster: string;
	readonly verdicts: ReadonlyMap<ResourceKey, Verdict>;
};

export const noApprovals: Approvals = {cluster: '', verdicts: new Map()};

type Planned = Pick<Plan, 'cluster' | 'changes'>;

/**
 * The decisions in the light of a newer plan. What is the same keeps its decision; what moved loses its approval;
 * what is gone is forgotten, so that it is new if it comes back. In another cluster nothing was approved.
 */
export function follow(approvals: Approvals, {cluster, changes}: Planned): Approvals {
	const isFirst = approvals.verdicts.size === 0 && approvals.cluster === '';
	const before: Approvals['verdicts'] = approvals.cluster === cluster ? approvals.verdicts : new Map();
	return {
		cluster,
		verdicts: new Map(
			changes.map(change => {
				const key = keyOf(change.id);
				return [key, verdictOn(change, before.get(key), isFirst ? 'none' : 'new')];
			}),
		),
	};
}

function verdictOn({digest, forbidden}: Change, before: Verdict | undefined, news: News): Verdict {
	if (forbidden !== undefined) {
		return {digest, decision: 'forbidden', news: 'none'};
	}

	if (before === undefined) {
		return {digest, decision: 'open', news};
	}

	// What was skipped stays left out: that is the side on which nothing happens.
	return before.digest === digest
		? before
		: {digest, decision: before.decision === 'skipped' ? 'skipped' : 'open', news: 'moved'};
}

export function verdictOf({verdicts}: Approvals, change: Change): Verdict {
	const verdict = verdicts.get(keyOf(change.id));
	return verdict?.digest === change.digest ? verdict : verdictOn(change, undefined, 'moved');
}

/** The change was shown to the person as it is. */
export function look(approvals: Approvals, change: Change): Approvals {
	return put(approvals, change, {news: 'none'});
}

/** Approves it, or takes that back. What has news is not approved before it was looked at. */
export function toggleApproval(approvals: Approvals, change: Change): Approvals {
	const {decision, news} = verdictOf(approvals, change);
	if (news !== 'none' || decision === 'forbidden') {
		return approvals;
	}

	return put(approvals, change, {decision: decision === 'approved' ? 'open' : 'approved'});
}

/** Leaves it out, or takes that back. */
export function toggleSkip(approvals: Approvals, change: Change): Approvals {
	const {decision} = verdictOf(approvals, change);
	if (decision === 'forbidden') {
		return approvals;
	}

	return put(approvals, change, {decision: decision === 'skipped' ? 'open' : 'skipped'});
}

/** Approves all that is open and has no news; where nothing is, takes all approvals back. */
export function toggleAll(approvals: Approvals, changes: readonly Change[]): Approvals {
	const open = changes.filter(change => isOpen(verdictOf(approvals, change)));
	return open.length > 0
		? putAll(approvals, open, {decision: 'approved'})
		: putAll(approvals, approvedOf(approvals, changes), {decision: 'open'});
}

function isOpen({decision, news}: Verdict): boolean {
	return decision === 'open' && news === 'none';
}

/** Those of the changes that are approved as they are, in their order. */
export function approvedOf(approvals: Approvals, changes: readonly Change[]): readonly Change[] {
	return changes.filter(change => verdictOf(approvals, change).decision === 'approved');
}

export function unseenOf(approvals: Approvals, changes: readonly Change[]): readonly Change[] {
	return changes.filter(change => {
		const {decision, news} = verdictOf(approvals, change);
		return news !== 'none' && decision !== 'skipped';
	});
}

function put(approvals: Approvals, change: Change, part: Partial<Verdict>): Approvals {
	return putAll(approvals, [change], part);
}

function putAll(approvals: Approvals, changes: readonly Change[], part: Partial<Verdict>): Approvals {
	const verdicts = new Map(approvals.verdicts);
	for (const change of changes) {
		verdicts.set(keyOf(change.id), {...verdictOf(approvals, change), ...part});
	}

	return {...approvals, verdicts};
}
