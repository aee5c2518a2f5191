import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {OperatorError} from '../model/operator-error.ts';

export const temporaryAdvice = 'Set TMPDIR to a folder that is there, that you may write to, and that has room';

/** Makes a new folder; who can't be given one is told for what. */
export function makeTemporaryFolder(what: string, prefix: string, place = tmpdir()): string {
	try {
		return mkdtempSync(join(resolve(place), prefix));
	} catch (error) {
		// Without what comes behind it: a name that is another one each time.
		const [why] = (error instanceof Error ? error.message : String(error)).split(',');
		throw new OperatorError(`no folder for ${what} could be made in ${place}: ${why}`, {
			cause: error,
			advice: temporaryAdvice,
		});
	}
}
