import type {Database} from './database.ts';

/** How long a note may wait for others, in milliseconds. */
const patienceMs = 20;

/**
 * What may be lost by a sudden end of the process: the writes of a moment are one transaction, because one each would
 * cost more than all else that a sync writes down.
 */
export type Notes = {
	/**
	 * Says whether it is written already. That the ones before could not be written is thrown once, by what is added
	 * next: from then on each is tried at once, until one was written.
	 */
	add(write: () => void): boolean;
	/** What is promised: written when this returns, and what was noted before it in the same transaction. */
	promise<T>(write: () => T): T;
	/** Writes what was noted and is not written yet. */
	flush(): void;
};

export function createNotes(database: Database): Notes {
	let pending: (() => void)[] = [];
	let failure: unknown;
	let isTold = false;

	function take(): readonly (() => void)[] {
		const taken = pending;
		pending = [];
		return taken;
	}

	function flush(): void {
		const notes = take();
		if (notes.length > 0) {
			database.transaction(() => writeAll(notes));
		}
	}

	function flushLater(): void {
		try {
			flush();
		} catch (error) {
			failure = error;
		}
	}

	return {
		flush,
		add(write) {
			pending.push(write);
			if (failure === undefined) {
				if (pending.length === 1) {
					setTimeout(flushLater, patienceMs).unref();
				}

				return false;
			}

			flush();
			if (!isTold) {
				isTold = true;
				throw failure;
			}

			failure = undefined;
			isTold = false;
			return true;
		},
		promise(write) {
			const notes = take();
			if (notes.length > 0) {
				try {
					return database.transaction(() => {
						writeAll(notes);
						return write();
					});
				} catch (error) {
					// What is promised does not fail for what was only noted.
					failure ??= error;
				}
			}

			return database.transaction(write);
		},
	};
}

function writeAll(notes: readonly (() => void)[]): void {
	for (const write of notes) {
		write();
	}
}
