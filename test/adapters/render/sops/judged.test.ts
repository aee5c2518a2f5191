import {expect} from 'vitest';
import {toolTest} from '../../../support/tool-test.ts';
import {configMap, type Files} from '../support/files.ts';
import {canary, createOutside, show} from '../support/outside.ts';
import {helmWith, jsonnetWith} from '../support/with-tool.ts';
import {createKeys, createRender} from './keys.ts';

type Keys = Awaited<ReturnType<typeof createKeys>>;

const told = ({problems}: Awaited<ReturnType<ReturnType<typeof createRender>>>) =>
	problems.map(({where, message}) => `${where}: ${message}`);

toolTest.for<[string, {readonly name: string; readonly main?: string; readonly problem: string}]>([
	[
		'a library in Jsonnet',
		{name: 'lib.libsonnet', problem: 'lib.libsonnet: SOPS has encrypted this, and of code only JSON is decrypted'},
	],
	['YAML that is imported as code', {name: 'lib.yaml', problem: 'lib.yaml: SOPS has encrypted this, and of code only'}],
	['variables that are imported as code', {name: 'lib.env', problem: 'lib.env: SOPS has encrypted this, and of code'}],
	[
		'code that is imported as text as well',
		{
			name: 'lib.libsonnet',
			main: 'local text = importstr "lib.libsonnet"; local lib = import "lib.libsonnet"; ',
			problem: 'lib.libsonnet: SOPS has encrypted this, and of code only JSON is decrypted',
		},
	],
])('%s that SOPS has encrypted is not what was looked through', async ([, {name, main, problem}], {tools}) => {
	await using keys = await createKeys(tools);
	await using outside = await createOutside();
	const render = createRender({programs: [tools.jsonnet, tools.sops], ...keys, tool: jsonnetWith({})});
	const begin = main ?? `local lib = import "${name}"; `;
	const rendered = await render({
		'a.jsonnet': `${begin}{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {leak: lib.leak}}`,
		[`${name}`]: await encryptedAs(keys, name, `{leak:: importstr "${outside.secret}"}`),
	});
	expect(told(rendered)).toContainEqual(expect.stringContaining(problem));
	expect(show(rendered)).not.toContain(canary);
});

async function encryptedAs(keys: Keys, name: string, text: string): Promise<string> {
	switch (name.slice(name.lastIndexOf('.'))) {
		case '.yaml':
			return await keys.encrypt(`lib: |\n  ${text}\n`, 'yaml');
		case '.env':
			return await keys.encrypt(`lib=${text}\n`, 'dotenv');
		default:
			return await keys.encrypt(text, 'binary');
	}
}

toolTest('a file in Jsonnet that SOPS has encrypted as a whole is refused', async ({tools}) => {
	await using keys = await createKeys(tools);
	await using outside = await createOutside();
	const render = createRender({programs: [tools.jsonnet, tools.sops], ...keys, tool: jsonnetWith({})});
	const code = `{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {leak: importstr '${outside.secret}'}}`;
	const rendered = await render({'a.jsonnet': await keys.encrypt(code, 'binary')});
	expect(told(rendered)).toEqual([
		expect.stringContaining('a.jsonnet: SOPS has encrypted this, and of code only JSON'),
	]);
	expect(show(rendered)).not.toContain(canary);
});

toolTest('what Jsonnet imports as text is decrypted, whatever it holds', async ({tools}) => {
	await using keys = await createKeys(tools);
	const render = createRender({programs: [tools.jsonnet, tools.sops], ...keys, tool: jsonnetWith({})});
	const text = '{leak:: importstr "/etc/passwd"}';
	const {manifests, problems} = await render({
		'a.jsonnet': `{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {p: importstr 'key.txt'}}`,
		'key.txt': await keys.encrypt(text, 'binary'),
	});
	expect({problems, body: manifests[0]?.body}).toMatchObject({problems: [], body: {data: {p: text}}});
});

const severalWays = 'SOPS has encrypted this, and it is read in several ways';

toolTest.for<[string, object]>([
	['a generator of ConfigMaps', {configMapGenerator: [{name: 'c', files: ['a.yaml']}]}],
	['the variables of a ConfigMap', {configMapGenerator: [{name: 'c', envs: ['a.yaml']}]}],
	['a schema', {openapi: {path: 'a.yaml'}}],
	['configurations', {configurations: ['a.yaml']}],
	['a generator in another format', {generators: [builtin('SecretGenerator', {files: ['a.env=a.yaml']})]}],
	['a generator that is written out', {generators: [builtin('ConfigMapGenerator', {files: ['a.yaml']})]}],
])('a file that is decrypted for a Secret is not for %s', async ([, reader], {tools}) => {
	await using keys = await createKeys(tools);
	const render = createRender({programs: [tools.kustomize, tools.sops], ...keys});
	const rendered = await render({
		'kustomization.yaml': JSON.stringify({secretGenerator: [{name: 's', files: ['a.yaml']}], ...reader}),
		'a.yaml': await keys.encrypt('pin: 1234\nalso: abc\n'),
	});
	expect([rendered.manifests, told(rendered)]).toEqual([[], [expect.stringContaining(`a.yaml: ${severalWays}`)]]);
});

function builtin(kind: string, rest: object): string {
	return JSON.stringify({apiVersion: 'builtin', kind, metadata: {name: 'c'}, ...rest});
}

toolTest(
	'a transformer is the one that was looked through, also where a generator has it decrypted',
	async ({tools}) => {
		await using keys = await createKeys(tools);
		const render = createRender({programs: [tools.kustomize, tools.sops], ...keys});
		const text =
			'apiVersion: builtin\nkind: PrefixTransformer\nmetadata:\n  name: a\nprefix: of-sops-\nfieldSpecs:\n- path: metadata/name\n';
		const rendered = await render({
			'kustomization.yaml': JSON.stringify({
				resources: ['b.yaml'],
				secretGenerator: [{name: 's', files: ['a.yaml']}],
				transformers: ['a.yaml'],
			}),
			'b.yaml': configMap('b'),
			'a.yaml': await keys.encrypt(text, 'yaml', '--encrypted-regex', '^prefix$'),
		});
		expect(rendered.manifests).toEqual([]);
		expect(told(rendered)).toEqual([expect.stringContaining('a.yaml: this says what Kustomize does, and is also')]);
	},
);

const chart: Files = {
	'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
	'templates/a.yaml': `${configMap('a')}data:\n  value: {{ .Values.password }}\n  file: {{ .Files.Get "secrets.yaml" | quote }}\n  names: {{ range $name, $_ := .Files.Glob "**" }}{{ $name }} {{ end }}\n`,
};

toolTest('a chart gets its own files as Git has them, also those that are its decrypted values', async ({tools}) => {
	await using keys = await createKeys(tools);
	const fileParameters = [{name: 'password', path: 'key.txt'}];
	const tool = helmWith({valueFiles: ['secrets.yaml'], fileParameters, values: 'own: "{{ now }}"\n'});
	const files = {
		...chart,
		'secrets.yaml': await keys.encrypt('password: hunter22\nother: hunter33\n'),
		'key.txt': await keys.encrypt('hunter44', 'binary'),
	};
	for (const program of [tools.helm3, tools.helm4]) {
		const render = createRender({programs: [program, tools.sops], ...keys, tool});
		const {manifests, problems, remarks} = await render(files);
		expect({problems, remarks}).toEqual({problems: [], remarks: []});
		expect(manifests[0]?.body).toMatchObject({
			data: {value: 'hunter44', file: expect.stringContaining('ENC[AES256_GCM,'), names: 'key.txt secrets.yaml'},
		});
		expect(JSON.stringify(manifests[0]?.body)).not.toContain('hunter33');
	}
});

toolTest('encrypted values that the chart has as its own are refused', async ({tools}) => {
	await using keys = await createKeys(tools);
	const tool = helmWith({valueFiles: ['values.yaml']});
	const render = createRender({programs: [tools.helm4, tools.sops], ...keys, tool});
	const rendered = await render({...chart, 'values.yaml': await keys.encrypt('password: hunter22\n')});
	expect(told(rendered)).toEqual([
		expect.stringContaining('values.yaml: SOPS has encrypted this, and the chart reads it'),
	]);
});
