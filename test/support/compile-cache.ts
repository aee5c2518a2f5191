import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

/** Another name than Node's own: the processes that run the tests would make the folder again when they end. */
const name = 'TRUEUP_TEST_COMPILE_CACHE';

/**
 * Keeps what Node compiles of the built program from one start to the next, for the tests of one run: most of the time of
 * a start goes there. Whoever starts it hands `compileCache` on.
 */
export function setup(): (() => void) | undefined {
	if (process.env[name] !== undefined) {
		return;
	}

	const folder = mkdtempSync(path.join(tmpdir(), 'trueup-compiled-'));
	process.env[name] = folder;
	return () => rmSync(folder, {recursive: true, force: true});
}

/** Of the environment of the program. */
export function compileCache(): Readonly<Record<string, string>> {
	const folder = process.env[name];
	return folder === undefined ? {} : {NODE_COMPILE_CACHE: folder};
}
