import path from 'node:path';
import {expect, test} from 'vitest';
import {runProgram} from '../support/program.ts';
import {createTemporaryFolder} from '../support/temporary-folder.ts';
import {toolTest} from '../support/tool-test.ts';

const timeout = 60_000;
const root = path.join(import.meta.dirname, '../..');
const node = path.join(root, 'node_modules/.bin/node');
const main = path.join(import.meta.dirname, 'main.ts');

function isNamed(tool: string) {
	return expect.stringMatching(new RegExp(`^\\t${tool} v\\d+\\.\\d+\\.\\d+$`));
}

test('without the tools and without Go, one line says what to install', {timeout}, async () => {
	await using empty = await createTemporaryFolder();
	const env = {PATH: empty.folder, XDG_CACHE_HOME: empty.folder};
	const {code, stdout, stderr} = await runProgram(node, [main], {env});
	expect({code, stdout}).toEqual({code: 1, stdout: ''});
	expect(stderr).toMatch(
		/^The toolbox of the tests is built with Go, and there is none: install Go 1\.26 or newer .*\n$/,
	);
});

test('without the tools the tests that use them wait, and the run says how many', {timeout}, async () => {
	await using empty = await createTemporaryFolder();
	const args = ['run', '--project', 'rooms', path.join(import.meta.dirname, 'versions.test.ts')];
	const env = {PATH: path.dirname(node), XDG_CACHE_HOME: empty.folder};
	const {code, stdout} = await runProgram(path.join(root, 'node_modules/.bin/vitest'), args, {env, cwd: root});
	expect(code).toBe(0);
	expect(stdout.trimEnd().split('\n').at(-1)).toBe('7 tests wait for tools: `npm run tools` builds them');
});

toolTest('where they are there, they are found and told without Go', {timeout}, async ({tools}) => {
	await using empty = await createTemporaryFolder();
	const cache = path.resolve(tools.helm4, '../../../..');
	const {code, stdout, stderr} = await runProgram(node, [main], {env: {PATH: empty.folder, XDG_CACHE_HOME: cache}});
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	expect(stdout.trimEnd().split('\n')).toEqual([
		path.resolve(tools.helm4, '../..'),
		...['helm4/helm', 'helm3/helm', 'kustomize/kustomize', 'jsonnet/jsonnet', 'sops/sops', 'sops/age-keygen'].map(
			isNamed,
		),
		isNamed('registry/registry'),
	]);
});
