import type {Change} from './change.ts';
import type {Problem} from './problem.ts';
import type {ResourceId} from './resource.ts';

/**
 * - `converged`: nothing to do
 * - `ready`: applied without asking
 * - `awaiting-approval`: the application is manual, or a change needs a person's consent
 * - `blocked`: problems, or changes that this user may not make, and nothing that could be applied
 */
export type PlanKind = 'converged' | 'ready' | 'awaiting-approval' | 'blocked';

/** What a sync would do, in the order in which it would. Free of Secrets. */
export type Plan = {
	readonly app: string;
	/** The cluster's identity: see `identify`. */
	readonly cluster: string;
	/** The commit; of several sources each one's, joined by commas; empty where none could be read. */
	readonly revision: string;
	/** Hash over application, cluster, rendered objects and each change; of the outcome, not of how it came about. */
	readonly digest: string;
	/** Hash over the rendered objects alone: two commits that declare the same have the same. */
	readonly rendered: string;
	readonly kind: PlanKind;
	readonly changes: readonly Change[];
	/** Bear our marks, are gone from Git, and are not going to be deleted by this plan. */
	readonly leftovers: readonly ResourceId[];
	readonly problems: readonly Problem[];
	/** Remarks that hold nothing back: rewritten history, a stale source. */
	readonly notes: readonly string[];
	/** Why a person is asked, in words. */
	readonly reasons: readonly string[];
	/** Whether deletions are part of it. */
	readonly prune: boolean;
};
