import {chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, vi} from 'vitest';
import {findPrograms} from '../../../source/adapters/doctor/find-programs.ts';
import {noSettings} from '../../../source/adapters/render/tools/settings.ts';
import {toolTest as test} from '../../support/tool-test.ts';

const never = new AbortController().signal;

/** A folder for a PATH, with programs that print these and nothing else. */
function pathWith(programs: Readonly<Record<string, string>>): string {
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'trueup-doctor-')));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	for (const [name, output] of Object.entries(programs)) {
		writeFileSync(join(folder, name), `#!/bin/sh\n${output}\n`);
		chmodSync(join(folder, name), 0o755);
	}

	return folder;
}

async function look(PATH: string) {
	const programs = await findPrograms({PATH}, noSettings, never);
	return (name: string) => programs.find(program => program.name === name);
}

test('what is not on the PATH has no path; the program that runs this is there', async () => {
	const found = await look(pathWith({}));
	for (const name of ['git', 'ssh', 'kustomize', 'kubectl', 'helm', 'jsonnet', 'sops']) {
		expect(found(name)).toMatchObject({path: '', version: '', isSupported: false});
	}

	expect(found('node')).toMatchObject({path: process.execPath, version: process.version, isSupported: true});
});

test.for([
	['git', 'echo git version 2.39.5', '2.39.5', true],
	['git', 'echo git version 2.28.9', '2.28.9', false],
	['git', 'echo git version 10.0.0', '10.0.0', true],
	['ssh', 'echo OpenSSH_9.2p1 >&2', 'OpenSSH_9.2p1', true],
	['helm', 'echo v3.8.0', 'v3.8.0', true],
	['helm', 'echo v2.17.0', 'v2.17.0', false],
	['kustomize', 'echo v4.5.7', 'v4.5.7', false],
	['git', 'exit 3', expect.stringMatching(/^of an unknown version/), true],
] as const)('%s that says "%s" is %s', async ([name, script, version, isSupported]) => {
	const folder = pathWith({[name]: script});
	expect((await look(folder))(name)).toMatchObject({path: join(folder, name), version, isSupported});
});

test.for([
	['git', '/nowhere/git --version', "git can't be started: "],
	['ssh', 'exit 126', "ssh can't be started: "],
	['helm', 'exec /nowhere/helm "$@"', "helm can't be started: "],
	['kustomize', 'echo v5.8.2; exit 126', "kustomize can't be started: "],
] as const)('%s that is "%s" is broken, and is told in one line', async ([name, script, trouble]) => {
	const folder = pathWith({[name]: script});
	const found = (await look(folder))(name);
	expect(found).toMatchObject({path: join(folder, name), version: '', isSupported: false});
	expect(found?.trouble).toMatch(new RegExp(`^${trouble}`));
	expect(found?.trouble).not.toMatch(/\n|\\x0a/);
});

test('a program is asked for its version though there is no folder for temporary files', async () => {
	const folder = pathWith({helm: 'echo v4.3.1'});
	vi.stubEnv('TMPDIR', join(folder, 'nowhere'));
	onTestFinished(() => void vi.unstubAllEnvs());
	expect((await look(folder))('helm')).toMatchObject({version: 'v4.3.1', isSupported: true});
});

test('what a program says can steer no terminal', async () => {
	const found = await look(pathWith({git: "printf 'git version 2.40.0\\033[2J\\n'"}));
	expect(found('git')?.version).not.toContain('\u001b');
});

test('the programs themselves are found in their versions', async ({tools}) => {
	const folders = [tools.helm4, tools.kustomize, tools.jsonnet, tools.sops].map(tool => join(tool, '..'));
	const found = await look([...folders, process.env.PATH ?? ''].join(':'));
	for (const name of ['helm', 'kustomize', 'jsonnet', 'sops', 'git']) {
		expect(found(name)).toMatchObject({isSupported: true, version: expect.stringMatching(/^v?\d+\.\d+\.\d+/)});
	}
});

test('versions that are declared are looked for where they are said to be', async () => {
	const folder = pathWith({helm: 'echo v4.3.1', 'helm-3': 'echo v3.22.0'});
	const versions = {v3: join(folder, 'helm-3'), 'v3.21.0': join(folder, 'helm-3'), 'v3.20.0': '/nowhere/helm'};
	const found = await findPrograms({PATH: folder}, {...noSettings, tools: {helm: {versions}}}, never);
	const helms = found.filter(({name}) => name.startsWith('helm'));
	expect(helms.map(({name, version, trouble}) => [name, version, trouble])).toEqual([
		['helm', 'v4.3.1', undefined],
		['helm v3', 'v3.22.0', undefined],
		['helm v3.21.0', '', expect.stringContaining('is pinned to v3.21.0, and')],
		['helm v3.20.0', '', 'helm is pinned to /nowhere/helm, where no program is'],
	]);
});
