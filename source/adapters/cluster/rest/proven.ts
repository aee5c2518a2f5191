import {UnreachableError} from '../../../model/operator-error.ts';
import type {Answer, Call} from './call.ts';
import type {Continuity} from './continuity.ts';
import type {Limit} from './limit.ts';

/** While a call waited for its turn, the cluster was lost from sight. */
class UnprovenError extends Error {}

type Sending = {readonly limit: Limit; readonly continuity: Continuity; readonly exchange: () => Promise<Answer>};

/** Sends a call in its turn, and only while it is known which cluster it goes to. */
export async function sendProven(
	{limit, continuity, exchange}: Sending,
	{prove}: Call,
	signal: AbortSignal,
): Promise<Answer> {
	for (;;) {
		const isProven = await prove?.(signal);
		try {
			return await limit(() => {
				if (isProven?.() === false) {
					throw new UnprovenError();
				}

				return noteLoss(continuity, exchange);
			}, signal);
		} catch (error) {
			if (!(error instanceof UnprovenError)) {
				throw error;
			}
		}
	}
}

/** Before the turn of the next one comes. */
async function noteLoss<T>(continuity: Continuity, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof UnreachableError) {
			continuity.lost();
		}

		throw error;
	}
}
