import {expect} from 'vitest';
import {toolTest} from '../../support/tool-test.ts';
import {configMap, type Files} from './support/files.ts';
import {renderCounting} from './support/render-counting.ts';
import {kustomizeWith, type render} from './support/with-tool.ts';

const web = (text: string, files: Files = {}): Files => ({'web/kustomization.yaml': text, ...files});
const inPlace = (body: string) => `transformers:\n- |-\n  ${body.replaceAll('\n', '\n  ')}\n`;
const builtin = (kind: string, rest: string) => `apiVersion: builtin\nkind: ${kind}\nmetadata: {name: x}\n${rest}`;
const wouldTake = (key: string, meant: string, where = 'web/kustomization.yaml:1') =>
	`${where} Kustomize would take "${key}" for ${meant}`;
const elsewhere = (field: string, reference: string, where = 'web/kustomization.yaml:1') =>
	`${where} ${field}: "${reference}" is fetched from elsewhere`;

type Case = readonly [files: Files, problem: string, more?: Pick<Parameters<typeof render>[1], 'kinds' | 'tool'>];

toolTest.for<[string, Case]>([
	['a field in capitals', [web('RESOURCES: [../../../../outside]'), wouldTake('RESOURCES', 'resources')]],
	['a field with one capital', [web('Resources: ["URL/x.yaml"]'), wouldTake('Resources', 'resources')]],
	['a field with a long s', [web('reſourceſ: ["URL/x.yaml"]'), wouldTake('reſourceſ', 'resources')]],
	[
		'a field that is there twice',
		[
			web('resources: [a.yaml]\nResources: ["URL/x.yaml"]', {'web/a.yaml': configMap('a')}),
			wouldTake('Resources', 'resources', 'web/kustomization.yaml:2'),
		],
	],
	['a field that is merged', [web('<<: {Crds: ["URL/x.yaml"]}'), wouldTake('Crds', 'crds')]],
	['a field of charts in capitals', [web('HelmCharts: [{name: x}]'), wouldTake('HelmCharts', 'helmCharts')]],
	['the path of a patch', [web('patches: [{Path: "URL/x.yaml"}]'), wouldTake('Path', 'path')]],
	['the path of an old patch', [web('patchesJson6902: [{PATH: "URL/x.yaml"}]'), wouldTake('PATH', 'path')]],
	['the path of a replacement', [web('replacements: [{patH: "URL/x.yaml"}]'), wouldTake('patH', 'path')]],
	['the files of a generator', [web('configMapGenerator: [{name: a, fileſ: ["URL/x"]}]'), wouldTake('fileſ', 'files')]],
	['the variables of a generator', [web('secretGenerator: [{name: a, Envs: ["URL/x"]}]'), wouldTake('Envs', 'envs')]],
	[
		"an application's patch",
		[
			web('resources: [a.yaml]', {'web/a.yaml': configMap('a')}),
			wouldTake('Path', 'path', 'spec.source.kustomize.patches[0].Path'),
			{tool: kustomizeWith({patches: [{Path: 'URL/x.yaml'}]})},
		],
	],
	[
		'a field in a base',
		[
			web('resources: [../base]', {'base/kustomization.yaml': 'kind: Component\nBases: ["URL/x"]'}),
			'base/kustomization.yaml:2 Kustomize would take "Bases" for bases',
		],
	],
	...['URL/x.yaml', 'file:///tmp/x', 'ssh://git@host/x', 'user@host:x/y', 'git::https://host/x', 'github.com/a/b'].map(
		(reference): [string, Case] => [
			`the address ${reference}`,
			[web(`components: ["${reference}"]`), elsewhere('components', reference.replace(/\w+@/, ''))],
		],
	),
	['an address that leads back', [web('resources: ["URL/../../.."]'), elsewhere('resources', 'URL/../../..')]],
	[
		'a file under the name of an address',
		[
			web('resources: ["http://x/a.yaml"]', {'web/http:/x/a.yaml': configMap('a')}),
			elsewhere('resources', 'http://x/a.yaml'),
		],
	],
	...['crds', 'configurations', 'bases', 'generators', 'validators', 'patchesStrategicMerge'].map(
		(field): [string, Case] => [`an address in ${field}`, [web(`${field}: ["URL/x"]`), elsewhere(field, 'URL/x')]],
	),
	['the address of a schema', [web('openapi: {path: "URL/x"}'), elsewhere('openapi.path', 'URL/x')]],
	[
		'several documents',
		[web('resources: []\n---\nresources: ["URL/x"]'), 'web/kustomization.yaml:1 expected a single document'],
	],
	[
		'two kustomizations in a folder',
		[web('resources: []', {'web/Kustomization': 'resources: []'}), 'web/kustomization.yaml beside it is Kustomization'],
	],
	[
		'a kustomization that is a link',
		[web('resources: []'), 'web/kustomization.yaml this is a link', {kinds: {'web/kustomization.yaml': 'link'}}],
	],
	[
		'a resource in a submodule',
		[
			web('resources: [sub/base]', {'web/sub': ''}),
			'web/kustomization.yaml:1 resources: "sub/base" lies in "web/sub", which is a submodule',
			{kinds: {'web/sub': 'submodule'}},
		],
	],
	[
		'an encrypted file beside the folder',
		[
			web('secretGenerator: [{name: a, files: [../key.yaml]}]', {'key.yaml': 'a: ENC[x]\nsops: {mac: x}\n'}),
			'web/kustomization.yaml:1 secretGenerator[].files: "../key.yaml" lies outside of the folder of this kustomization',
		],
	],
	...[
		['PatchTransformer', 'path: "URL/x"', 'patches[].path'],
		['ValueAddTransformer', 'targetFilePath: "URL/x"', 'patches[].path'],
		['ReplacementTransformer', 'replacements: [{path: "URL/x"}]', 'replacements[].path'],
		['PatchStrategicMergeTransformer', 'paths: ["URL/x"]', 'patchesStrategicMerge'],
		['ConfigMapGenerator', 'files: ["URL/x"]', 'configMapGenerator[].files'],
	].map(([kind = '', rest = '', field = '']): [string, Case] => [
		`an address in a ${kind}`,
		[web(inPlace(builtin(kind, rest))), elsewhere(field, 'URL/x', 'web/kustomization.yaml:2')],
	]),
	[
		'a misspelt path in a transformer',
		[
			web('transformers: [t.yaml]', {'web/t.yaml': builtin('PatchTransformer', 'Path: "URL/x"')}),
			'web/t.yaml transformers: Kustomize would take "Path" for path',
		],
	],
	[
		'misspelt paths in a second document',
		[
			web('transformers: [t.yaml]', {
				'web/t.yaml': `${builtin('HashTransformer', '')}---\n${builtin('ValueAddTransformer', 'targetfilepath: "URL/x"')}`,
			}),
			'web/t.yaml transformers: Kustomize would take "targetfilepath" for targetFilePath',
		],
	],
	[
		'an address in a folder of transformers',
		[
			web('transformers: [../more]', {
				'more/kustomization.yaml': 'resources: [t.yaml]',
				'more/t.yaml': builtin('PatchTransformer', 'path: "URL/x"'),
			}),
			elsewhere('patches[].path', 'URL/x', 'web/kustomization.yaml'),
		],
	],
	[
		'a folder of transformers that are changed',
		[
			web('transformers: [../more]', {'more/kustomization.yaml': 'patches: [{patch: "[]"}]'}),
			'more/kustomization.yaml:1 patches: a kustomization of generators or transformers may have nothing but resources',
		],
	],
	[
		'a transformer that is also content',
		[
			web('transformers: [t.yaml]\nconfigMapGenerator: [{name: a, files: [t.yaml]}]', {
				'web/t.yaml': builtin('HashTransformer', ''),
			}),
			'web/t.yaml this says what Kustomize does, and is also a file that it reads as content',
		],
	],
	[
		'a kustomization that is also content',
		[
			web('configMapGenerator: [{name: a, files: [kustomization.yaml]}]'),
			'web/kustomization.yaml this says what Kustomize does, and is also a file that it reads as content',
		],
	],
	[
		'a list in place of a kustomization',
		[
			web('resources: [base]', {'web/base/kustomization.yaml': '- a\n'}),
			'web/base/kustomization.yaml this is no mapping',
		],
	],
	[
		'a transformer with nothing in it',
		[web('transformers: [t.yaml]', {'web/t.yaml': '# nothing\n'}), 'web/t.yaml transformers: there is nothing in it'],
	],
	[
		'charts in a generator',
		[
			web(inPlace(builtin('HelmChartInflationGenerator', ''))),
			'web/kustomization.yaml:2 transformers: HelmChartInflationGenerator of builtin',
		],
	],
])('of a kustomization, %s is refused, and nothing is fetched', async ([, [files, problem, more = {}]], {tools}) => {
	expect(await renderCounting(files, {folder: 'web', program: tools.kustomize, ...more})).toEqual({
		names: [],
		problems: [expect.stringContaining(problem)],
		requests: 0,
	});
});

const resources = {'web/a.yaml': configMap('a')};
const hidden = (mark: string) =>
	builtin('PatchTransformer', `#${mark}path: URL/x\npatch: ${JSON.stringify(`${configMap('a')}data: {b: c}\n`)}\n`);

toolTest.for([
	['a separator of lines', '\u2028'],
	['a separator of paragraphs', '\u2029'],
	['the next line', '\u0085'],
] as const)('what Kustomize would find in a comment behind %s is not there', async ([, mark], {tools}) => {
	const inFile = web('resources: [a.yaml]\ntransformers: [t.yaml]', {...resources, 'web/t.yaml': hidden(mark)});
	const writtenOut = web(JSON.stringify({resources: ['a.yaml'], transformers: [hidden(mark)]}), resources);
	for (const files of [inFile, writtenOut]) {
		const told = await renderCounting(files, {folder: 'web', program: tools.kustomize});
		expect(told).toEqual({names: ['ConfigMap a'], problems: [], requests: 0});
	}
});

toolTest.for<[string, Files, readonly string[]]>([
	[
		'a transformer that is written out',
		web(
			`resources: [a.yaml]\n${inPlace(builtin('PrefixTransformer', 'prefix: x-\nfieldSpecs: [{path: metadata/name}]'))}`,
			resources,
		),
		['ConfigMap x-a'],
	],
	[
		'a generator that is written out, with its file',
		web(
			`generators:\n- |-\n  ${builtin('ConfigMapGenerator', 'files: [b.txt]\noptions: {disableNameSuffixHash: true}').replaceAll('\n', '\n  ')}\n`,
			{
				'web/b.txt': 'b',
			},
		),
		['ConfigMap x'],
	],
	[
		'a transformer in a file below, which reads beside the kustomization',
		web('resources: [a.yaml]\ntransformers: [t/t.yaml]', {
			...resources,
			'web/t/t.yaml': builtin('PatchTransformer', 'path: p.yaml\n'),
			'web/p.yaml': `${configMap('a')}data: {b: c}\n`,
		}),
		['ConfigMap a'],
	],
	[
		'a folder of transformers',
		web('resources: [a.yaml]\ntransformers: [../more]', {
			...resources,
			'more/kustomization.yaml': 'resources: [t.yaml]',
			'more/t.yaml': builtin('PrefixTransformer', 'prefix: y-\nfieldSpecs: [{path: metadata/name}]'),
		}),
		['ConfigMap y-a'],
	],
	['a kustomization that begins with a BOM', web('\ufeffresources: [a.yaml]', resources), ['ConfigMap a']],
	['a merge key', web('<<: {resources: [a.yaml]}', resources), ['ConfigMap a']],
])('of a kustomization, %s is rendered', async ([, files, names], {tools}) => {
	const told = await renderCounting(files, {folder: 'web', program: tools.kustomize});
	expect(told).toEqual({names, problems: [], requests: 0});
});
