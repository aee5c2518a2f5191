import {type ExecFileException, execFile} from 'node:child_process';
import {gitEnvironment} from './environment.ts';

export type Finished = {
	readonly code: number;
	readonly output: Buffer;
	readonly complaint: string;
	/** It was ended because there was more to come than is taken. */
	readonly isCut: boolean;
};

/** Bytes of what a command prints, and as many of what it says: a few hundred bytes of a repository can make it endless. */
export const longestOutput = 64 * 1024 * 1024;

/** As Node says it. */
const cutOff = 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';

/** Runs one of git's plumbing commands on a mirror; those never reach out to a remote. */
export function runPlumbing(folder: string, command: readonly string[], signal?: AbortSignal): Promise<Finished> {
	return new Promise((resolve, reject) => {
		execFile(
			'git',
			[`--git-dir=${folder}`, ...command],
			{
				cwd: '/',
				env: gitEnvironment(process.env),
				encoding: 'buffer',
				maxBuffer: longestOutput,
				...(signal === undefined ? {} : {signal}),
			},
			(error, output, complaint) => {
				const finished = finishedOf(error, output, complaint);
				if (signal?.aborted === true || finished === undefined) {
					reject(signal?.aborted === true ? signal.reason : error);
				} else {
					resolve(finished);
				}
			},
		);
	});
}

/** Undefined where it could not be run. */
function finishedOf(error: ExecFileException | null, output: Buffer, complaint: Buffer): Finished | undefined {
	const code = error === null ? 0 : error.code;
	const isCut = code === cutOff;
	return typeof code === 'number' || isCut
		? {code: typeof code === 'number' ? code : 1, output, complaint: complaint.toString('utf8'), isCut}
		: undefined;
}
