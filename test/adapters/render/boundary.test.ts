import {chmod, readdir} from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {type Boundary, boundaryOf, enclose} from '../../../source/adapters/render/tools/enclose.ts';
import {findIsolation} from '../../../source/adapters/render/tools/isolation.ts';
import {runTool} from '../../../source/adapters/render/tools/run-tool.ts';
import {createWorkspace} from '../../../source/adapters/render/tools/workspace.ts';
import {createTemporaryFolder, type Files} from '../../support/temporary-folder.ts';
import {toolTest} from '../../support/tool-test.ts';
import {forever} from './support/files.ts';
import {processesWith} from './support/processes.ts';

const isolation = await findIsolation();
const isWhole = isolation.kind === 'whole';
/** Where the system makes nobody namespaces, what is left is tested as the fallback. */
const wholeTest = test.runIf(isWhole);

type Run = {readonly boundary?: Boundary; readonly path?: string; readonly files?: Files};

async function run(program: string, args: readonly string[], {boundary, path: PATH, files = {}}: Run) {
	const inputs = Object.entries(files).map(([name, content]) => ({path: name, content}));
	await using place = await createWorkspace(inputs);
	const {folder, tree: cwd, home} = place;
	const how = {cwd, folder, home, ...(boundary && {boundary}), ...(PATH !== undefined && {path: PATH})};
	const result = await runTool({program, args, ...how}, forever);
	return {...result, told: result.kind === 'done' ? result.output.toString() : ''};
}

const nothing = boundaryOf();
const plugins = boundaryOf([], true);
const noPrograms = '/nowhere';

wholeTest('a program sees nothing of the machine but what programs are started with', async () => {
	await using outside = await createTemporaryFolder({'state.db': 'mine'});
	const [folder, file] = [outside.folder, path.join(outside.folder, 'state.db')];
	const hidden = ['/etc/passwd', '/etc/shadow', '/etc/ssl/private', homedir(), '/home', '/var', '/run', '/sys', file];
	const tries = [
		...hidden.map(one => `[ ! -e '${one}' ] || echo 'sees ${one}'`),
		`(echo x > '${folder}/x') 2>/dev/null && echo 'writes outside'`,
		'(echo x > /usr/trueup-was-here) 2>/dev/null && echo "writes into the system"',
		`[ "$(ls -d /proc/[0-9]* 2>/dev/null | wc -l)" -le 9 ] || echo 'sees the processes of others'`,
		`[ ! -e "/proc/${process.pid}" ] || echo 'sees this process'`,
		'ls /proc/1/root/ 2>/dev/null && echo "sees by its first process"',
		'(echo 100 > /proc/sys/vm/swappiness) 2>/dev/null && echo "turns a screw of the system"',
		'chroot / true 2>/dev/null && echo "may make another root"',
		'unshare --user true 2>/dev/null && echo "may make another user namespace"',
		'cat ../tree/a.txt; echo made > "$HOME/b.txt"; cat ../home/b.txt; ls ..; echo kept > /tmp/c; cat /tmp/c',
	];
	const args = ['-c', tries.join('\n')];
	const files = {'a.txt': 'mine\n'};
	const {told} = await run('/bin/sh', args, {boundary: plugins, path: '/usr/bin:/bin', files});
	expect(told).toBe('mine\nmade\nhome\ntree\nkept\n');
	expect(await readdir(folder)).toEqual(['state.db']);
	const open = await run('/bin/sh', ['-c', hidden.map(one => `[ ! -e '${one}' ] || echo '${one}'`).join('\n')], {});
	expect(open.told.split('\n')).toEqual(expect.arrayContaining(['/etc/passwd', homedir(), file]));
});

wholeTest('what is declared is seen, to be read alone; the folders of programs on the PATH are', async () => {
	await using declared = await createTemporaryFolder({'a b/#c.txt': 'declared\n', 'd.txt': 'also\n'});
	await using programs = await createTemporaryFolder({own: '#!/bin/sh\necho own\n'});
	await chmod(path.join(programs.folder, 'own'), 0o755);
	const [inner, file] = [path.join(declared.folder, 'a b'), path.join(declared.folder, 'd.txt')];
	const script = `cat '${inner}/#c.txt' '${file}'; ls '${declared.folder}'; own; echo x 2>/dev/null > '${inner}/x'`;
	const boundary = boundaryOf([inner, file, '/nowhere/at/all'], true);
	const ran = await run('/bin/sh', ['-c', script], {boundary, path: `${programs.folder}:/usr/bin:/bin:${homedir()}`});
	expect(ran).toMatchObject({kind: 'failed', code: 2});
	expect(await readdir(inner)).toEqual(['#c.txt']);
	const {told} = await run('/bin/sh', ['-c', script.replace(/; echo x.*/, '')], {
		boundary,
		path: `${programs.folder}:/usr/bin:/bin`,
	});
	expect(told).toBe('declared\nalso\na b\nd.txt\nown\n');
});

toolTest.runIf(isWhole)(
	'jsonnet, helm and kustomize read nothing outside, whatever they are told to',
	async ({tools}) => {
		const chart = {
			'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
			'values.schema.json': '{"$ref": "file:///etc/passwd"}',
			'values.yaml': 'a: b\n',
			'templates/a.yaml': 'a: {{ dateInZone "15:04" (toDate "2006-01-02" "2026-07-01") "Asia/Tokyo" }}\n',
		};
		const kustomization = {'kustomization.yaml': 'configMapGenerator: [{name: a, files: [/etc/passwd]}]\n'};
		const evil: readonly (readonly [string, readonly string[], Files, string])[] = [
			[tools.jsonnet, ['-e', 'importstr "/etc/passwd"'], {}, "couldn't open import"],
			[tools.helm4, ['template', 'a', '.'], chart, 'no such file'],
			[tools.helm3, ['template', 'a', '.', '--values', '/etc/passwd'], chart, 'no such file'],
			[tools.kustomize, ['build', '--load-restrictor', 'LoadRestrictionsNone', '.'], kustomization, 'no such file'],
		];
		for (const [program, args, files, message] of evil) {
			const ran = await run(program, args, {boundary: nothing, path: noPrograms, files});
			expect(ran).toMatchObject({kind: 'failed', messages: expect.stringContaining(message)});
		}

		const {'values.schema.json': _, ...good} = chart;
		const here = await run(tools.helm4, ['template', 'a', '.'], {path: noPrograms, files: good});
		const behind = await run(tools.helm4, ['template', 'a', '.'], {boundary: nothing, path: noPrograms, files: good});
		expect([here.kind, behind.told]).toEqual(['done', here.told]);
	},
);

wholeTest('what a program leaves behind ends with it, though it has shed its environment and its parents', async () => {
	const token = `left-${crypto.randomUUID()}`;
	const daemon = `env -i /usr/bin/setsid sh -c '(exec sh -c "sleep 314; : ${token}" </dev/null >/dev/null 2>&1 &)' & sleep 0.2`;
	const script = `(${daemon}) </dev/null >/dev/null 2>&1; echo done`;
	expect((await run('/bin/sh', ['-c', script], {boundary: plugins, path: '/usr/bin:/bin'})).told).toBe('done\n');
	expect(processesWith(token)).toEqual([]);
});

wholeTest('how a program ends is told as without a boundary', async () => {
	const endOf = async (script: string) => {
		const {kind, ...rest} = await run('/bin/sh', ['-c', script], {boundary: nothing, path: '/usr/bin:/bin'});
		return 'reason' in rest ? [rest.reason, rest.isOwn] : kind;
	};
	expect(await endOf('exit 0')).toBe('done');
	expect(await endOf('exit 3')).toEqual(['ended with exit code 3', true]);
	expect(await endOf('kill -TERM $$')).toEqual(['was killed (signal 15)', false]);
	const gone = await run('/nowhere/program', [], {boundary: nothing});
	expect(gone).toMatchObject({kind: 'failed', isOwn: false, messages: expect.stringContaining('/nowhere/program')});
});

test('where the system allows less, a program has no network, or what it had', async () => {
	await using place = await createWorkspace([]);
	const how = {program: '/bin/sh', cwd: place.tree, folder: place.folder, path: '/bin'};
	const network = {kind: 'network', unshare: '/usr/bin/unshare'} as const;
	const alone = ['/usr/bin/unshare', '--map-root-user', '--net', '--'];
	expect(await enclose({...how, boundary: nothing}, network)).toEqual(alone);
	expect(await enclose({...how, boundary: plugins}, network)).toEqual([]);
	expect(await enclose({...how, boundary: nothing}, {kind: 'none'})).toEqual([]);
	expect(await enclose({...how, boundary: boundaryOf(['/'], true)}, isolation)).toEqual([]);
});
