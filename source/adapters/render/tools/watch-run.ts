import {lstat, opendir} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as after} from 'node:timers/promises';
import type {Family} from './processes.ts';

export type Watched = {
	readonly family: Family;
	/** All that the run may write into. */
	readonly folder: string;
	/** Bytes of all its processes together. */
	readonly memory: number;
	/** Bytes of all its files together. */
	readonly disk: number;
};

const mebibyte = 1024 * 1024;
const mostProcesses = 256;
const mostFiles = 100_000;
const everyMs = 100;

/** Looks at what a run uses until it is over; `stop` is told what is too much. */
export async function watchRun(watched: Watched, stop: (why: string) => void, over: AbortSignal): Promise<void> {
	while (!over.aborted) {
		const wrong = (await checkProcesses(watched)) ?? (await checkFiles(watched));
		if (wrong !== undefined) {
			stop(wrong);
		}

		await after(everyMs, undefined, {signal: over}).catch(() => undefined);
	}
}

async function checkProcesses({family, memory}: Watched): Promise<string | undefined> {
	const members = await family.members();
	const bytes = members.reduce((sum, one) => sum + one.bytes, 0);
	if (members.length > mostProcesses) {
		return `started more than ${mostProcesses} processes`;
	}

	return bytes > memory ? `used more than ${memory / mebibyte} MB of memory` : undefined;
}

async function checkFiles({folder, disk}: Watched): Promise<string | undefined> {
	let [bytes, count] = [0, 0];
	for await (const size of sizesBelow(folder)) {
		bytes += size;
		count++;
		if (bytes > disk || count > mostFiles) {
			break;
		}
	}

	if (count > mostFiles) {
		return `wrote more than ${mostFiles} files`;
	}

	return bytes > disk ? tooMuchWritten(disk) : undefined;
}

export function tooMuchWritten(disk: number): string {
	return `wrote more than ${disk / mebibyte} MB`;
}

async function* sizesBelow(folder: string): AsyncIterable<number> {
	try {
		for await (const entry of await opendir(folder)) {
			const path = join(folder, entry.name);
			yield (await lstat(path)).size;
			if (entry.isDirectory()) {
				yield* sizesBelow(path);
			}
		}
	} catch {
		// It is gone meanwhile, or it can't be looked into.
	}
}
