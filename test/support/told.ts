import {OperatorError} from '../../source/model/operator-error.ts';

/** The message and the advice of the refusal that this comes to. */
export async function told(work: Promise<unknown>): Promise<string> {
	const error = await work.then(
		() => new Error('it went well'),
		(reason: unknown) => reason,
	);
	if (!(error instanceof OperatorError)) {
		throw error;
	}

	return `${error.message}; ${error.advice}`;
}
