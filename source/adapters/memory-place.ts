import {constants} from 'node:fs';
import {access, lstat, readdir, rm, statfs} from 'node:fs/promises';
import {isAbsolute, join} from 'node:path';

/** Of file systems that are kept in memory: tmpfs and ramfs. */
const kinds: ReadonlySet<number> = new Set([0x01_02_19_94, 0x85_84_58_f6]);

/** A folder that is no disk, for files that may not be on one; nothing where there is none. */
export async function findMemoryPlace(environment: NodeJS.ProcessEnv, ofAll = '/dev/shm'): Promise<string | undefined> {
	for (const place of memoryPlaces(environment, ofAll)) {
		try {
			await access(place, constants.W_OK | constants.X_OK);
			if (kinds.has((await statfs(place)).type)) {
				await removeOld(place);
				return place;
			}
		} catch {
			// It is not there, or not ours.
		}
	}

	return undefined;
}

/** Where folders in memory are, on systems that have one. */
export function memoryPlaces(environment: NodeJS.ProcessEnv, ofAll = '/dev/shm'): readonly string[] {
	return [environment.XDG_RUNTIME_DIR ?? '', ofAll].filter(isAbsolute);
}

/** No render takes as long: whoever made it was killed between two programs. */
const longestMs = 600_000;

async function removeOld(place: string): Promise<void> {
	const names = (await readdir(place)).filter(name => name.startsWith('trueup-render-'));
	for (const name of names) {
		const path = join(place, name);
		// Another render may end meanwhile.
		const found = await lstat(path).catch(() => undefined);
		if (found?.isDirectory() && found.uid === process.getuid?.() && Date.now() - found.mtimeMs > longestMs) {
			await rm(path, {recursive: true, force: true}).catch(() => undefined);
		}
	}
}
