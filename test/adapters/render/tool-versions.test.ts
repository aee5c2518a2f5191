import {chmodSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {createToolbox, type ToolName} from '../../../source/adapters/render/tools/find-tool.ts';
import {findIsolation} from '../../../source/adapters/render/tools/isolation.ts';
import {noSettings} from '../../../source/adapters/render/tools/settings.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';
import {forever} from './support/files.ts';

const programs = {
	helm: 'v4.3.1',
	'helm-3.20': 'v3.20.0',
	'helm-3.22': 'v3.22.0',
	kustomize: 'v5.8.2',
};

type Declared = {readonly versions?: Readonly<Record<string, string>>; readonly path?: string};

/** Which program an application gets that asks for this version. */
async function choose(name: ToolName, wanted: string, {versions = {}, path: pinned}: Declared = {}): Promise<string> {
	const scripts = Object.entries(programs).map(([file, version]) => [file, `#!/bin/sh\necho ${version}\n`]);
	await using files = await createTemporaryFolder(Object.fromEntries(scripts));
	const at = (file: string) => path.join(files.folder, file);
	for (const file of Object.keys(programs)) {
		chmodSync(at(file), 0o755);
	}

	const declared = Object.fromEntries(Object.entries(versions).map(([version, file]) => [version, at(file)]));
	const tools = {[name]: {versions: declared, ...(pinned !== undefined && {path: at(pinned)})}};
	const found = await createToolbox({PATH: files.folder}, {...noSettings, tools}).find([name], wanted, forever);
	return 'missing' in found ? found.missing.replaceAll(files.folder, '') : found.version;
}

const both = {versions: {'v3.20.0': 'helm-3.20', 'v3.22.0': 'helm-3.22'}};

test.for<[ToolName, string, Declared, string]>([
	['kustomize', 'v5.8.2', {}, 'v5.8.2'],
	['kustomize', '5.8.2', {}, 'v5.8.2'],
	['helm', 'v4', {}, 'v4.3.1'],
	['helm', 'v4.3.1', {}, 'v4.3.1'],
	['helm', '', both, 'v4.3.1'],
	['helm', 'v3.20.0', both, 'v3.20.0'],
	['helm', 'v3', both, 'v3.22.0'],
	['helm', '3', {versions: {v3: 'helm-3.20', 'v3.22.0': 'helm-3.22'}}, 'v3.20.0'],
	['helm', 'v3', {...both, path: 'helm-3.20'}, 'v3.20.0'],
])('%s %s is found among %j: %s', async ([name, wanted, declared, version]) => {
	expect(await choose(name, wanted, declared)).toBe(version);
});

test.for<[ToolName, string, Declared, string]>([
	['helm', 'v3', {}, 'helm v3 is not declared here, and /helm is v4.3.1: say under tools.helm.versions'],
	['helm', 'v3', {versions: {v3: 'helm'}}, 'helm v3 is not declared here, and /helm is v4.3.1, /helm is v4.3.1: say'],
	['helm', 'v3.2.0', both, 'helm v3.2.0 is not declared here, and /helm is v4.3.1: say'],
	['helm', 'v3.22.0', {versions: {'v3.22.0': 'nothing'}}, 'helm is pinned to /nothing, where no program is'],
	[
		'kustomize',
		'v5.4.3',
		{versions: {'v5.4.3': 'kustomize'}},
		'kustomize is pinned to v5.4.3, and /kustomize is v5.8.2',
	],
])('%s %s is refused among %j: %s', async ([name, wanted, declared, message]) => {
	expect(await choose(name, wanted, declared)).toContain(message);
});

const {kind} = await findIsolation();

test.runIf(kind === 'whole').for([
	['nothing of this machine', undefined, 'v1.0.0'],
	['what it is declared to see', ['/etc/passwd'], 'v2.0.0'],
] as const)('a program that is asked for its version sees %s', async ([, sees, version]) => {
	const script = '#!/bin/sh\n[ -e /etc/passwd ] && echo v2.0.0 || echo v1.0.0\n';
	await using files = await createTemporaryFolder({helm: script});
	chmodSync(path.join(files.folder, 'helm'), 0o755);
	const settings = {...noSettings, tools: {helm: {versions: {}, sees}}};
	expect(await createToolbox({PATH: files.folder}, settings).find(['helm'], '', forever)).toMatchObject({version});
});

test('a wrapper of another program tells the version of that one', async () => {
	await using files = await createTemporaryFolder({
		helm: '#!/usr/bin/env sh\nexec "$(dirname "$0")/helm-real" "$@"\n',
		'helm-real': '#!/bin/sh\necho v4.3.1\n',
	});
	for (const file of ['helm', 'helm-real']) {
		chmodSync(path.join(files.folder, file), 0o755);
	}

	const found = await createToolbox({PATH: files.folder}).find(['helm'], '', forever);
	expect(found).toMatchObject({version: 'v4.3.1'});
});

test('a wrapper of what is not there is told as that, and is asked again once it is there', async () => {
	await using files = await createTemporaryFolder({helm: '#!/bin/sh\nexec "$(dirname "$0")/helm-real" "$@"\n'});
	const at = (file: string) => path.join(files.folder, file);
	chmodSync(at('helm'), 0o755);
	const toolbox = createToolbox({PATH: files.folder});
	const missing = expect.stringMatching(/^helm can't be started: \S+\/helm ended with exit code 127: [^\n]*not found/);
	expect(await toolbox.find(['helm'], '', forever)).toEqual({missing, at: at('helm')});
	writeFileSync(at('helm-real'), '#!/bin/sh\necho v4.3.1\n', {mode: 0o755});
	expect(await toolbox.find(['helm'], '', forever)).toMatchObject({version: 'v4.3.1'});
});
