import type {OperationEntry} from '../model/operation.ts';
import type {Plan} from '../model/plan.ts';
import {keyOf, type ResourceKey} from '../model/resource.ts';

/** What was last tried for an application. */
export type Attempt = {
	/** `Plan.rendered` of it. */
	readonly rendered: string;
	readonly revision: string;
	/** ISO 8601, UTC. */
	readonly endedAt: string;
	/** Why it failed; empty where it did not. */
	readonly failure: string;
	/** All its changes that this user may make were made, whatever became of them. */
	readonly isApplied: boolean;
	/** Those that this user might not make. */
	readonly withheld: readonly ResourceKey[];
};

export function withheldOf({changes}: Plan): readonly ResourceKey[] {
	return changes.filter(({forbidden}) => forbidden !== undefined).map(({id}) => keyOf(id));
}

/** What was interrupted, or gave way, did not fail. */
export function failureIn({result, message}: Pick<OperationEntry, 'result' | 'message'>): string {
	return result === 'failed' || result === 'timed-out' ? message : '';
}

/** Of an operation of another process only its result is known. */
export function attemptOf({plan, revision, result, message, time}: OperationEntry & {readonly plan: Plan}): Attempt {
	return {
		rendered: plan.rendered,
		revision,
		endedAt: time,
		failure: failureIn({result, message}),
		isApplied: result === 'succeeded' || result === 'timed-out',
		withheld: withheldOf(plan),
	};
}
