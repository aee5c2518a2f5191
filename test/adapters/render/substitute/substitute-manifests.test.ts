import {expect, test} from 'vitest';
import {Renderer} from '../../../../source/adapters/render/render.ts';
import type {Variable} from '../../../../source/model/sources.ts';
import {commitOf, configMap, type Files, forever, requestOf, sourceOf, toolbox} from '../support/files.ts';

type Given = {
	readonly values?: Readonly<Record<string, string>>;
	readonly secrets?: Readonly<Record<string, string>>;
	readonly unread?: readonly string[];
	readonly isStrict?: boolean;
	readonly isAlways?: boolean;
};

/** Renders plain files with these variables. */
async function render(
	files: Files,
	{values = {}, secrets = {}, unread = [], isStrict = true, isAlways = false}: Given,
	renderer = create(),
) {
	const all = (pairs: Readonly<Record<string, string>>, isPrivate: boolean) =>
		Object.entries(pairs).map(([name, value]): [string, Variable] => [name, {value, isPrivate}]);
	const variables = async () => ({values: new Map([...all(values, false), ...all(secrets, true)]), unread});
	const request = {...requestOf(sourceOf('.'), commitOf(files)), substitution: {isStrict, isAlways, variables}};
	return await renderer.render(request, forever);
}

const create = () => new Renderer({toolbox});
const told = ({problems}: Awaited<ReturnType<typeof render>>) =>
	problems.map(({scope, where, message}) => `${scope} ${where}: ${message}`);

const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: \${name}-web
  annotations: {kept: "$\${HOME}", version: "0o17", "yes": "on"}
spec:
  replicas: \${replicas:=2}
  text: |
    first
    \${name}: second
  args: ["--name=\${name^^}", "\${url//a/b}", "1\${count}"]
`;

test('variables are put into objects as they are written in YAML, so that numbers become numbers', async () => {
	const {manifests, problems} = await render(
		{'a.yaml': web},
		{values: {name: 'shop', replicas: '3', url: 'aXa', count: '5'}},
	);
	expect(problems).toEqual([]);
	expect(manifests).toMatchObject([
		{
			id: {kind: 'Deployment', name: 'shop-web'},
			origin: {file: 'a.yaml', line: 1},
			body: {
				metadata: {name: 'shop-web', annotations: {kept: `\${HOME}`, version: '0o17', yes: 'on'}},
				spec: {replicas: 3, text: 'first\nshop: second\n', args: ['--name=SHOP', 'bXb', 15]},
			},
		},
	]);
});

test('an object that is switched off, and a render without variables, stay as they are', async () => {
	const off = ['labels', 'annotations'].map((where, index) =>
		configMap(`a${index}`).replace('name:', `${where}: {kustomize.toolkit.fluxcd.io/substitute: disabled}, name:`),
	);
	const text = off.map(one => `${one}data: {a: "$\${x} \${name}"}\n`).join('---\n');
	const {manifests} = await render({'a.yaml': text}, {values: {name: 'shop'}});
	expect(manifests.map(({body}) => body.data)).toEqual([{a: `$\${x} \${name}`}, {a: `$\${x} \${name}`}]);
	const untouched = await render({'a.yaml': `${configMap('a')}data: {a: "$\${x} \${name}"}\n`}, {});
	expect(untouched.manifests[0]?.body.data).toEqual({a: `$\${x} \${name}`});
});

test.for<[string, string, Given, string]>([
	[
		'has no value',
		`\${gone}`,
		{values: {name: 'x'}},
		`source a.yaml:1: ConfigMap a: \${gone} has no value: give it one, or a default as in \${gone:=...}`,
	],
	[
		'is none',
		`\${a-b}`,
		{values: {name: 'x'}},
		`source a.yaml:1: ConfigMap a: \${a- is no substitution: a } is expected; write $\${ where none is meant`,
	],
	[
		'breaks the document',
		`\${name}`,
		{values: {name: '{a: ['}},
		'source a.yaml:1: ConfigMap a: with its variables it is no YAML any more (deficient indentation (column 1)): put quotes around them',
	],
	[
		'breaks the document, and is a Secret',
		`\${name}`,
		{secrets: {name: '{hunter22: ['}},
		'source a.yaml:1: ConfigMap a: with its variables it is no YAML any more (what is wrong is withheld, because it may quote a Secret): put quotes around them',
	],
])('a variable that %s is told of with its object', async ([, value, given, message]) => {
	expect(told(await render({'a.yaml': `${configMap('a')}data: {a: "${value}"}\n`}, given))).toEqual([message]);
});

test('without a single variable nothing is put in, unless always', async () => {
	const files = {'a.yaml': `${configMap('a')}data: {a: "\${name:=x}"}\n`};
	const renderer = create();
	const data = async (isAlways: boolean) => (await render(files, {isAlways}, renderer)).manifests[0]?.body.data;
	expect([await data(false), await data(true)]).toEqual([{a: `\${name:=x}`}, {a: 'x'}]);
	const missing = {'a.yaml': `${configMap('a')}data: {a: "\${name}"}\n`};
	expect(told(await render(missing, {isAlways: true}))[0]).toContain('source a.yaml:1: ConfigMap a: ');
});

test('leniently, what has no value is nothing', async () => {
	const files = {'a.yaml': `${configMap('a')}data: {a: "x\${gone}"}\n`};
	const {manifests} = await render(files, {values: {name: 'x'}, isStrict: false});
	expect(manifests[0]?.body.data).toEqual({a: 'x'});
});

test('without the cluster, what only it knows stays as it is written, and that is said', async () => {
	const files = {'a.yaml': `${configMap('a')}data: {a: "\${name} \${gone}"}\n`};
	const {manifests, remarks} = await render(files, {values: {name: 'x'}, unread: ['ConfigMap shop/vars']});
	expect(manifests[0]?.body.data).toEqual({a: `x \${gone}`});
	expect(remarks).toEqual([
		'ConfigMap shop/vars is not known without the cluster: variables that nothing else gives a value stay as they are written',
	]);
});

test('fields that take a value of a Secret are told apart, however short it is', async () => {
	const text = `${configMap('a')}data: {open: "\${name}", pin: "\${pin}", length: "\${#pin}", both: "\${name}:\${pin}"}\n`;
	const secret = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  pin: "\${encoded}"\n`;
	const given = {values: {name: 'x'}, secrets: {pin: '12', encoded: 'MTI='}};
	const {manifests, isPrivate} = await render({'a.yaml': text, 's.yaml': secret}, given);
	expect(isPrivate).toBe(true);
	expect(manifests).toMatchObject([
		{body: {data: {open: 'x', pin: 12, both: 'x:12'}}, privateFields: ['.data.both', '.data.length', '.data.pin']},
		{body: {data: {pin: 'MTI='}}},
	]);
	expect((await render({'a.yaml': text}, {values: {...given.values, pin: '1'}})).isPrivate).toBeUndefined();
});

test.for<[place: string, text: string]>([
	['metadata.name', configMap(`"n-\${pw}"`)],
	['metadata.name', `apiVersion: v1\nkind: Secret\nmetadata: {name: "n-\${pw}"}\n`],
	['metadata.namespace', configMap('a').replace('name:', `namespace: "\${pw:0:3}", name:`)],
	['metadata.labels', configMap('a').replace('name:', `labels: {a: "\${pw}"}, name:`)],
	['metadata.labels', configMap('a').replace('name:', `labels: {a: "x\${pw##[^x]*}"}, name:`)],
	['the name of a field', configMap('a').replace('name:', `annotations: {"example.com/\${pw}": x}, name:`)],
	['the name of a field', `${configMap('a')}data: {"key-\${pw}": x}\n`],
	['the name of a field', `${configMap('a')}data: {list: [{"\${pw}": x}]}\n`],
	['the name of a field', `${configMap('a')}data: {list: ["\${keys}"]}\n`],
	['data.env[].name', `${configMap('a')}data: {env: [{name: "A_\${pw}", value: x}]}\n`],
	['data.mounts[].mountPath', `${configMap('a')}data: {mounts: [{name: a, mountPath: "/\${pw}"}]}\n`],
	['the name of a field', `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {"\${pw}": x}\n`],
])('a value of a Secret gets nowhere near %s: %j', async ([place, text]) => {
	const secrets = {pw: 'hunter2', keys: '{hunter2: 1}'};
	const {manifests, problems} = await render({'a.yaml': text}, {secrets});
	expect(manifests).toEqual([]);
	expect(problems).toMatchObject([{scope: 'source', where: 'a.yaml:1'}]);
	expect(problems[0]?.message).toContain(
		`: ${place} would take a value of a Secret, and everybody sees that: take this variable from a ConfigMap`,
	);
	expect(JSON.stringify(problems)).not.toContain('hun');
});

test('a field is private whatever an expression makes of a value of a Secret, or nothing of it', async () => {
	const text = `${configMap('a')}data: {none: "\${pw##[^x]*}", first: "\${pw:0:1}", or: "\${gone:=\${pw:0:1}}", open: h}\n`;
	const {manifests} = await render({'a.yaml': text}, {secrets: {pw: 'hunter2'}});
	expect(manifests).toMatchObject([
		{body: {data: {first: 'h', or: 'h', open: 'h'}}, privateFields: ['.data.first', '.data.none', '.data.or']},
	]);
});

test('a value of a Secret in an annotation of a Secret is private too', async () => {
	const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: s, annotations: {a: "\${pw}"}}\ndata: {pin: "\${encoded}"}\n`;
	const {manifests} = await render({'a.yaml': text}, {secrets: {pw: 'hunter2', encoded: 'MTI='}});
	expect(manifests).toMatchObject([{privateFields: ['.metadata.annotations.a']}]);
});

test('other values make another render, and the same ones none', async () => {
	const renderer = create();
	const files = {'a.yaml': `${configMap('a')}data: {a: "\${name}"}\n`};
	const first = await render(files, {values: {name: 'x'}}, renderer);
	const again = await render(files, {values: {name: 'x'}}, renderer);
	const other = await render(files, {values: {name: 'y'}}, renderer);
	const secret = await render(files, {secrets: {name: 'x'}}, renderer);
	expect(again).toBe(first);
	expect(new Set([first, other, secret].map(({key}) => key)).size).toBe(3);
});
