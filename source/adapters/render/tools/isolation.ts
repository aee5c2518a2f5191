import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {enclose, type Isolation} from './enclose.ts';
import {findProgram} from './find-program.ts';
import {createSmallWorkspace} from './workspace.ts';

const run = promisify(execFile);
const trialMs = 5000;
let found: Promise<Isolation> | undefined;

/** What the system lets everybody do, tried once. */
export async function findIsolation(): Promise<Isolation> {
	found ??= tryAll(process.env.PATH ?? '').catch(error => {
		// Nothing could be tried: that there is no room for it says nothing of what the system allows.
		found = undefined;
		throw error;
	});
	return await found;
}

async function tryAll(path: string): Promise<Isolation> {
	const [unshare, mount] = await Promise.all([findProgram('unshare', path), findProgram('mount', path)]);
	if (unshare === undefined) {
		return {kind: 'none'};
	}

	const whole =
		mount === undefined ? [] : [true, false].map(hasProc => ({kind: 'whole', unshare, mount, hasProc}) as const);
	for (const isolation of [...whole, {kind: 'network', unshare} as const]) {
		if (await holds(isolation)) {
			return isolation;
		}
	}

	return {kind: 'none'};
}

async function holds(isolation: Isolation): Promise<boolean> {
	await using workspace = await createSmallWorkspace();
	try {
		const {folder, tree: cwd} = workspace;
		const script = isolation.kind === 'whole' ? '[ ! -e /etc/passwd ] && cd "$1"' : ':';
		const boundary = {hasNetwork: false, sees: []};
		const prefix = await enclose({program: '/bin/sh', cwd, folder, path: '', boundary}, isolation);
		const [program = '', ...args] = [...prefix, '/bin/sh', '-c', script, 'sh', cwd];
		await run(program, args, {timeout: trialMs});
		return true;
	} catch {
		return false;
	}
}

/** What is fetched is asked of a proxy that does not answer; Go asks none for what is on loopback. */
const nowhere = 'http://127.0.0.1:9';
export const offline = {HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, NO_PROXY: ''};

/** For what has nothing to fetch: git would refuse too, if it were found. */
export const sealed = {...offline, GIT_ALLOW_PROTOCOL: 'none', GIT_SSH_COMMAND: 'false'};
