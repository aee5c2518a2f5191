import {chmod} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {Renderer} from '../../../source/adapters/render/render.ts';
import {createToolbox} from '../../../source/adapters/render/tools/find-tool.ts';
import {findIsolation} from '../../../source/adapters/render/tools/isolation.ts';
import {type Limits, usualLimits} from '../../../source/adapters/render/tools/limits.ts';
import {noSettings, type Plugin, type ToolSettings} from '../../../source/adapters/render/tools/settings.ts';
import type {PluginOptions, Tool} from '../../../source/model/application.ts';
import {createTemporaryFolder, type Files} from '../../support/temporary-folder.ts';
import {toolTest} from '../../support/tool-test.ts';
import {commit, commitOf, forever, requestOf, sourceOf} from './support/files.ts';
import {kustomizeWith, render} from './support/with-tool.ts';

const pluginWith = (options: Partial<PluginOptions> = {}): Tool => ({
	kind: 'plugin',
	name: 'own',
	env: [],
	parameters: [],
	...options,
});

const declared = (script: string, plugin: Partial<Plugin> = {}): ToolSettings => ({
	...noSettings,
	plugins: {own: {init: [], generate: ['sh', '-c', script], ...plugin}},
});

const printed = (data: string) => `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\ndata:\\n'; ${data}`;

const run = (files: Files, settings: ToolSettings, tool = pluginWith()) =>
	render(files, {folder: 'apps/web', program: '/bin/sh', tool, settings});

const files = {'apps/web/a.txt': 'mine', 'lib/b.txt': 'shared', 'other/c.txt': 'other'};

test("a plugin is run in the application's folder, after its init, and sees the whole repository", async () => {
	const settings = declared(printed(`printf '  a: "%s %s %s"\\n' "$(cat made)" "$(cat ../../lib/b.txt)" "$PWD"`), {
		init: ['sh', '-c', 'echo not a manifest; cp a.txt made'],
	});
	const {manifests, problems, tool} = await run(files, settings);
	expect(problems).toEqual([]);
	expect(manifests).toMatchObject([
		{
			body: {data: {a: expect.stringMatching(/^mine shared .*\/tree\/apps\/web$/)}},
			origin: {file: 'apps/web'},
		},
	]);
	expect(tool).toMatch(/^own of \d{4}-/);
});

test('a plugin finds the build variables, its own and its parameters as Argo CD names them', async () => {
	const names = [
		...['ARGOCD_APP_NAME', 'ARGOCD_APP_REVISION', 'ARGOCD_APP_SOURCE_REPO_URL', 'KUBE_VERSION'],
		...['ARGOCD_ENV_STAGE', 'ARGOCD_APP_PARAMETERS', 'PARAM_IMAGE_TAG', 'PARAM_FILES_1', 'PARAM_MAP_A_B'],
	];
	const script = printed(names.map(name => `printf "  ${name}: '%s'\\n" "$${name}"`).join(';'));
	const parameters = [
		{name: 'image.tag', string: '1.2'},
		{name: 'files', array: ['x', 'y']},
		{name: 'map', map: {'a-b': 'z'}},
	];
	const tool = pluginWith({env: [{name: 'STAGE', value: 'prod-$ARGOCD_APP_NAME-$HOME'}], parameters});
	const {manifests, problems} = await run(files, declared(script), tool);
	expect(problems).toEqual([]);
	expect(manifests[0]?.body.data).toEqual({
		...{ARGOCD_APP_NAME: 'shop', ARGOCD_APP_REVISION: commit, ARGOCD_APP_SOURCE_REPO_URL: 'https://host/x.git'},
		...{KUBE_VERSION: '1.36.3', ARGOCD_ENV_STAGE: 'prod-shop-', ARGOCD_APP_PARAMETERS: JSON.stringify(parameters)},
		...{PARAM_IMAGE_TAG: '1.2', PARAM_FILES_1: 'y', PARAM_MAP_A_B: 'z'},
	});
});

test('what a plugin is declared to read is all that it sees, and is the key of what it makes', async () => {
	const script = printed('printf "  a: \'%s\'\\n" "$(cd ../..; echo $(find . -type f | sort) $ARGOCD_APP_REVISION)"');
	const settings = declared(script, {reads: ['lib/']});
	const renderer = new Renderer({toolbox: createToolbox({PATH: '/bin'}, settings), settings});
	const source = {...sourceOf('apps/web'), tool: pluginWith()};
	const first = await renderer.render(requestOf(source, commitOf(files)), forever);
	expect(first.manifests[0]?.body.data).toEqual({a: './apps/web/a.txt ./lib/b.txt'});
	const again = {
		...requestOf(source, commitOf({...files, 'other/c.txt': 'changed'})),
		commit: commit.replace('a', 'b'),
	};
	expect(await renderer.render(again, forever)).toBe(first);
	const changed = await renderer.render(requestOf(source, commitOf({...files, 'lib/b.txt': 'changed'})), forever);
	expect(changed.key).not.toBe(first.key);
});

test.for<
	[string, {readonly settings: ToolSettings; readonly kinds?: Parameters<typeof commitOf>[1]; readonly problem: string}]
>([
	[
		'is not declared',
		{settings: noSettings, problem: 'application apps/web: no plugin "own" is declared here: say under plugins'},
	],
	[
		'has a program that is not there',
		{
			settings: declared('', {generate: ['nowhere']}),
			problem: 'application apps/web: nowhere of plugin own is not there: install it',
		},
	],
	[
		'fails',
		{
			settings: declared('echo "Error: no such stage" >&2; exit 1'),
			problem: 'source apps/web: plugin own: no such stage',
		},
	],
	[
		'fails before it begins',
		{
			settings: declared('echo', {init: ['sh', '-c', 'echo apps/web/a.txt:3: bad >&2; exit 1']}),
			problem: 'source apps/web/a.txt:3: plugin own: apps/web/a.txt:3: bad',
		},
	],
	[
		'would see a symbolic link',
		{
			settings: declared('echo'),
			kinds: {'lib/b.txt': 'link'},
			problem: 'source lib/b.txt: this is a symbolic link, which is not followed',
		},
	],
	[
		'is declared to read what is not there',
		{
			settings: declared('echo', {reads: ['cue.mod']}),
			problem: 'source cue.mod: the plugin is declared to read this, and it is not there',
		},
	],
	[
		'prints no YAML',
		{
			settings: declared('echo a: b: c'),
			problem: 'file apps/web: line 1 of the output of plugin own: bad indentation of a mapping entry',
		},
	],
])('a plugin that %s says so', async ([, {settings, kinds, problem}]) => {
	const {manifests, problems} = await render(files, {
		...{folder: 'apps/web', program: '/bin/sh', tool: pluginWith(), settings},
		...(kinds ? {kinds} : {}),
	});
	expect([manifests, problems.map(({scope, where, message}) => `${scope} ${where}: ${message}`)]).toEqual([
		[],
		[expect.stringContaining(problem)],
	]);
});

test.for<[string, string, string]>([
	['is no YAML', 'kind: a: b', 'From line 1 on it printed what is no manifest:\nkind: a: b\n'],
	['is a text', 'Loading 3 files', 'From line 1 on it printed what is no manifest:\nLoading 3 files\n'],
	['may be a Secret', 'kind: Secret: hunter2', 'From line 1 on it printed what is no manifest:\n(withheld)\n'],
	['quotes its variables', 'pw: a: stage-17', 'From line 1 on it printed what is no manifest:\npw: a: ***\n'],
])('what a plugin printed that %s is among its messages', async ([, output, expected]) => {
	const tool = pluginWith({env: [{name: 'STAGE', value: 'stage-17'}]});
	const {messages, problems} = await run(files, declared(`echo '${output}'`), tool);
	expect([messages, problems.map(({where, message}) => [where, message])]).toEqual([
		expected,
		[['apps/web', expect.stringContaining('the output of plugin own: ')]],
	]);
});

test('of what a plugin printed too much to be looked through, nothing is shown', async () => {
	const {messages, problems} = await run(files, declared("head -c 1100000 /dev/zero | tr '\\0' a"));
	expect([messages, problems.length]).toEqual(['', 1]);
});

toolTest('a tool can be pinned, and an application may choose among those that are', async ({tools}) => {
	const tree = {'apps/web/kustomization.yaml': 'namePrefix: a-\n'};
	await using place = await createTemporaryFolder({kustomize: '#!/bin/sh\necho v4.9.9\n'});
	const old = path.join(place.folder, 'kustomize');
	await chmod(old, 0o755);
	const told = async (version: string, pinned: NonNullable<ToolSettings['tools']['kustomize']>) => {
		const settings = {...noSettings, tools: {kustomize: pinned}};
		const rendered = await render(tree, {folder: 'apps/web', program: old, tool: kustomizeWith({version}), settings});
		return rendered.tool || rendered.problems.map(({message}) => message).join();
	};
	expect(await told('', {path: tools.kustomize, versions: {}})).toBe('kustomize v5.8.2');
	expect(await told('', {version: '4.9.9', versions: {}})).toBe('kustomize v4.9.9');
	expect(await told('5.8.2', {versions: {'v5.8.2': tools.kustomize}})).toBe('kustomize v5.8.2');
	expect(await told('', {version: 'v5.8.2', versions: {}})).toContain(
		`kustomize is pinned to v5.8.2, and ${old} is v4.9.9`,
	);
	expect(await told('', {path: '/nowhere/kustomize', versions: {}})).toContain(
		'pinned to /nowhere/kustomize, where no program is',
	);
	expect(await told('v5.0.0', {versions: {}})).toContain('kustomize v5.0.0 is not declared here');
});

test.runIf((await findIsolation()).kind === 'whole')(
	'a plugin that does not find a program is told what it sees',
	async () => {
		const {problems} = await run(files, declared('/opt/nowhere/cue export'));
		expect(problems.map(({message}) => message)).toEqual([
			expect.stringMatching(
				/not found; it sees nothing of this machine but .* and what plugins\.own\.sees in the conf/,
			),
		]);
	},
);

test('what is out of memory is told how much it may have', async () => {
	const settings = declared('echo "fatal error: runtime: out of memory" >&2; exit 2');
	const {problems} = await run(files, settings);
	expect(problems.map(({message}) => message)).toEqual([
		expect.stringMatching(/out of memory: .* 2048 MB that it may/),
	]);
});

test.for<[string, string, string, Partial<Limits>]>([
	['writes too large a file', 'exec cat /dev/zero > x', 'wrote more than 8 MB', {}],
	['lets a shell write too large a file', "sh -c 'cat /dev/zero > x' && echo", 'wrote more than 8 MB', {}],
	[
		'gives up because a file is too large',
		'echo "write x: file too large" >&2; exit 1',
		'wrote more than 8 MB: write x:',
		{},
	],
	['says something and goes on for ever', 'echo loading >&2; sleep 60', 'took longer than 0.5 s: loading', {time: 500}],
])('a plugin that %s is told the limit', async ([, script, problem, limits]) => {
	const {problems} = await render(files, {
		...{
			folder: 'apps/web',
			program: '/bin/sh',
			tool: pluginWith(),
			settings: declared(`PATH=/bin:/usr/bin; ${script}`),
		},
		limits: {...usualLimits, disk: 8 * 1024 * 1024, ...limits},
	});
	expect(problems.map(({message}) => message)).toEqual([expect.stringContaining(`plugin own: ${problem}`)]);
});

test('a plugin that prints nothing is told', async () => {
	const {manifests, problems, remarks} = await run(files, declared("printf '\\n# nothing\\n---\\n'"));
	expect([manifests, problems]).toEqual([[], []]);
	expect(remarks).toEqual([
		'apps/web: plugin own printed nothing that declares an object: what it declared before is left over',
	]);
});
