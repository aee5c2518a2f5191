import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {type KeptLimits, openKeptRenders} from '../../../source/adapters/render/kept-renders.ts';
import {Renderer} from '../../../source/adapters/render/render.ts';
import {createToolbox} from '../../../source/adapters/render/tools/find-tool.ts';
import type {ToolSettings} from '../../../source/adapters/render/tools/settings.ts';
import type {Tool} from '../../../source/model/application.ts';
import type {Rendered} from '../../../source/model/sources.ts';
import {commitOf, configMap, forever, requestOf, sourceOf} from './support/files.ts';

function makeFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'trueup-kept-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

const rendered = (key: string, text = ''): Rendered => ({
	key,
	manifests: [
		{
			id: {group: '', version: 'v1', kind: 'ConfigMap', namespace: '', name: 'a'},
			origin: {file: 'a.yaml', line: 3},
			body: {kind: 'ConfigMap', data: {big: 2n ** 60n, none: null, text, list: [1.5, -1, true]}},
		},
	],
	problems: [{scope: 'object', where: 'a.yaml:9', message: 'broken'}],
	tool: 'kustomize v5.8.2',
	messages: 'a warning\n',
	remarks: ['a remark'],
});

async function keepIn(folder: string, renders: readonly Rendered[], version = '1', limits?: KeptLimits): Promise<void> {
	const kept = openKeptRenders(folder, version, limits);
	for (const one of renders) {
		kept.keep(one);
	}

	await kept.close();
}

const filesIn = (folder: string) => readdirSync(folder).map(name => join(folder, name));

test('a render comes back from another process as it was, whole numbers beyond 2^53 too, and is private', async () => {
	const folder = join(makeFolder(), 'renders');
	expect(await openKeptRenders(folder, '1').find('x')).toBeUndefined();
	await keepIn(folder, [rendered('x'), rendered('y', 'other')]);
	expect(await openKeptRenders(folder, '1').find('x')).toEqual(rendered('x'));
	expect([folder, ...filesIn(folder)].map(place => statSync(place).mode & 0o777)).toEqual([0o700, 0o600, 0o600]);
});

test('what another trueup has kept is not taken', async () => {
	const folder = makeFolder();
	await keepIn(folder, [rendered('x')]);
	expect(await openKeptRenders(folder, '2').find('x')).toBeUndefined();
});

test.for<[string, (bytes: Buffer) => Uint8Array]>([
	['cut off', bytes => bytes.subarray(0, -1)],
	['empty', () => Buffer.alloc(0)],
	['changed in one bit', bytes => bytes.with(-40, (bytes.at(-40) ?? 0) ^ 1)],
	['larger than any may be', bytes => Buffer.concat([bytes, Buffer.alloc(9 * 1024 * 1024)])],
])('what is %s is thrown away', async ([, damage]) => {
	const folder = makeFolder();
	await keepIn(folder, [rendered('x')]);
	const [file = ''] = filesIn(folder);
	writeFileSync(file, damage(readFileSync(file)));
	expect(await openKeptRenders(folder, '1').find('x')).toBeUndefined();
	expect(filesIn(folder)).toEqual([]);
});

test('a whole render under the name of another is not taken for it', async () => {
	const folder = makeFolder();
	await keepIn(folder, [rendered('x')]);
	const [first = ''] = filesIn(folder);
	await keepIn(folder, [rendered('y')]);
	const second = filesIn(folder).find(file => file !== first) ?? '';
	writeFileSync(second, readFileSync(first));
	expect(await openKeptRenders(folder, '1').find('y')).toBeUndefined();
	expect(await openKeptRenders(folder, '1').find('x')).toBeDefined();
});

const small: KeptLimits = {files: 3, bytes: 1_000_000, largest: 10_000, sweepFiles: 1, sweepBytes: 1_000_000};

test.for<[string, Partial<KeptLimits>, string]>([
	['too many', {}, ''],
	['too much', {files: 100, bytes: 20_000}, 'x'.repeat(6000)],
])('what was not used for the longest time goes where there is %s', async ([, limits, text]) => {
	const folder = makeFolder();
	const now = Date.now() / 1000;
	for (const [age, key] of [
		[300, 'a'],
		[200, 'b'],
		[100, 'c'],
	] as const) {
		const before = new Set(readdirSync(folder));
		await keepIn(folder, [rendered(key, text)]);
		const [name = ''] = readdirSync(folder).filter(one => !before.has(one));
		utimesSync(join(folder, name), now - age, now - age);
	}

	const kept = openKeptRenders(folder, '1', {...small, ...limits});
	expect(await kept.find('a')).toBeDefined();
	kept.keep(rendered('d', text));
	await kept.close();
	const found = await Promise.all(['a', 'b', 'c', 'd'].map(key => kept.find(key)));
	expect(found.map(one => one?.key)).toEqual(['a', undefined, 'c', 'd']);
});

test('one that is too large, and a folder that can not be written, keep nothing and are no error', async () => {
	const folder = makeFolder();
	await keepIn(folder, [rendered('x', 'x'.repeat(20_000))], '1', small);
	expect(readdirSync(folder)).toEqual([]);
	const file = join(folder, 'file');
	writeFileSync(file, '');
	await keepIn(file, [rendered('x')]);
	expect(await openKeptRenders(file, '1').find('x')).toBeUndefined();
});

/** A program that notes that it was run, and then does what the script says. */
function makeProgram(name: string, script: string) {
	const folder = makeFolder();
	const log = join(folder, 'log');
	writeFileSync(log, '');
	const write = (does: string) =>
		writeFileSync(
			join(folder, name),
			`#!/bin/sh\nPATH=/usr/bin:/bin\n[ "$1" = version ] && echo v5.8.2 && exit\necho run >> ${log}\n${does}\n`,
			{mode: 0o700},
		);
	write(script);
	return {folder, write, runs: () => readFileSync(log, 'utf8').split('\n').length - 1};
}

type Program = ReturnType<typeof makeProgram>;

/** It has to reach its log. */
const sees = ['/'];

const files = commitOf({'web/kustomization.yaml': 'resources: [a.yaml]\n', 'web/a.yaml': configMap('a')});

/** Renders several times by one process. */
async function render(program: Program, cache: string, {times = 1, tool}: {times?: number; tool?: Tool} = {}) {
	const kept = openKeptRenders(cache, '1');
	const settings: ToolSettings = {
		tools: {kustomize: {versions: {}, sees}},
		plugins: {own: {init: [], generate: [join(program.folder, 'kustomize')], sees}},
		sops: {environment: []},
	};
	const toolbox = createToolbox({PATH: `${program.folder}:${process.env.PATH}`}, settings);
	const renderer = new Renderer({toolbox, settings, kept});
	const source = {...sourceOf('web'), ...(tool ? {tool} : {})};
	const renders: Rendered[] = [];
	for (let time = 0; time < times; time++) {
		renders.push(await renderer.render(requestOf(source, files), forever));
	}

	await kept.close();
	return renders;
}

const print = (text: string) => `cat <<'END'\n${text}\nEND`;

test('after a restart nothing is run for what was rendered before', async () => {
	const program = makeProgram('kustomize', print(configMap('a')));
	const cache = makeFolder();
	const [before] = await render(program, cache);
	expect(await render(program, cache)).toEqual([before]);
	expect(program.runs()).toBe(1);
});

test('another program at the same place is run, though it tells the same version', async () => {
	const program = makeProgram('kustomize', print(configMap('a')));
	const cache = makeFolder();
	await render(program, cache);
	program.write(print(configMap('another')));
	const [after] = await render(program, cache);
	expect([after?.manifests[0]?.id.name, program.runs()]).toEqual(['another', 2]);
});

test.for(['v1', 'example.com/v1'])('a Secret of %s is never kept on the disk', async apiVersion => {
	const secret = `apiVersion: ${apiVersion}\nkind: Secret\nmetadata: {name: s}\nstringData: {token: hunter2}\n`;
	const program = makeProgram('kustomize', print(`${configMap('a')}---\n${secret}`));
	const cache = makeFolder();
	await render(program, cache, {times: 2});
	expect([readdirSync(cache), program.runs()]).toEqual([[], 1]);
});

test('what a plugin has made is run anew after a restart: what else it runs may have changed', async () => {
	const program = makeProgram('kustomize', print(configMap('a')));
	const cache = makeFolder();
	const tool: Tool = {kind: 'plugin', name: 'own', env: [], parameters: []};
	const [first] = await render(program, cache, {times: 2, tool});
	expect([first?.manifests.length, readdirSync(cache), program.runs()]).toEqual([1, [], 1]);
});

test.for([
	['says that the files are wrong', 'echo "Error: accumulating resources: wrong" >&2; exit 1', 1],
	['was killed', 'kill -9 $$', 3],
	['lacked memory', 'echo "fatal error: runtime: cannot allocate memory" >&2; exit 2', 3],
	['lacked room on the disk', 'echo "Error: write a: no space left on device" >&2; exit 1', 3],
	['could not be started', 'exit 127', 3],
] as const)('a program that %s is run once, or each time where the next may do', async ([, script, runs]) => {
	const program = makeProgram('kustomize', script);
	const cache = makeFolder();
	const renders = await render(program, cache, {times: 3});
	expect(renders.map(({problems}) => problems.length)).toEqual([1, 1, 1]);
	expect([readdirSync(cache), program.runs()]).toEqual([[], runs]);
});
