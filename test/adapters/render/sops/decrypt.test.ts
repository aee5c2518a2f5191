import {expect} from 'vitest';
import {stringify} from 'yaml';
import type {KeptRenders} from '../../../../source/adapters/render/kept-renders.ts';
import type {Rendered} from '../../../../source/model/sources.ts';
import {maskSecret} from '../../../../source/plan/secret.ts';
import {toolTest} from '../../../support/tool-test.ts';
import {configMap} from '../support/files.ts';
import {helmWith, jsonnetWith} from '../support/with-tool.ts';
import {createKeys, createRender} from './keys.ts';

const secret = (name: string, value: string) =>
	`apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  password: ${value}\n`;
const onlyData = ['--encrypted-regex', '^(data|stringData)$'];
const bodyOf = ({manifests}: Awaited<ReturnType<ReturnType<typeof createRender>>>, name: string) =>
	manifests.find(({id}) => id.name === name)?.body;

toolTest('plain manifests are decrypted, each with the line that it has in Git', async ({tools}) => {
	await using keys = await createKeys(tools);
	const render = createRender({programs: [tools.sops], ...keys});
	const both = await keys.encrypt(`${secret('a', 'hunter22')}---\n${configMap('b')}`, 'yaml', ...onlyData);
	const alone = await keys.encrypt(secret('c', 'hunter33'), 'yaml', ...onlyData);
	const mixed = `${configMap('d')}---\n${alone}---\n${configMap('e')}`;
	const json = await keys.encrypt(
		JSON.stringify({apiVersion: 'v1', kind: 'Secret', metadata: {name: 'f'}, data: {}}),
		'json',
	);
	const rendered = await render({'both.yaml': both, 'mixed.yaml': mixed, 'f.json': json});
	expect(rendered).toMatchObject({problems: [], tool: 'sops 3.13.3', isPrivate: true});
	expect(bodyOf(rendered, 'a')).toEqual({
		apiVersion: 'v1',
		kind: 'Secret',
		metadata: {name: 'a'},
		stringData: {password: 'hunter22'},
	});
	expect(bodyOf(rendered, 'c')?.stringData).toEqual({password: 'hunter33'});
	const lineOf = (text: string, name: string) =>
		text.slice(0, text.lastIndexOf('apiVersion', text.indexOf(`name: ${name}\n`))).split('\n').length;
	expect(rendered.manifests.map(({id, origin}) => `${id.name} ${origin.file}:${origin.line}`)).toEqual([
		'a both.yaml:1',
		`b both.yaml:${lineOf(both, 'b')}`,
		'd mixed.yaml:1',
		`c mixed.yaml:${lineOf(mixed, 'c')}`,
		`e mixed.yaml:${mixed.split('\n').indexOf('metadata: {name: e}') - 1}`,
		'f f.json:1',
	]);
});

toolTest('what was encrypted is told apart in objects that are no Secrets', async ({tools}) => {
	await using keys = await createKeys(tools);
	const render = createRender({programs: [tools.sops], ...keys});
	const text = `${configMap('a')}data:\n  pin: "123"\n  plain_unencrypted: "123456"\n`;
	const {manifests} = await render({'a.yaml': await keys.encrypt(text, 'yaml', ...onlyData)});
	expect(manifests[0]).toMatchObject({
		body: {data: {pin: '123'}},
		privateFields: ['.data.pin', '.data.plain_unencrypted'],
	});
});

toolTest.for([
	['alone', onlyData],
	['with all else', []],
] as const)('data that was base64 before it was encrypted, %s, comes out as it went in', async ([, how], {tools}) => {
	await using keys = await createKeys(tools);
	const data = {
		text: Buffer.from('hunter22\n').toString('base64'),
		bytes: Buffer.from([0, 255, 254, 10]).toString('base64'),
		number: 'MTIzNDU2',
		none: '',
	};
	const metadata = {name: 'a', annotations: {note: 'open'}};
	const plain = {apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data};
	for (const [name, text, type] of [
		['a.yaml', stringify(plain), 'yaml'],
		['a.json', JSON.stringify(plain), 'json'],
	] as const) {
		const encrypted = await keys.encrypt(text, type, ...how);
		expect(encrypted).not.toContain(data.text);
		const alone = await createRender({programs: [tools.sops], ...keys})({[name]: encrypted});
		const files = {'kustomization.yaml': `resources: [${name}]`, [name]: encrypted};
		const built = await createRender({programs: [tools.kustomize, tools.sops], ...keys})(files);
		for (const {manifests, problems, isPrivate} of [alone, built]) {
			expect({problems, isPrivate}).toEqual({problems: [], isPrivate: true});
			expect(manifests.map(({body}) => body)).toEqual([plain]);
			const [desired] = manifests.map(manifest => JSON.stringify(maskSecret(manifest.body, 'a key')));
			expect(Object.values(data).filter(value => value !== '' && desired?.includes(value))).toEqual([]);
		}
	}
});

toolTest("a kustomization's generators and patches read decrypted files, as Flux decrypts them", async ({tools}) => {
	await using keys = await createKeys(tools);
	const render = createRender({programs: [tools.kustomize, tools.sops], ...keys});
	const docker = '{"auths": {"registry.test": {"password": "hunter22"}}}';
	const rendered = await render({
		'kustomization.yaml': JSON.stringify({
			generatorOptions: {disableNameSuffixHash: true},
			resources: ['secret.yaml', 'web.yaml'],
			secretGenerator: [
				{
					name: 'made',
					envs: ['made.env'],
					files: ['key.bin', '.dockerconfigjson=docker.encrypted', 'values.yaml', 'my.ini'],
				},
			],
			configMapGenerator: [{name: 'left', files: ['left.bin']}],
			patches: [{path: 'patch.yaml'}],
		}),
		'secret.yaml': await keys.encrypt(secret('a', 'hunter22'), 'yaml', ...onlyData),
		'web.yaml': configMap('web'),
		'made.env': await keys.encrypt('TOKEN=hunter33\n', 'dotenv'),
		'key.bin': await keys.encrypt('-----BEGIN KEY-----\n', 'binary'),
		'left.bin': await keys.encrypt('not-for-all', 'binary'),
		'values.yaml': await keys.encrypt('a: 1\n'),
		'my.ini': await keys.encrypt('[a]\nb = hunter44\n', 'ini'),
		'docker.encrypted': await keys.encrypt(docker, 'json'),
		'patch.yaml': await keys.encrypt(
			`${configMap('web')}data: {password: of-a-patch, port: "80"}\n`,
			'yaml',
			...onlyData,
		),
	});
	expect(rendered).toMatchObject({problems: [], tool: 'kustomize v5.8.2, sops 3.13.3', isPrivate: true, messages: ''});
	const data = bodyOf(rendered, 'made')?.data;
	const plain = Object.entries(data && typeof data === 'object' ? data : {}).map(([name, value]) => [
		name,
		Buffer.from(String(value), 'base64').toString(),
	]);
	expect(Object.fromEntries(plain)).toEqual({
		'.dockerconfigjson': expect.stringContaining('hunter22'),
		TOKEN: 'hunter33',
		'key.bin': '-----BEGIN KEY-----\n',
		'values.yaml': 'a: 1\n',
		'my.ini': expect.stringMatching(/^\[a\]\nb *= *hunter44\n$/),
	});
	expect(bodyOf(rendered, 'a')).toMatchObject({stringData: {password: 'hunter22'}});
	expect(rendered.manifests.find(({id}) => id.name === 'web')).toMatchObject({
		body: {data: {password: 'of-a-patch', port: '80'}},
		privateFields: ['.data.password'],
	});
	expect(JSON.stringify(bodyOf(rendered, 'left'))).not.toContain('not-for-all');
});

toolTest('value files of a chart are decrypted, and what came of them is told apart', async ({tools}) => {
	await using keys = await createKeys(tools);
	const tool = helmWith({valueFiles: ['secrets.yaml']});
	const stored: Rendered[] = [];
	const kept: KeptRenders = {find: async () => undefined, keep: rendered => stored.push(rendered), async close() {}};
	const render = createRender({programs: [tools.helm4, tools.sops], ...keys, tool, kept});
	const template = `${configMap('a')}data:\n  url: "http://user:{{ .Values.password }}@host"\n  b: {{ .Values.password | b64enc }}\n  c: open\n`;
	const {manifests, problems, isPrivate} = await render({
		'Chart.yaml': 'apiVersion: v2\nname: a\nversion: 1.0.0\n',
		'templates/a.yaml': template,
		'secrets.yaml': await keys.encrypt('password: hunter22\n'),
	});
	expect({problems, isPrivate}).toEqual({problems: [], isPrivate: true});
	expect(manifests[0]).toMatchObject({
		body: {data: {url: 'http://user:hunter22@host', c: 'open'}},
		privateFields: ['.data.b', '.data.url'],
	});
	// It never comes to a disk.
	expect(stored).toEqual([]);
});

toolTest('files that Jsonnet imports are decrypted', async ({tools}) => {
	await using keys = await createKeys(tools);
	const render = createRender({programs: [tools.jsonnet, tools.sops], ...keys, tool: jsonnetWith({})});
	const {manifests, problems} = await render({
		'a.jsonnet': `{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {p: (import 'secret.json').password}}`,
		'secret.json': await keys.encrypt('{"password": "hunter22"}', 'json'),
	});
	// What is imported is no manifest, and is said to be none.
	expect(problems.map(({where}) => where)).toEqual(['secret.json:1', 'secret.json:1', 'secret.json:1']);
	expect(manifests[0]).toMatchObject({body: {data: {p: 'hunter22'}}, privateFields: ['.data.p']});
});
