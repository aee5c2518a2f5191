import {existsSync, mkdirSync, realpathSync, statSync} from 'node:fs';
import {dirname} from 'node:path';

const reasons: ReadonlyMap<string, string> = new Map([
	['ENOTDIR', 'it, or a part of its path, is not a folder'],
	['EACCES', 'this user may not write there'],
	['EPERM', 'this user may not write there'],
	['EROFS', 'the file system can only be read'],
	['ENOSPC', 'no space is left'],
	['EDQUOT', 'no space is left'],
	['ENOENT', 'no folder can be made there'],
	['ELOOP', 'its symbolic links lead nowhere'],
	['ENAMETOOLONG', 'its path is too long'],
]);

/** Its message says in a few words why the folder is of no use. */
export class UnusableFolderError extends Error {
	override readonly name = 'UnusableFolderError';
}

/** Makes the folder, and those above it, where they are not there. Throws an `UnusableFolderError`. */
export function makeFolder(folder: string, mode: number): void {
	explainingWhy(() => {
		makeStepByStep(folder, mode);
		if (!statSync(folder).isDirectory()) {
			throw new UnusableFolderError(reasons.get('ENOTDIR'));
		}
	});
}

/** What the system refuses, as an `UnusableFolderError`. */
export function explainingWhy(work: () => void): void {
	try {
		work();
	} catch (error) {
		if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
			throw new UnusableFolderError(reasons.get(error.code) ?? error.code, {cause: error});
		}

		throw error;
	}
}

/** Folder by folder: Node's own recursion never ends where the system says "not there" of what it will not make. */
function makeStepByStep(folder: string, mode: number): void {
	const lacking: string[] = [];
	let present = folder;
	while (!existsSync(present)) {
		lacking.unshift(present);
		present = dirname(present);
	}

	if (/^\/(?:proc|sys)(?:\/|$)/.test(realpathSync(present))) {
		throw new UnusableFolderError('nothing can be stored under /proc and /sys');
	}

	for (const path of lacking) {
		makeOne(path, mode);
	}
}

function makeOne(path: string, mode: number): void {
	try {
		mkdirSync(path, {mode});
	} catch (error) {
		// Another process may have been faster; and what may not be looked at is there all the same.
		if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
			throw error;
		}
	}
}
