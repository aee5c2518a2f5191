import {loadAll} from 'js-yaml';
import {expect} from 'vitest';
import {runProgram} from '../../../support/program.ts';
import {createTemporaryFolder} from '../../../support/temporary-folder.ts';
import {toolTest} from '../../../support/tool-test.ts';
import {configMap} from '../support/files.ts';
import {helmWith} from '../support/with-tool.ts';
import {createKeys, createRender} from './keys.ts';

type Plain = Readonly<Record<string, string>>;

/** What the program itself makes of the same files in plain. */
async function printed(program: string, args: readonly string[], files: Plain): Promise<readonly unknown[]> {
	await using place = await createTemporaryFolder(files);
	const {stdout, stderr, code} = await runProgram(program, args, {cwd: place.folder, env: {HOME: place.folder}});
	expect({code, stderr: code === 0 ? '' : stderr}).toEqual({code: 0, stderr: ''});
	return loadAll(stdout);
}

toolTest('an encrypted kustomization makes what `kustomize build` prints of the same in plain', async ({tools}) => {
	await using keys = await createKeys(tools);
	const open = {
		'kustomization.yaml': JSON.stringify({
			namePrefix: 'a-',
			resources: ['secret.yaml', 'web.yaml'],
			secretGenerator: [{name: 'made', envs: ['made.env'], files: ['key.bin']}],
			patches: [{path: 'patch.yaml'}],
		}),
		'web.yaml': configMap('web'),
	};
	const hidden = {
		'secret.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter22}\n',
		'made.env': 'TOKEN=hunter33\n',
		'key.bin': '-----BEGIN KEY-----\n',
		'patch.yaml': `${configMap('web')}data: {password: of-a-patch}\n`,
	};
	const encrypted = {
		'secret.yaml': await keys.encrypt(hidden['secret.yaml'], 'yaml', '--encrypted-regex', '^stringData$'),
		'made.env': await keys.encrypt(hidden['made.env'], 'dotenv'),
		'key.bin': await keys.encrypt(hidden['key.bin'], 'binary'),
		'patch.yaml': await keys.encrypt(hidden['patch.yaml'], 'yaml', '--encrypted-regex', '^data$'),
	};
	const {manifests, problems} = await createRender({programs: [tools.kustomize, tools.sops], ...keys})({
		...open,
		...encrypted,
	});
	expect(problems).toEqual([]);
	const expected = await printed(tools.kustomize, ['build', '.'], {...open, ...hidden});
	expect(manifests.map(({body}) => body)).toEqual(expected);
	expect(JSON.stringify(expected)).toMatch(/"name":"a-made-\w{10}"/);
});

toolTest('a chart with encrypted values makes what `helm template` prints with the same in plain', async ({tools}) => {
	await using keys = await createKeys(tools);
	const open = {
		'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
		'templates/a.yaml': `${configMap('a')}data: {p: {{ .Values.password | quote }}, count: "{{ .Values.number }}"}\n`,
		'templates/hook.yaml': configMap('hook').replace('{name: hook}', '{name: hook, annotations: {helm.sh/hook: test}}'),
	};
	const values = 'password: hunter22\nnumber: 5\n';
	const tool = helmWith({valueFiles: ['secrets.yaml']});
	const render = createRender({programs: [tools.helm4, tools.sops], ...keys, tool});
	const {manifests} = await render({...open, 'secrets.yaml': await keys.encrypt(values)});
	const args = ['template', 'shop', '.', '--namespace=shop', '--values=secrets.yaml'];
	const expected = await printed(tools.helm4, args, {...open, 'secrets.yaml': values});
	expect(manifests.map(({body}) => body)).toEqual(expected);
	expect(JSON.stringify(expected)).toContain('helm.sh/hook');
});
