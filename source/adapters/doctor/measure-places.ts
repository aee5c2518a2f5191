import {constants} from 'node:fs';
import {access, lstat, open, opendir, stat, statfs} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import {count} from '../../model/count.ts';
import type {Place} from '../../model/diagnosis.ts';
import {temporaryAdvice} from '../temporary-folder.ts';

type Measured = Pick<Place, 'trouble' | 'amount'>;

/** Counting ends here: more takes too long to tell of. */
const mostFiles = 200_000;
const longestMs = 5000;

/** What is kept on this machine, where, and how much it is. Makes nothing. */
export async function measurePlaces(places: {
	readonly state: string;
	readonly cache: string;
	readonly temporary: string;
}): Promise<readonly Place[]> {
	return await Promise.all([
		timed('state', resolve(places.state), measureState),
		timed('cache', resolve(places.cache), measureCache),
		timed('temporary files', resolve(places.temporary), measureTemporary),
	]);
}

async function timed(name: Place['name'], path: string, measure: (path: string) => Promise<Measured>): Promise<Place> {
	const started = performance.now();
	const measured = await measure(path).catch(error => ({trouble: reasonOf(error), amount: ''}));
	return {name, path, ...measured, tookMs: performance.now() - started};
}

async function measureState(path: string): Promise<Measured> {
	const found = await statIfThere(path);
	if (found === undefined) {
		return await notThere(path);
	}

	await access(path, constants.R_OK | constants.W_OK);
	await access(dirname(path), constants.W_OK);
	const isForeign = found.size > 0 && (await firstBytes(path)) !== 'SQLite format 3\0';
	return {
		trouble: isForeign ? 'it is no state of trueup: name another file with --state' : '',
		amount: sizeText(found.size),
	};
}

async function measureCache(path: string): Promise<Measured> {
	const found = await statIfThere(path);
	if (found === undefined) {
		return await notThere(path);
	}

	if (!found.isDirectory()) {
		return {trouble: 'it is not a folder: name another one with --cache', amount: ''};
	}

	await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
	const {files, bytes, isAll} = await sumOf(path);
	return {trouble: '', amount: `${isAll ? '' : 'more than '}${sizeText(bytes)} in ${count(files, 'file')}`};
}

const cost = "plugins and what is large can't be rendered, and without a folder in memory nothing that takes a program";

async function measureTemporary(path: string): Promise<Measured> {
	const found = await statIfThere(path);
	const wrong = found === undefined ? 'it is not there' : found.isDirectory() ? '' : 'it is not a folder';
	const trouble = wrong || (await access(path, constants.W_OK | constants.X_OK).then(() => '', reasonOf));
	if (trouble !== '') {
		return {trouble: `${trouble}: ${cost}. ${temporaryAdvice}`, amount: ''};
	}

	const {bavail, bsize} = await statfs(path);
	return {trouble: '', amount: `room for ${sizeText(bavail * bsize)}`};
}

/** It is made when it is needed, as far as the folder that is there may be written to. */
async function notThere(path: string): Promise<Measured> {
	let parent = dirname(path);
	while ((await statIfThere(parent)) === undefined) {
		parent = dirname(parent);
	}

	await access(parent, constants.W_OK | constants.X_OK);
	return {trouble: '', amount: 'not there yet'};
}

async function statIfThere(path: string) {
	try {
		return await stat(path);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

async function firstBytes(path: string): Promise<string> {
	await using file = await open(path, 'r');
	const {buffer} = await file.read(Buffer.alloc(16), 0, 16, 0);
	return buffer.toString('latin1');
}

async function sumOf(folder: string) {
	let [files, bytes] = [0, 0];
	const until = performance.now() + longestMs;
	for await (const path of filesIn(folder)) {
		if (files >= mostFiles || performance.now() > until) {
			return {files, bytes, isAll: false};
		}

		files += 1;
		bytes += await lstat(path).then(
			({size}) => size,
			() => 0,
		);
	}

	return {files, bytes, isAll: true};
}

async function* filesIn(folder: string): AsyncGenerator<string> {
	// What somebody else cleans up meanwhile is no trouble.
	const entries = await opendir(folder).catch(() => []);
	for await (const entry of entries) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) {
			yield* filesIn(path);
		} else {
			yield path;
		}
	}
}

function sizeText(bytes: number): string {
	const [unit, size] =
		bytes < 1024 ** 2
			? ['KB', bytes / 1024]
			: bytes < 1024 ** 3
				? ['MB', bytes / 1024 ** 2]
				: ['GB', bytes / 1024 ** 3];
	return `${Number(size).toFixed(1)} ${unit}`;
}

function reasonOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
		? 'this user may not write there'
		: `it can't be used: ${code || String(error)}`;
}
