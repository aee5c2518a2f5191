import {ApiError} from '../../api.ts';
import type {FollowOptions} from '../../follow.ts';
import {createWorkQueue, type WorkQueue} from '../../work-queue.ts';

export type ReconcilerOptions = FollowOptions & {
	/** Nothing is done before that: what is not listed yet would look as if it were gone. */
	readonly listed?: Promise<void>;
	/** What is reconciled, for reports: `deployment`. */
	readonly what: string;
	/** The object of a key, for reports; the key itself where absent. */
	readonly nameOf?: (key: string) => string;
	readonly concurrency?: number;
};

/** The longest time that a timer of Node can wait. */
const longestMs = 2 ** 31 - 1;

/** Brings about what is wanted for one key at a time; a pass that returns a number is repeated after that many milliseconds. */
export function createReconciler(
	reconcile: (key: string) => Promise<number | undefined>,
	{what, nameOf = key => key, listed, signal, report, concurrency = 8}: ReconcilerOptions,
): WorkQueue {
	const timers = new Map<string, NodeJS.Timeout>();
	signal.addEventListener('abort', () => {
		for (const timer of timers.values()) {
			clearTimeout(timer);
		}
	});

	async function work(key: string): Promise<void> {
		await listed;
		clearTimeout(timers.get(key));
		timers.delete(key);
		const again = await reconcile(key);
		if (again !== undefined && !signal.aborted) {
			timers.set(
				key,
				setTimeout(() => queue.add(key), Math.min(longestMs, Math.max(1, again))),
			);
		}
	}

	const queue = createWorkQueue(work, {
		concurrency,
		signal,
		onFailure(key, error) {
			if (!isOfTheMoment(error)) {
				report?.(`${what} ${nameOf(key)}: ${error instanceof Error ? error.message : String(error)}`);
			}
		},
	});
	return queue;
}

/** A newer version is on its way, the object is gone, or its namespace is about to be. */
function isOfTheMoment(error: unknown): boolean {
	return (
		error instanceof ApiError &&
		(error.status === 404 || error.status === 409 || error.message.includes('it is being terminated'))
	);
}
