import {readdir, realpath, stat} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {UsageError} from '../../model/operator-error.ts';
import {printable} from '../render/printable.ts';

/** One file that may hold applications. */
export type ConfigurationFile = {
	/** As it was typed, or below the folder that was typed. */
	readonly name: string;
	/** Absolute and without symbolic links, so that no file is read twice. */
	readonly path: string;
};

const largestFile = 10 * 1024 * 1024;

/** The files that one `-f FILE|DIR` means, in the order of their names. */
export async function listFiles(name: string, cwd: string): Promise<readonly ConfigurationFile[]> {
	const {path, isFolder} = await look(name, cwd);
	if (!isFolder) {
		return [{name, path}];
	}

	const entries = (await orRefuse(name, readdir(path))).filter(entry => /\.(?:ya?ml|json)$/.test(entry)).toSorted();
	const found = await Promise.all(
		entries.map(async entry => ({...(await look(join(name, entry), cwd)), name: join(name, entry)})),
	);
	const files = found.filter(entry => !entry.isFolder);
	if (files.length === 0) {
		throw refusal(name, 'the folder holds no *.yaml, *.yml or *.json file, and its subfolders are not read');
	}

	return files;
}

async function look(name: string, cwd: string): Promise<{readonly path: string; readonly isFolder: boolean}> {
	const path = resolve(cwd, name);
	const found = await orRefuse(name, stat(path));
	// Shells hand over what a command prints as a FIFO: `-f <(command)`.
	if (found.isFIFO()) {
		return {path, isFolder: false};
	}

	if (!(found.isDirectory() || found.isFile())) {
		throw refusal(name, 'this is neither a file nor a folder');
	}

	if (found.isFile() && found.size > largestFile) {
		throw refusal(name, 'the file has more than 10 MB: split it');
	}

	return {path: await orRefuse(name, realpath(path)), isFolder: found.isDirectory()};
}

/** What the system refuses is told by the name that the person typed. */
export async function orRefuse<T>(name: string, reading: Promise<T>): Promise<T> {
	try {
		return await reading;
	} catch (error) {
		if (error instanceof Error && 'code' in error) {
			const isMissing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
			throw refusal(name, isMissing ? 'no such file or folder' : `it can't be read: ${printable(error.message)}`);
		}

		throw error;
	}
}

export function refusal(name: string, reason: string): UsageError {
	return new UsageError(`-f ${printable(name, 200)}: ${reason}`, {
		advice: 'Give a file of Argo CD Applications, YAML or JSON, or a folder of such files',
	});
}
