import {execFile} from 'node:child_process';
import {gitEnvironment} from './environment.ts';

export type Finished = {readonly code: number; readonly output: Buffer; readonly complaint: string};

const longestOutput = 512 * 1024 * 1024;

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
				if (signal?.aborted === true) {
					reject(signal.reason);
					return;
				}

				const code = error === null ? 0 : error.code;
				if (typeof code === 'number') {
					resolve({code, output, complaint: complaint.toString('utf8')});
				} else {
					reject(error);
				}
			},
		);
	});
}
