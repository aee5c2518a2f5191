import {DamagedStateError, OperatorError, UnwritableStateError} from '../../model/operator-error.ts';
import {UnusableFolderError} from '../make-folder.ts';

const elsewhere = 'or name another file with --state FILE';

type Explain = (file: string, cause: unknown) => OperatorError;

/** By SQLite's primary result codes. */
const explanations: ReadonlyMap<number, Explain> = new Map<number, Explain>([
	[5, busy],
	[8, (file, cause) => unwritable(file, 'it is opened for reading alone', cause)],
	[10, (file, cause) => unwritable(file, 'the disk reports an error', cause)],
	[11, damaged],
	[13, (file, cause) => unwritable(file, 'the disk is full, or the file may not grow', cause)],
	[14, (file, cause) => unwritable(file, 'it can not be opened', cause)],
	[26, foreign],
]);

/** What went wrong with the state file, for the person who has to mend it; anything else is a bug and stays as it is. */
export function toFailure(error: unknown, file: string): unknown {
	if (!(error instanceof Error)) {
		return error;
	}

	if ('errcode' in error && typeof error.errcode === 'number') {
		// The upper bits tell the circumstances.
		return explanations.get(error.errcode & 0xff)?.(file, error) ?? error;
	}

	if (error instanceof UnusableFolderError) {
		return unwritable(file, `its folder can't be made: ${error.message}`, error);
	}

	return 'syscall' in error ? unwritable(file, error.message, error) : error;
}

/** The same of a file that was found to be ours when it was opened: what is no database any more is damage. */
export function toFailureOfOurs(error: unknown, file: string): unknown {
	const isForeign = error instanceof Error && 'errcode' in error && error.errcode === 26;
	return isForeign ? damaged(file, error) : toFailure(error, file);
}

function busy(file: string, cause: unknown): OperatorError {
	return new OperatorError(`the state file ${file} was held by other processes for more than 5 seconds`, {
		cause,
		advice: `See which trueup runs (fuser ${file}) and try again, ${elsewhere}`,
	});
}

function unwritable(file: string, reason: string, cause: unknown): OperatorError {
	return new UnwritableStateError(`the state file ${file} can't be written: ${reason}`, {
		cause,
		advice: `Make room, make the file and its folder writable, ${elsewhere}`,
	});
}

export function damaged(file: string, cause: unknown): DamagedStateError {
	return new DamagedStateError(`the state file ${file} is damaged`, {
		cause,
		advice: `End every trueup that uses it and move it away (mv ${file} ${file}.corrupt); what it held of history is lost then`,
	});
}

/** What is still open is no longer what others read. */
export function gone(file: string, what: string): DamagedStateError {
	return new DamagedStateError(`the state file ${file} ${what} while it was used: nothing more is done with it`, {
		advice: 'Run it again, with what is there now, or a new one without history',
	});
}

/** It can't be told from a file of another program. */
export class ForeignStateError extends OperatorError {}

export function foreign(file: string, cause?: unknown): ForeignStateError {
	return new ForeignStateError(`${file} is no state file of trueup, and was left as it is`, {
		cause,
		advice: `Move it away, ${elsewhere}`,
	});
}

export function otherVersion(file: string, found: number, known: number): OperatorError {
	return new OperatorError(
		`the state file ${file} was written by another version of trueup: its format is ${found}, this one reads ${known}`,
		{advice: `Use that version, move the file away to start anew without its history, ${elsewhere}`},
	);
}
