import {expect} from 'vitest';
import type {JsonnetOptions, Tool} from '../../../source/model/application.ts';
import {keyOf, whereOf} from '../../../source/model/resource.ts';
import type {Files} from '../../support/temporary-folder.ts';
import {toolTest} from '../../support/tool-test.ts';
import {commit} from './support/files.ts';
import {helmWith, jsonnetWith, kustomizeWith, render} from './support/with-tool.ts';

const configMap = (name: string, data = '{}') =>
	`{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: '${name}'}, data: ${data}}`;

const show = ({manifests, problems}: Awaited<ReturnType<typeof render>>) => ({
	manifests: manifests.map(({id, origin}) => `${keyOf(id).split('/').at(-1)} ${whereOf(origin)}`),
	problems: problems.map(({scope, where, message}) => `${scope} ${where}: ${message}`),
});

toolTest.for<[string, string, readonly string[]]>([
	['one object', configMap('a'), ['a']],
	['a list of objects', `[${configMap('a')}, null, ${configMap('b')}]`, ['a', 'b']],
	['an empty list', '[]', []],
	[
		'a List of Kubernetes',
		`{apiVersion: 'v1', kind: 'List', items: [${configMap('a')}, ${configMap('b')}]}`,
		['a', 'b'],
	],
	['an object of objects as a list', `std.objectValues({x: ${configMap('a')}, y: ${configMap('b')}})`, ['a', 'b']],
	['text of many lines', `[${configMap('a', '{x: "[\\n   {\\n---\\n]", y: [1, [2]], z: []}')}]`, ['a']],
])('%s is what a file in Jsonnet may make', async ([, text, names], {tools}) => {
	const rendered = await render({'web/a.jsonnet': text}, {folder: 'web', program: tools.jsonnet});
	const problems = rendered.problems.map(({message}) => message);
	expect([rendered.manifests.map(({id}) => id.name), problems]).toEqual([names, []]);
});

toolTest('plain files and files in Jsonnet make one application', async ({tools}) => {
	const files = {
		'web/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
		'web/b.jsonnet': `[${configMap('b')}, ${configMap('a')}]`,
		'web/sub/c.jsonnet': configMap('c'),
		'web/lib.libsonnet': 'error "not a manifest"',
	};
	const tool = jsonnetWith({}, true);
	const rendered = await render(files, {folder: 'web', program: tools.jsonnet, tool});
	expect(rendered.tool).toBe('jsonnet v0.22.0');
	expect(show(rendered)).toEqual({
		manifests: ['b web/b.jsonnet', 'a web/b.jsonnet', 'c web/sub/c.jsonnet'],
		problems: [],
	});
	expect(rendered.remarks).toEqual(['ConfigMap a of web/a.yaml:1 gives way to that of web/b.jsonnet']);
});

const text = `(import 'x.libsonnet') + {data+: {
	// import 'not/this'
	text: importstr "own.txt", "import": 'import \\'neither\\'', /* import 'nor this' */
	bytes: std.toString(importbin @'own.txt'),
	block: |||
		import 'nor/that'
	|||,
	variable: std.extVar('who'), number: std.toString(std.extVar('count') + 1),
}}`;

toolTest(
	'imports come from beside the file, from libraries, later ones first, and from the folder',
	async ({tools}) => {
		const files = {
			'web/deep/a.jsonnet': `function(name) ${text} + {metadata: {name: name}} + import 'z.libsonnet'`,
			'web/deep/own.txt': 'own',
			'web/z.libsonnet': '{data+: {folder: "web"}}',
			'one/x.libsonnet': 'error "the later library comes first"',
			'two/x.libsonnet': "(import '../two/y.libsonnet') + {kind: 'ConfigMap'}",
			'two/y.libsonnet': "{apiVersion: 'v1', data: {lib: 'two'}}",
		};
		const options: Partial<JsonnetOptions> = {
			libs: ['one', 'two/'],
			extVars: [
				{name: 'who', value: '$ARGOCD_APP_NAME of $'.concat('{ARGOCD_APP_PROJECT_NAME} $$HOME $HOME'), code: false},
				{name: 'count', value: '2', code: true},
			],
			tlas: [{name: 'name', value: 'web', code: false}],
		};
		const tool = jsonnetWith(options, true);
		const {manifests, problems} = await render(files, {folder: 'web', program: tools.jsonnet, tool});
		expect(problems).toEqual([]);
		expect(manifests.map(({body}) => body.data)).toEqual([
			{
				...{text: 'own', import: "import 'neither'", bytes: '[111, 119, 110]', block: "import 'nor/that'\n"},
				...{variable: 'shop of default $HOME ', number: '3', lib: 'two', folder: 'web'},
			},
		]);
	},
);

const deep = 'a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p';
const up = '../'.repeat(16);

toolTest.for<[string, {readonly files: Files; readonly libs?: readonly string[]; readonly problem: string}]>([
	[
		'that is not there',
		{files: {'web/a.jsonnet': "import 'b'"}, problem: 'web/a.jsonnet:1: it imports "b", which is not there'},
	],
	[
		'from an address with a password',
		{
			files: {'web/a.jsonnet': "import 'https://ada:secret@host/b'"},
			problem: 'web/a.jsonnet:1: it imports "https://host/b", which is not there',
		},
	],
	[
		'of an absolute path, in escapes',
		{
			files: {'web/a.jsonnet': "\n\nimportstr '\\u002fetc/passwd'"},
			problem: 'web/a.jsonnet:3: it imports "/etc/passwd", which is outside',
		},
	],
	[
		'that leads out',
		{
			files: {'web/a.jsonnet': `importstr @"${up}etc/passwd"`},
			problem: `web/a.jsonnet:1: it imports "${up}etc/passwd", which leads out`,
		},
	],
	[
		'that leads out from the file, and not from a library',
		{
			files: {'web/a.jsonnet': `importstr '${up}etc/passwd'`, [`${deep}/x`]: '', 'etc/passwd': 'ours'},
			libs: [deep],
			problem: `web/a.jsonnet:1: it imports "${up}etc/passwd", which leads out`,
		},
	],
	[
		'in what is imported',
		{
			files: {'web/a.jsonnet': "import 'b.libsonnet'", 'web/b.libsonnet': "{a: import'/x'}"},
			problem: 'web/b.libsonnet:1: it imports "/x"',
		},
	],
	[
		'of a library outside',
		{files: {'web/a.jsonnet': '{}'}, libs: ['../x'], problem: 'web/a.jsonnet: directory.jsonnet.libs "../x" leads out'},
	],
])('an import %s is refused before anything is run', async ([, {files, libs = [], problem}], {tools}) => {
	const run = {folder: 'web', program: tools.jsonnet, tool: jsonnetWith({libs})};
	const {manifests, problems} = await render(files, run);
	expect([manifests, problems.map(({where, message}) => `${where}: ${message}`)]).toEqual([
		[],
		[expect.stringContaining(problem)],
	]);
});

toolTest('a symbolic link is not imported', async ({tools}) => {
	const files = {'web/a.jsonnet': "importstr 'b.txt'", 'web/b.txt': '/etc/passwd'};
	const rendered = await render(files, {folder: 'web', program: tools.jsonnet, kinds: {'web/b.txt': 'link'}});
	expect(show(rendered).problems).toEqual([
		'source web/a.jsonnet:1: it imports "b.txt", which is a symbolic link: commit the file itself',
	]);
});

toolTest.for<[string, string, string]>([
	['can not be parsed', '{a: 1,, b}', 'web/a.jsonnet:1 jsonnet v0.22.0: web/a.jsonnet:1:7-8 Unexpected: ","'],
	['fails', "{a: error 'boom'}", 'web/a.jsonnet:1 jsonnet v0.22.0: boom web/a.jsonnet:1:5-17'],
	['wants an argument', 'function(x) x', 'web/a.jsonnet jsonnet v0.22.0: Missing argument: x'],
	[
		'goes on for ever',
		'local f(x) = f(x + 1) + 1; f(0)',
		'web/a.jsonnet:1 jsonnet v0.22.0: max stack frames exceeded.',
	],
	['makes text', "'x'", 'web/a.jsonnet this is text, not an object'],
	[
		'makes an object of objects',
		`{a: ${configMap('a')}}`,
		'web/a.jsonnet it makes an object that is none of Kubernetes',
	],
])('a file in Jsonnet that %s is told with its place', async ([, content, problem], {tools}) => {
	const {manifests, problems} = await render({'web/a.jsonnet': content}, {folder: 'web', program: tools.jsonnet});
	expect([manifests, problems.map(({where, message}) => `${where} ${message}`)]).toEqual([
		[],
		[expect.stringContaining(problem)],
	]);
});

toolTest.for<[string, {readonly files: Files; readonly tool: Tool; readonly found: string}]>([
	[
		"a chart's parameters, value files and file parameters",
		{
			files: {
				'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
				'web/shop.yaml': 'a: file\n',
				'web/templates/a.yaml':
					'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: "{{ .Values.a }} {{ .Values.b }} {{ .Values.c | trim }} {{ .Values.d }}"}\n',
			},
			tool: helmWith({
				valueFiles: ['$ARGOCD_APP_NAME.yaml'],
				parameters: [
					{name: 'b', value: '$'.concat('{ARGOCD_APP_REVISION_SHORT}'), forceString: true},
					{name: 'd', value: '$KUBE_VERSION', forceString: true},
				],
				fileParameters: [{name: 'c', path: '$'.concat('{ARGOCD_APP_NAME}.yaml')}],
			}),
			found: `"x":"file ${commit.slice(0, 7)} a: file 1.36.3"`,
		},
	],
	[
		"a kustomization's images, labels and annotations",
		{
			files: {
				'web/kustomization.yaml': 'resources: [a.yaml]\n',
				'web/a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: a}]}\n',
			},
			tool: kustomizeWith({
				images: ['a=b:$ARGOCD_APP_REVISION_SHORT_8'],
				labels: {app: '$ARGOCD_APP_NAME'},
				annotations: {rev: '$ARGOCD_APP_REVISION'},
				annotationsEnvsubst: true,
			}),
			found: `"annotations":{"rev":"${commit}"},"labels":{"app":"shop"},"name":"a"},"spec":{"containers":[{"image":"b:${commit.slice(0, 8)}"`,
		},
	],
	[
		'no annotations without commonAnnotationsEnvsubst',
		{
			files: {
				'web/kustomization.yaml': 'resources: [a.yaml]\n',
				'web/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
			},
			tool: kustomizeWith({annotations: {rev: '$ARGOCD_APP_REVISION'}}),
			found: '"rev":"$ARGOCD_APP_REVISION"',
		},
	],
])('build variables are put into %s', async ([, {files, tool, found}], {tools}) => {
	const program = tool.kind === 'helm' ? tools.helm4 : tools.kustomize;
	const {manifests, problems} = await render(files, {folder: 'web', program, tool});
	expect(problems).toEqual([]);
	expect(JSON.stringify(manifests.map(({body}) => body))).toContain(found);
});
