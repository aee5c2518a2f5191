import {UnreachableError} from '../../model/operator-error.ts';
import type {Clock} from '../../model/ports.ts';

export type Patience = {readonly clock: Clock; readonly limitMs: number; readonly signal: AbortSignal};

/** What the work comes to, if it does so in time; its signal ends it then. */
export async function within<Result>(
	{clock, limitMs, signal}: Patience,
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const ending = new AbortController();
	const until = AbortSignal.any([signal, ending.signal]);
	const late = clock.sleep(limitMs, until).then(() => {
		throw new UnreachableError(`no answer within ${limitMs / 1000} s`);
	});
	late.catch(() => undefined);
	try {
		return await Promise.race([work(until), late]);
	} finally {
		ending.abort();
	}
}
