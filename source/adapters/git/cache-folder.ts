import {accessSync, constants} from 'node:fs';
import {resolve} from 'node:path';
import {UsageError} from '../../model/operator-error.ts';
import {explainingWhy, makeFolder, UnusableFolderError} from '../make-folder.ts';
import {printable} from '../render/printable.ts';

/** Makes the cache folder where it is not there, and makes sure that it can be used. */
export function prepareCacheFolder(name: string): string {
	const folder = resolve(name);
	try {
		makeFolder(folder, 0o700);
		explainingWhy(() => accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK));
		return folder;
	} catch (error) {
		if (error instanceof UnusableFolderError) {
			throw new UsageError(`the cache folder ${printable(folder, 1000)} can't be used: ${error.message}`, {
				cause: error.cause ?? error,
				advice: 'Choose another one with --cache DIR',
			});
		}

		throw error;
	}
}
