import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';

/**
 * Keeps what Node compiles of the built program from one start to the next, for the tests of one run: most of the time of
 * a start goes there. Whoever starts it hands `compileCache` on.
 */
export function setup(): (() => void) | undefined {
	if (process.env.NODE_COMPILE_CACHE !== undefined) {
		return;
	}

	const folder = mkdtempSync(path.join(tmpdir(), 'trueup-compiled-'));
	process.env.NODE_COMPILE_CACHE = folder;
	return () => rmSync(folder, {recursive: true, force: true});
}

/** Of the environment of the program. */
export function compileCache(): Readonly<Record<string, string>> {
	const {NODE_COMPILE_CACHE} = process.env;
	return NODE_COMPILE_CACHE === undefined ? {} : {NODE_COMPILE_CACHE};
}
