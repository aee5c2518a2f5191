import {expect} from 'vitest';
import {usualLimits} from '../../../source/adapters/render/tools/limits.ts';
import type {Tool} from '../../../source/model/application.ts';
import {toolTest} from '../../support/tool-test.ts';
import type {Files} from './support/files.ts';
import {measureTurns} from './support/turns.ts';
import {helmWith, jsonnetWith, render} from './support/with-tool.ts';

const mebibyte = 1024 * 1024;
const longestTurnMs = 200;
const limits = {...usualLimits, time: 1000};

type Hostile = {
	readonly files: Files;
	readonly kinds?: Parameters<typeof render>[1]['kinds'];
	readonly tool?: Tool;
	/** The beginning of the only problem. */
	readonly problem: string;
};

const chart = {'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n'};
const template = (text: string) => ({...chart, 'web/templates/a.yaml': text});
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const kustomization = (text: string, files: Files = {}) => ({'web/kustomization.yaml': text, ...files});
const transformer = (text: string) =>
	kustomization('resources: [a.yaml]\ntransformers: [t.yaml]', {'web/a.yaml': configMap, 'web/t.yaml': text});
const functionOf = (text: string) =>
	`apiVersion: v1\nkind: Thing\nmetadata:\n  name: x\n  annotations:\n    config.kubernetes.io/function: |\n      ${text}\n`;
const letters = [...'abcdefghi'];
const bomb = letters
	.map((letter, index) => {
		const items = Array.from({length: 9}, () => (index === 0 ? '"lol"' : `*${letters[index - 1]}`));
		return `${letter}: &${letter} [${items.join(', ')}]\n`;
	})
	.join('');

toolTest.for<[string, Hostile]>([
	[
		'a link in a chart',
		{
			files: {...chart, 'web/values.yaml': '/etc/passwd'},
			kinds: {'web/values.yaml': 'link'},
			problem: 'web/values.yaml this is a symbolic link',
		},
	],
	[
		'a submodule in a chart',
		{
			files: {...chart, 'web/charts/x': ''},
			kinds: {'web/charts/x': 'submodule'},
			problem: 'web/charts/x this is a submodule',
		},
	],
	[
		'a link in a kustomization',
		{
			files: kustomization('resources: [a.yaml]', {'web/a.yaml': '/etc/passwd'}),
			kinds: {'web/a.yaml': 'link'},
			problem: 'web/kustomization.yaml:1 resources: "a.yaml" is a symbolic link',
		},
	],
	[
		'a path out of the repository',
		{
			files: kustomization('configMapGenerator: [{name: a, files: [../../../etc/passwd]}]'),
			problem: 'web/kustomization.yaml:1 configMapGenerator[].files: "../../../etc/passwd" leads out',
		},
	],
	[
		'an absolute path',
		{
			files: kustomization('configMapGenerator: [{name: a, envs: [/proc/self/environ]}]'),
			problem: 'web/kustomization.yaml:1 configMapGenerator[].envs: "/proc/self/environ" leads out',
		},
	],
	[
		'an absolute value file',
		{
			files: chart,
			tool: helmWith({valueFiles: ['/../../etc/passwd']}),
			problem: 'spec.source.helm.valueFiles[0] "/../../etc/passwd" leads out',
		},
	],
	[
		'two names that are one',
		{
			files: {...chart, 'web/templates/A.yaml': 'a: 1', 'web/templates/a.yaml': 'a: 1'},
			problem: 'web/templates/a.yaml on some file systems this is the same as web/templates/A.yaml',
		},
	],
	[
		'two folders that are one',
		{
			files: {...chart, 'web/Templates/x.yaml': '', 'web/templates/a.yaml': ''},
			problem: 'web/templates/a.yaml on some file systems this is the same as web/Templates',
		},
	],
	[
		'two spellings of one letter',
		{files: {...chart, 'web/\u00e9.txt': '', 'web/e\u0301.txt': ''}, problem: 'web/e\u0301.txt on some file systems'},
	],
	[
		'a name with control characters',
		{
			files: {...chart, 'web/templates/a\n\u001b[2J.yaml': 'a: 1'},
			problem: 'web/templates/a\\x0a\\x1b[2J.yaml its name holds control characters',
		},
	],
	[
		'a name that is too long',
		{files: {...chart, [`web/${'a'.repeat(256)}`]: ''}, problem: `web/${'a'.repeat(256)} its name is too long`},
	],
	[
		'a giant file',
		{
			files: {...chart, 'web/files/x.bin': Buffer.alloc(17 * mebibyte)},
			problem: 'web/files/x.bin the file has 17.0 MB',
		},
	],
	[
		'many large files',
		{
			files: {
				...chart,
				...Object.fromEntries([...'abcde'].map(name => [`web/${name}.bin`, Buffer.alloc(14 * mebibyte, name)])),
			},
			problem: 'web/Chart.yaml what is read for this has 70.0 MB',
		},
	],
	[
		'a pointer of Git LFS in a chart',
		{
			files: {...chart, 'web/values.yaml': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n'},
			problem: 'web/values.yaml:1 this is only a pointer of Git LFS',
		},
	],
	[
		'a bomb of aliases in a kustomization',
		{
			files: kustomization(`${bomb}resources: []\n`),
			problem: 'web/kustomization.yaml:1 its aliases make more than 3 MB',
		},
	],
	[
		"a bomb of aliases in a chart's values",
		{
			files: {...template('a: 1'), 'web/values.yaml': bomb},
			problem: 'web/values.yaml helm v4.3.1: cannot load values.yaml',
		},
	],
	...['file:///etc/hostname', '../../../../etc/hostname', '/etc/hostname', '%2e%2e/x.json', 'http://127.0.0.1:1/x'].map(
		(reference): [string, Hostile] => [
			`a schema that refers to ${reference}`,
			{
				files: {...template('a: 1'), 'web/values.schema.json': JSON.stringify({properties: {a: {$ref: reference}}})},
				problem: `web/values.schema.json the schema refers to ${reference}, which is outside`,
			},
		],
	),
	[
		'a chart with two billion lines',
		{files: template('{{ range until 2000000000 }}a{{ end }}'), problem: 'web/Chart.yaml helm v4.3.1: '},
	],
	[
		'templates that include themselves',
		{
			files: template('{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}'),
			problem: 'web/templates/a.yaml:1 helm v4.3.1: ',
		},
	],
	[
		'templates that are made of values without end',
		{
			files: {...template('{{ tpl .Values.t . }}'), 'web/values.yaml': 't: "{{ tpl .Values.t . }}"\n'},
			problem: 'web/Chart.yaml helm v4.3.1: ',
		},
	],
	[
		'a function that is a program',
		{
			files: transformer(functionOf('exec: {path: ./x.sh}')),
			problem: 'web/t.yaml transformers: Thing of v1 is not built into Kustomize',
		},
	],
	[
		'a function in a container',
		{
			files: transformer(functionOf('container: {image: evil}')),
			problem: 'web/t.yaml transformers: Thing of v1 is not built into Kustomize',
		},
	],
	[
		'a plugin of Kustomize',
		{
			files: transformer('apiVersion: team.example/v1\nkind: Evil\nmetadata: {name: x}\n'),
			problem: 'web/t.yaml transformers: Evil of team.example/v1 is not built into Kustomize',
		},
	],
	[
		'an evaluation that takes all memory',
		{
			files: {'web/a.jsonnet': 'std.foldl(function(a, b) a + a, std.range(1, 60), "x")'},
			tool: jsonnetWith({}),
			problem: 'web/a.jsonnet jsonnet v0.22.0: ',
		},
	],
])(
	'%s is refused or bounded, and told with its file',
	{timeout: 20_000},
	async ([, {files, kinds = {}, tool, problem}], {tools}) => {
		const program =
			tool?.kind === 'directory' ? tools.jsonnet : 'web/Chart.yaml' in files ? tools.helm4 : tools.kustomize;
		const turns = measureTurns();
		const rendered = await render(files, {folder: 'web', program, kinds, limits, ...(tool ? {tool} : {})});
		expect.soft(turns.longest()).toBeLessThan(longestTurnMs);
		expect([rendered.manifests, rendered.problems.map(({where, message}) => `${where} ${message}`)]).toEqual([
			[],
			[expect.stringContaining(problem)],
		]);
	},
);
