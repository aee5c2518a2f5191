import {constants} from 'node:fs';
import {access, realpath, stat} from 'node:fs/promises';
import {delimiter, isAbsolute, join} from 'node:path';

/** `name` is looked up on the path, unless it is one itself. */
export async function findProgram(name: string, path: string): Promise<string | undefined> {
	const candidates = isAbsolute(name)
		? [name]
		: path
				.split(delimiter)
				.filter(isAbsolute)
				.map(folder => join(folder, name));
	for (const program of candidates) {
		try {
			await access(program, constants.X_OK);
			if ((await stat(program)).isFile()) {
				return await realpath(program);
			}
		} catch {
			// It is not there.
		}
	}

	return undefined;
}
