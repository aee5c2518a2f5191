import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {mkdirSync, openSync, readFileSync} from 'node:fs';
import {chmod, symlink} from 'node:fs/promises';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {boundaryOf, enclose, unmade} from '../../../source/adapters/render/tools/enclose.ts';
import {findIsolation} from '../../../source/adapters/render/tools/isolation.ts';
import {isOfPrograms} from '../../../source/adapters/render/tools/system-places.ts';
import {createWorkspace} from '../../../source/adapters/render/tools/workspace.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';

const isolation = await findIsolation();
const isWhole = isolation.kind === 'whole';
const wholeTest = test.runIf(isWhole);

const tools = new URL('../../../source/adapters/render/tools/', import.meta.url).href;
/** Runs a script of the shell behind the boundary, from a process that was itself started in a certain way. */
const program = `
import {findIsolation} from '${tools}isolation.ts';
import {runTool} from '${tools}run-tool.ts';
import {createWorkspace} from '${tools}workspace.ts';
try {
	await using place = await createWorkspace([]);
	const {kind} = await findIsolation();
	const [, script, sees] = process.argv;
	const boundary = {hasNetwork: false, hasPrograms: true, sees: sees ? [sees] : []};
	const how = {program: '/bin/sh', args: ['-c', script], cwd: place.tree, folder: place.folder, home: place.home};
	const ran = await runTool({...how, path: '/usr/bin:/bin', boundary}, new AbortController().signal);
	console.log(kind + ': ' + (ran.kind === 'done' ? ran.output : ran.reason + ran.messages));
} catch (error) {
	console.log(error.name + ': ' + error.message);
}
`;

type Start = {
	readonly before?: readonly string[];
	readonly sees?: string;
	readonly files?: readonly ('ignore' | number)[];
	readonly cwd?: string;
	readonly temporary?: string;
};

async function runFrom(script: string, {before = [], sees = '', files = [], cwd, temporary}: Start): Promise<string> {
	const node = [process.execPath, '--input-type=module', '--eval', program, '--', script, sees];
	const [first = '', ...args] = [...before, ...node];
	const env = {...process.env, ...(temporary !== undefined && {TMPDIR: temporary})};
	const child = spawn(first, args, {cwd, env, stdio: ['ignore', 'pipe', 'inherit', ...files]});
	return child.stdout ? await text(child.stdout) : '';
}

wholeTest('a folder that trueup was started with open is no way out', async () => {
	const folder = openSync('/usr', 'r');
	const files = Array.from({length: 98}, (_, index) => ([37, 97].includes(index) ? folder : ('ignore' as const)));
	const script = 'ls -d /proc/self/fd/100/../etc/shadow /proc/self/fd/40/../etc/shadow 2>/dev/null; echo end';
	expect(await runFrom(script, {files})).toBe('whole: end\n\n');
});

/** Whether this user may mount, as root may in a namespace of its own. */
function mayMount(): boolean {
	try {
		execFileSync('/bin/sh', ['-c', 'unshare -m mount --bind /usr /usr'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
}

test.runIf(isWhole && mayMount())('where the system forbids more in a mount, the boundary is as whole', async () => {
	await using outside = await createTemporaryFolder({'seen/a.txt': 'seen\n'});
	const {folder} = outside;
	const mounts = [
		'mount --bind /dev /dev && mount -o remount,bind,nosuid,noexec /dev',
		'mount --bind /usr/share /usr/share && mount -o remount,bind,nosuid,nodev /usr/share',
		`mount --bind '${folder}' '${folder}' && mount -o remount,bind,nosuid,nodev,noexec,noatime '${folder}'`,
	];
	const before = ['unshare', '-m', 'sh', '-c', `${mounts.join(' && ')} && exec "$@"`, 'sh'];
	const script = `cat '${folder}/seen/a.txt'; (echo x > /usr/share/trueup-was-here) 2>/dev/null && echo writes; echo end`;
	expect(await runFrom(script, {before, sees: `${folder}/seen`})).toBe('whole: seen\nend\n\n');
});

test('that the boundary could not be made is told, with why', async () => {
	await using programs = await createTemporaryFolder({mount: '#!/bin/sh\necho "mount: a: * refused" >&2; exit 32\n'});
	const [mount, unshare] = [path.join(programs.folder, 'mount'), '/usr/bin/unshare'];
	await chmod(mount, 0o755);
	await using place = await createWorkspace([]);
	const run = {program: '/bin/sh', cwd: place.tree, folder: place.folder, path: '/bin', boundary: boundaryOf()};
	const [, , ...rest] = await enclose(run, {kind: 'whole', unshare, mount, hasProc: false});
	const args = [...rest.slice(rest.indexOf('/bin/sh')), '/bin/sh', '-c', 'echo started'];
	const {status, stdout, stderr} = spawnSync(args[0] ?? '', args.slice(1), {encoding: 'utf8'});
	expect([status, stdout, stderr]).toEqual([126, '', `error: ${unmade}: mount: a: * refused\n`]);
});

wholeTest('memory that a program shares ends with it', async () => {
	const script = 'ipcmk --shmem 31416 >/dev/null; ipcs --shmems | grep -c 31416';
	expect(await runFrom(script, {})).toBe('whole: 1\n\n');
	expect(readFileSync('/proc/sysvipc/shm', 'utf8')).not.toMatch(/\s31416\s/);
});

wholeTest('a relative folder for temporary files is taken from where trueup was started', async () => {
	await using here = await createTemporaryFolder({});
	mkdirSync(path.join(here.folder, 'made'));
	expect(await runFrom('echo end', {cwd: here.folder, temporary: 'made'})).toBe('whole: end\n\n');
});

test('that there is no folder for temporary files is told with its name', async () => {
	const told = await runFrom('echo end', {temporary: '/nowhere/at/all'});
	expect(told).toMatch(
		/^OperatorError: no folder for the files of a render could be made in \/nowhere\/at\/all: ENOENT/,
	);
});

test('a folder of programs that is the home by another name is not shown', async () => {
	await using place = await createTemporaryFolder({'real/bin/tool': ''});
	const [real, link] = [path.join(place.folder, 'real'), path.join(place.folder, 'link')];
	await symlink(real, link);
	expect(await isOfPrograms(real, link)).toBe(false);
	expect(await isOfPrograms(link, real)).toBe(false);
	expect(await isOfPrograms(place.folder, link)).toBe(false);
	expect(await isOfPrograms(path.join(link, 'bin'), real)).toBe(true);
	expect(await isOfPrograms('/', link)).toBe(false);
});
