import type {Result} from '../model/event.ts';

export const exitCodes = {done: 0, failed: 1, misused: 2, waiting: 3, interrupted: 130} as const;

export const resultCodes = {
	succeeded: exitCodes.done,
	failed: exitCodes.failed,
	'timed-out': exitCodes.failed,
	stale: exitCodes.waiting,
	'awaiting-approval': exitCodes.waiting,
	interrupted: exitCodes.interrupted,
} as const satisfies Record<Result, number>;
