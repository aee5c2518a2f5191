import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {findProgram} from './find-tool.ts';

const run = promisify(execFile);
const trialMs = 5000;
let found: Promise<readonly string[]> | undefined;

/** What a program is started with so that it has no network, not even loopback; nothing where that is not allowed. */
export async function withoutNetwork(): Promise<readonly string[]> {
	found ??= tryUnshare(process.env.PATH ?? '');
	return await found;
}

async function tryUnshare(path: string): Promise<readonly string[]> {
	const program = await findProgram('unshare', path);
	const prefix = program === undefined ? [] : [program, '--map-root-user', '--net', '--'];
	try {
		await run(prefix[0] ?? '', [...prefix.slice(1), '/bin/sh', '-c', ':'], {timeout: trialMs});
		return prefix;
	} catch {
		return [];
	}
}

/** What is fetched is asked of a proxy that does not answer; Go asks none for what is on loopback. */
const nowhere = 'http://127.0.0.1:9';
export const offline = {HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, NO_PROXY: ''};

/** For what has nothing to fetch: git would refuse too, if it were found. */
export const sealed = {...offline, GIT_ALLOW_PROTOCOL: 'none', GIT_SSH_COMMAND: 'false'};
