import {accessSync, constants, existsSync, mkdirSync, realpathSync, statSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import {UsageError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';

const reasons: ReadonlyMap<string, string> = new Map([
	['ENOTDIR', 'it, or a part of its path, is not a folder'],
	['EACCES', 'this user may not write there'],
	['EPERM', 'this user may not write there'],
	['EROFS', 'the file system can only be read'],
	['ENOSPC', 'no space is left'],
	['ENOENT', 'no folder can be made there'],
	['ELOOP', 'its symbolic links lead nowhere'],
	['ENAMETOOLONG', 'its path is too long'],
]);

/** Makes the cache folder where it is not there, and makes sure that it can be used. */
export function prepareCacheFolder(name: string): string {
	const folder = resolve(name);
	try {
		const wrong = makeFolder(folder);
		if (wrong === undefined) {
			return folder;
		}

		throw refusal(folder, wrong);
	} catch (error) {
		if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
			throw refusal(folder, reasons.get(error.code) ?? error.code, error);
		}

		throw error;
	}
}

/** Folder by folder: Node's own recursion never ends where the system says "not there" of what it will not make. */
function makeFolder(folder: string): string | undefined {
	const lacking: string[] = [];
	let present = folder;
	while (!existsSync(present)) {
		lacking.unshift(present);
		present = dirname(present);
	}

	if (/^\/(?:proc|sys)(?:\/|$)/.test(realpathSync(present))) {
		return 'nothing can be stored under /proc and /sys';
	}

	for (const path of lacking) {
		makeOne(path);
	}

	if (!statSync(folder).isDirectory()) {
		return reasons.get('ENOTDIR');
	}

	accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
	return undefined;
}

function makeOne(path: string): void {
	try {
		mkdirSync(path, {mode: 0o700});
	} catch (error) {
		// Another process may have been faster; and what may not be looked at is there all the same.
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
			throw error;
		}
	}
}

function refusal(folder: string, reason: string, cause?: Error): UsageError {
	return new UsageError(`the cache folder ${printable(folder, 1000)} can't be used: ${reason}`, {
		cause,
		advice: 'Choose another one with --cache DIR',
	});
}
