import type {Result} from '../model/event.ts';
import type {Row} from '../model/row.ts';

export const exitCodes = {done: 0, failed: 1, misused: 2, waiting: 3, interrupted: 130} as const;

/** Nobody who asks takes what could not be compared for what is as declared. */
export function codeOf({sync, isUnreached}: Pick<Row, 'sync' | 'isUnreached'>): number {
	return isUnreached || sync === 'Unknown' ? exitCodes.failed : exitCodes.done;
}

export const resultCodes = {
	succeeded: exitCodes.done,
	failed: exitCodes.failed,
	'timed-out': exitCodes.failed,
	stale: exitCodes.waiting,
	'awaiting-approval': exitCodes.waiting,
	interrupted: exitCodes.interrupted,
} as const satisfies Record<Result, number>;
