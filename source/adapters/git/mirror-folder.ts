import {randomUUID} from 'node:crypto';
import {readFileSync, statSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, rename, rm, stat} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {OperatorError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';
import {type Limits, runPorcelain} from './porcelain.ts';

const staleLockMs = 60_000;
const stalePackMs = 3_600_000;

/**
 * Whether git would take the folder itself for a repository. Where it would not, git would go on to look in the
 * folders above, and might end up in a repository of the person's.
 */
export function isMirror(folder: string): boolean {
	try {
		const head = readFileSync(join(folder, 'HEAD'), 'utf8');
		return (
			head.startsWith('ref: refs/') && ['objects', 'refs'].every(name => statSync(join(folder, name)).isDirectory())
		);
	} catch {
		return false;
	}
}

/** Tells a mirror from another one at the same place, which may have got the number of its folder again. */
export function whichMirror(folder: string): string {
	const found = statSync(folder, {throwIfNoEntry: false});
	return found === undefined ? '' : `${found.ino} ${found.birthtimeMs}`;
}

/** Makes the mirror where it is not there yet. Several processes may do so at the same time. */
export async function makeMirror(folder: string, limits: Limits, onDamage: () => void): Promise<void> {
	if (isMirror(folder)) {
		return;
	}

	if (await discardMirror(folder)) {
		onDamage();
	}

	const draft = await makeDraft(folder);
	try {
		await runPorcelain(draft, limits, git => git.init(true, ['--object-format=sha1']));
		await rename(draft, folder);
	} catch (error) {
		await rm(draft, {recursive: true, force: true});
		// Another process may have been faster.
		if (!isMirror(folder)) {
			throw error;
		}
	}
}

async function makeDraft(folder: string): Promise<string> {
	try {
		await mkdir(dirname(folder), {recursive: true, mode: 0o700});
		return await mkdtemp(`${folder}.new-`);
	} catch (error) {
		throw new OperatorError(`The cache folder ${printable(dirname(folder))} can't be written`, {
			cause: error,
			advice: 'Make it writable for this user, or choose another one',
		});
	}
}

/** Takes the mirror away in one step, so that nobody finds half of it; says whether it was there. */
export async function discardMirror(folder: string): Promise<boolean> {
	const rubbish = `${folder}.old-${randomUUID()}`;
	try {
		await rename(folder, rubbish);
	} catch {
		// It is not there, or another process has just taken it away.
		return false;
	}

	await rm(rubbish, {recursive: true, force: true});
	return true;
}

/** Removes a lock whose process must have died: git holds one for milliseconds. */
export async function removeStaleLock(folder: string, lock: string, now: number): Promise<void> {
	const path = resolve(folder, lock);
	if (!path.startsWith(`${folder}/`)) {
		return;
	}

	const found = await stat(path).catch(() => undefined);
	if (found !== undefined && now - found.mtimeMs > staleLockMs) {
		await rm(path, {force: true});
	}
}

/** Removes half packs that were not written to for so long that the process which fetched them must have died. */
export async function removeStalePacks(folder: string, now: number): Promise<void> {
	const packs = join(folder, 'objects', 'pack');
	const names = await readdir(packs).catch(() => []);
	for (const path of names.filter(name => name.startsWith('tmp_')).map(name => join(packs, name))) {
		const found = await stat(path).catch(() => undefined);
		if (found !== undefined && now - found.mtimeMs > stalePackMs) {
			await rm(path, {force: true});
		}
	}
}

export async function countPacks(folder: string): Promise<number> {
	const names = await readdir(join(folder, 'objects', 'pack')).catch(() => []);
	return names.filter(name => name.endsWith('.pack')).length;
}
