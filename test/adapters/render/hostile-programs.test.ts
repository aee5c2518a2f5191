import {randomUUID} from 'node:crypto';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {boundaryOf} from '../../../source/adapters/render/tools/enclose.ts';
import {type Limits, usualLimits} from '../../../source/adapters/render/tools/limits.ts';
import {runTool} from '../../../source/adapters/render/tools/run-tool.ts';
import {createWorkspace} from '../../../source/adapters/render/tools/workspace.ts';
import {commandOf, processesWith} from './support/processes.ts';
import {measureTurns} from './support/turns.ts';

const mebibyte = 1024 * 1024;
const small: Partial<Limits> = {output: mebibyte, memory: 192 * mebibyte, disk: 8 * mebibyte};
const longestTurnMs = 200;

type Ran = Awaited<ReturnType<typeof runTool>>;

type Given = {
	readonly limits?: Partial<Limits>;
	readonly isWatched?: boolean;
	readonly signal?: AbortSignal;
	readonly token?: string;
};

/** Runs a script for the shell, and sees that nothing of it is left and that others had their turn meanwhile. */
async function runScript(
	script: string,
	{limits, isWatched = true, signal, token = randomUUID()}: Given = {},
): Promise<Ran> {
	let home = '';
	const turns = measureTurns();
	try {
		await using place = await createWorkspace([{path: 'a.txt', content: 'a'}]);
		home = place.home;
		return await runTool(
			{
				program: '/bin/sh',
				args: ['-c', script, token, process.execPath],
				cwd: place.tree,
				folder: place.folder,
				home: place.home,
				isWatched,
				boundary: boundaryOf([process.execPath], true),
				variables: {TOKEN: token},
				limits: {...usualLimits, ...small, time: 20_000, ...limits},
			},
			signal ?? new AbortController().signal,
		);
	} finally {
		expect.soft(turns.longest()).toBeLessThan(longestTurnMs);
		expect.soft(processesWith(token)).toEqual([]);
		expect.soft(existsSync(path.dirname(home))).toBe(false);
	}
}

/** Nothing of a program is followed beyond its process group where there is no /proc. */
const linuxTest = test.runIf(process.platform === 'linux');

const sleeper = 'sh -c "trap : TERM INT HUP; while :; do sleep 60; done" "$0"';

linuxTest.for<[string, string, string, Partial<Limits>?]>([
	['hangs', 'sleep 600', 'took longer than 0.3 s', {time: 300}],
	['ignores signals', `trap : TERM INT HUP; ${sleeper} & ${sleeper}`, 'took longer than 0.3 s', {time: 300}],
	['leaves its group', `setsid ${sleeper} & setsid -f ${sleeper}; sleep 600`, 'took longer than 0.5 s', {time: 500}],
	[
		'forks for ever',
		'i=0; while [ $i -lt 400 ]; do i=$((i+1)); sleep 60 & done; wait',
		'started more than 256 processes',
		{memory: 4096 * mebibyte},
	],
	['prints for ever', 'yes', 'printed more than 1 MB'],
	['complains for ever', 'yes >&2', 'printed more than 1 MB of messages'],
	['writes one file for ever', 'exec cat /dev/zero > x', 'wrote more than 8 MB'],
	['lets another write one file for ever', 'cat /dev/zero > x', 'wrote more than 8 MB'],
	[
		'writes files for ever',
		'i=0; while :; do i=$((i+1)); head -c 1000000 /dev/zero > $i; done',
		'wrote more than 8 MB',
	],
	[
		'takes all memory',
		'"$1" -e "const a = []; for (;;) a.push(Buffer.alloc(4e6, 1))" "$0"',
		'used more than 192 MB of memory',
	],
	['fails', 'echo why >&2; exit 3', 'ended with exit code 3'],
	['is not there', 'exec /nowhere/program', 'ended with exit code 127'],
])('a program that %s is ended with all that it has started', async ([, script, reason, limits]) => {
	const told = await runScript(script, limits === undefined ? {} : {limits});
	expect(told).toMatchObject({kind: 'failed', reason});
	expect(told.messages.length).toBeLessThanOrEqual(256 * 1024);
});

linuxTest('what a program leaves behind is ended, whatever it holds open', async () => {
	expect(await runScript(`setsid -f ${sleeper} >/dev/null 2>&1; echo done`)).toMatchObject({kind: 'done'});
	const held = await runScript(`setsid -f ${sleeper}; echo done`);
	expect(held).toMatchObject({kind: 'done', output: Buffer.from('done\n')});
});

linuxTest('one that is cancelled is ended with all that it has started', async () => {
	const cancel = new AbortController();
	const token = randomUUID();
	const running = runScript(`setsid ${sleeper} & ${sleeper}`, {token, signal: cancel.signal});
	const ended = expect(running).rejects.toThrow('enough');
	await expect.poll(() => processesWith(token).filter(pid => commandOf(pid) === 'sleep 60 ')).toHaveLength(2);
	cancel.abort(new Error('enough'));
	await ended;
});

linuxTest('one that is cancelled before it has started is not started', async () => {
	const cancel = new AbortController();
	const running = runScript(sleeper, {signal: cancel.signal});
	process.nextTick(() => cancel.abort(new Error('enough')));
	await expect(running).rejects.toThrow('enough');
});

linuxTest('folders that may not be written to, and those that no path reaches, are removed', async () => {
	const loop = 'for (let i = 0; i < 400; i++) { fs.mkdirSync(`0123456789`); process.chdir(`0123456789`); }';
	const deep = `"$1" -e '${loop}' "$0" && mkdir -p locked/in && chmod 0 locked`;
	expect(await runScript(deep)).toMatchObject({kind: 'done'});
});

linuxTest('the address space of a program that is not watched is limited', async () => {
	const script = 'exec head -c 1000000000 /dev/zero | tail -n 1';
	expect(await runScript(script, {isWatched: false})).toMatchObject({
		kind: 'failed',
		messages: expect.stringMatching(/memory/),
	});
});

linuxTest('arguments that no program can take are told', async () => {
	await using place = await createWorkspace([]);
	const {folder, tree: cwd, home} = place;
	const run = (argument: string) =>
		runTool({program: '/bin/true', args: [argument], cwd, folder, home}, new AbortController().signal);
	expect(await run('a'.repeat(200_000))).toMatchObject({kind: 'failed', reason: expect.stringContaining('E2BIG')});
	expect(await run('a\0b')).toMatchObject({kind: 'failed', reason: expect.stringContaining('null bytes')});
});

linuxTest('a program finds nothing of our environment but the path, and an empty home', async () => {
	const canary = `canary-${randomUUID()}`;
	process.env.TRUEUP_TEST_CANARY = canary;
	process.env.PATH = `relative${path.delimiter}${process.env.PATH}`;
	try {
		const told = await runScript('cat /proc/self/environ; ls -A ~; echo; ls -A "$XDG_CONFIG_HOME"; pwd');
		const text = told.kind === 'done' ? told.output.toString() : '';
		expect(text).toContain('/trueup-render-');
		expect(text).not.toContain(canary);
		expect(text).not.toContain('relative');
		expect(text).not.toContain('KUBECONFIG');
		expect(
			text
				.split('\0')
				.map(entry => entry.split('=')[0])
				.slice(0, -1)
				.toSorted(),
		).toEqual(
			[
				'HOME',
				'LC_ALL',
				'PATH',
				'TMPDIR',
				'TRUEUP_RENDER',
				'XDG_CACHE_HOME',
				'XDG_CONFIG_HOME',
				'PWD',
				'OLDPWD',
				'TOKEN',
			]
				.filter(name => text.includes(`${name}=`))
				.toSorted(),
		);
	} finally {
		delete process.env.TRUEUP_TEST_CANARY;
		process.env.PATH = (process.env.PATH ?? '').slice('relative:'.length);
	}
});
