import type {NotesListener} from '../../model/ports.ts';
import type {Database} from './database.ts';

/** How long a note may wait for others, in milliseconds. */
const patienceMs = 20;

/**
 * What may be lost by a sudden end of the process: the writes of a moment are one transaction, because one each would
 * cost more than all else that a sync writes down. Nobody waits for them, so that nobody fails for them either: only the
 * listener hears what became of them.
 */
export type Notes = {
	/** `onOver` is called when it is written, or lost. */
	add(write: () => void, onOver?: () => void): void;
	/** What is promised: written when this returns, and what was noted before it in the same transaction. */
	promise<T>(write: () => T): T;
	/** Writes what was noted and is not written yet, if it can be. */
	flush(): void;
	listen(listener: NotesListener): void;
	/** What is not written yet, and what comes from now on, is dropped. */
	end(): void;
};

type Note = {readonly write: () => void; readonly onOver: () => void};

export function createNotes(database: Database): Notes {
	let pending: Note[] = [];
	let isOver = false;
	let listener: NotesListener = {onWritten: nothing, onLost: nothing};

	/** Writes what was noted, and `more` after it. */
	function writeAll<T>(more: () => T): T {
		const notes = pending;
		pending = [];
		try {
			return database.transaction(() => {
				for (const {write} of notes) {
					write();
				}

				return more();
			});
		} finally {
			for (const {onOver} of notes) {
				onOver();
			}
		}
	}

	function flush(): void {
		if (pending.length === 0) {
			return;
		}

		try {
			writeAll(nothing);
		} catch (error) {
			listener.onLost(error);
			return;
		}

		listener.onWritten();
	}

	return {
		flush,
		add(write, onOver = nothing) {
			if (!isOver && pending.push({write, onOver}) === 1) {
				setTimeout(flush, patienceMs).unref();
			}
		},
		promise(write) {
			if (pending.length > 0) {
				try {
					return writeAll(write);
				} catch (error) {
					// What is promised does not fail for what was only noted: it is tried alone.
					listener.onLost(error);
				}
			}

			return database.transaction(write);
		},
		listen(one) {
			listener = one;
		},
		end() {
			isOver = true;
			pending = [];
		},
	};
}

function nothing(): void {
	// For who is not there to hear.
}
