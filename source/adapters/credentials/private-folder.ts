import {existsSync, readdirSync, rmSync, statSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {OperatorError} from '../../model/operator-error.ts';
import {findMemoryPlace, memoryPlaces} from '../memory-place.ts';
import {makeTemporaryFolder} from '../temporary-folder.ts';

/** A folder for what a program reads only from files, gone at the end of its scope. */
export type PrivateFolder = AsyncDisposable & {
	/** Writes a file, and gives its path. */
	write(name: string, text: string): Promise<string>;
};

const prefix = 'trueup-access-';
const staleMs = 3_600_000;
const folders = new Set<string>();

process.on('exit', () => {
	for (const folder of folders) {
		remove(folder);
	}
});

/** It is made with its first file; with secrets only where it stays in memory. */
export function createPrivateFolder(
	holds: 'secrets' | 'nothing secret',
	environment: NodeJS.ProcessEnv,
): PrivateFolder {
	let made: Promise<string> | undefined;
	return {
		async write(name, text) {
			made ??= make(holds, environment);
			const path = join(await made, name);
			await writeFile(path, text, {flag: 'wx', mode: 0o600});
			return path;
		},
		async [Symbol.asyncDispose]() {
			const folder = await made?.catch(() => undefined);
			if (folder !== undefined) {
				remove(folder);
			}
		},
	};
}

async function make(holds: 'secrets' | 'nothing secret', environment: NodeJS.ProcessEnv): Promise<string> {
	const parent = (await findMemoryPlace(environment)) ?? (holds === 'secrets' ? refuse() : tmpdir());
	const folder = makeTemporaryFolder('what git is let in with', `${prefix}${process.pid}-`, parent);
	folders.add(folder);
	removeStale(parent);
	return folder;
}

/** Once a thread that made some has ended, however it did. */
export function removeFoldersOfProcess(environment: NodeJS.ProcessEnv): void {
	for (const parent of [...memoryPlaces(environment), tmpdir()].filter(existsSync)) {
		for (const name of readdirSync(parent).filter(one => one.startsWith(`${prefix}${process.pid}-`))) {
			remove(join(parent, name));
		}
	}
}

function remove(folder: string): void {
	rmSync(folder, {recursive: true, force: true});
	folders.delete(folder);
}

function refuse(): never {
	throw new OperatorError('There is no folder that is kept in memory, and a private key is written to no disk', {
		advice: 'Mount a tmpfs at /dev/shm, or let $XDG_RUNTIME_DIR name one; or leave this to git and ssh-agent',
	});
}

/** Of processes that were killed. Young ones may be of another process namespace that shares the folder. */
function removeStale(parent: string): void {
	for (const name of readdirSync(parent).filter(one => one.startsWith(prefix))) {
		const folder = join(parent, name);
		const found = statSync(folder, {throwIfNoEntry: false});
		const isOld = found !== undefined && found.uid === process.getuid?.() && Date.now() - found.mtimeMs > staleMs;
		if (isOld && !isAlive(Number(name.slice(prefix.length).split('-')[0]))) {
			remove(folder);
		}
	}
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
