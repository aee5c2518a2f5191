import {expect, test} from 'vitest';
import type {Tool} from '../../../source/model/application.ts';
import type {Files} from '../../support/temporary-folder.ts';
import {toolTest} from '../../support/tool-test.ts';
import {helmWith, kustomizeWith, render} from './support/with-tool.ts';

const chart = {'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n'};
const otherwise = {'web/Chart.yaml': 'apiVersion: v2\nname: other\nversion: 1.0.0\n'};
const simple = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';

type Trouble = {
	readonly files: Files;
	readonly tool?: Tool;
	readonly problem: string;
};

toolTest.for<[string, Trouble]>([
	[
		'a resource that is not there',
		{
			files: {'web/kustomization.yaml': 'resources: [a.yaml]'},
			problem: 'web/kustomization.yaml:1 resources: "a.yaml" is not there',
		},
	],
	[
		'a base from elsewhere',
		{
			files: {'web/kustomization.yaml': 'resources: ["https://user:hunter2@host/x//y?ref=main"]'},
			problem: 'web/kustomization.yaml:1 resources: "https://host/x//y?ref=main" is fetched from elsewhere',
		},
	],
	[
		'a base from elsewhere, written as for SSH,',
		{
			files: {'web/kustomization.yaml': 'resources: ["user:hunter2@host:x"]'},
			problem: 'web/kustomization.yaml:1 resources: "host:x" is',
		},
	],
	[
		'a base outside of the repository',
		{
			files: {'web/kustomization.yaml': 'resources: [../../x]'},
			problem: 'web/kustomization.yaml:1 resources: "../../x" leads out',
		},
	],
	[
		'charts within a kustomization',
		{
			files: {'web/kustomization.yaml': 'helmCharts: [{name: a}]'},
			problem: 'web/kustomization.yaml:1 helmCharts makes Kustomize fetch',
		},
	],
	[
		'a field that Kustomize does not know',
		{
			files: {'web/kustomization.yaml': 'resources: [a.yaml]\nnonsense: 1', 'web/a.yaml': simple},
			problem: 'web/kustomization.yaml:2 unknown field "nonsense": Kustomize has none',
		},
	],
	[
		'a label that the kustomization has',
		{
			files: {'web/kustomization.yaml': 'commonLabels: {team: a}'},
			tool: kustomizeWith({labels: {team: 'b'}}),
			problem: 'spec.source.kustomize.commonLabels the label team is in the kustomization already',
		},
	],
	[
		'a pointer of Git LFS',
		{
			files: {
				'web/kustomization.yaml': 'resources: [a.yaml]',
				'web/a.yaml': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n',
			},
			problem: 'web/a.yaml:1 this is only a pointer of Git LFS',
		},
	],
	[
		'a value file that is not there',
		{
			files: chart,
			tool: helmWith({valueFiles: ['prod.yaml']}),
			problem: 'spec.source.helm.valueFiles[0] the value file "prod.yaml" is not there',
		},
	],
	[
		'a value file from elsewhere',
		{
			files: chart,
			tool: helmWith({valueFiles: ['https://host/values.yaml']}),
			problem: 'spec.source.helm.valueFiles[0] "https://host/values.yaml" is fetched from elsewhere',
		},
	],
	[
		'a value file from elsewhere with a password',
		{
			files: chart,
			tool: helmWith({valueFiles: ['https://user:hunter2@host/values.yaml']}),
			problem: 'spec.source.helm.valueFiles[0] "https://host/values.yaml" is fetched from elsewhere',
		},
	],
	[
		'a schema from elsewhere',
		{
			files: {...chart, 'web/values.schema.json': '{"$ref": "https://user:hunter2@host/schema"}'},
			problem: 'web/values.schema.json the schema refers to https://host/schema, which is outside of it',
		},
	],
	[
		'a broken text of values',
		{
			files: chart,
			tool: helmWith({values: 'a: [b'}),
			problem: 'spec.source.helm.values helm v4.3.1: failed to parse spec.source.helm.values: ',
		},
	],
	[
		'a version of Kubernetes that is none',
		{files: chart, tool: helmWith({kubeVersion: 'one'}), problem: 'spec.source.helm.kubeVersion helm v4.3.1: '},
	],
	[
		'a name of a parameter that is none',
		{
			files: chart,
			tool: helmWith({parameters: [{name: 'a[b]', value: 'x', forceString: false}]}),
			problem: 'spec.source.helm.parameters helm v4.3.1: ',
		},
	],
	[
		'an image that is none',
		{
			files: {'web/kustomization.yaml': 'resources: []'},
			tool: kustomizeWith({images: ['nginx']}),
			problem: 'spec.source.kustomize.images the image "nginx" is not written',
		},
	],
	[
		'a resource that is no YAML',
		{
			files: {'web/kustomization.yaml': 'resources: [a.yaml]', 'web/a.yaml': `${simple} bad: x\n`},
			problem: "web/a.yaml:3 kustomize v5.8.2: accumulating resources from 'a.yaml': MalformedYAMLError: yaml: line 3",
		},
	],
	[
		'a resource that is there twice',
		{
			files: {'web/kustomization.yaml': 'resources: [a.yaml, b.yaml]', 'web/a.yaml': simple, 'web/b.yaml': simple},
			problem:
				"web/b.yaml kustomize v5.8.2: merging resources from 'b.yaml': " +
				'may not add resource with an already registered id: ConfigMap.v1.[noGrp]/a.[noNs]',
		},
	],
	[
		'what is to be merged into nothing',
		{
			files: {'web/kustomization.yaml': 'configMapGenerator: [{name: x, behavior: merge, literals: [a=b]}]'},
			problem: 'web/kustomization.yaml kustomize v5.8.2: merging from generator: id ',
		},
	],
	[
		'a dependency that is not vendored',
		{
			files: {
				'web/Chart.yaml': `${chart['web/Chart.yaml']}dependencies: [{name: db, version: 1.0.0, repository: "https://host/charts"}]\n`,
			},
			problem: `web/Chart.yaml the chart's dependency "db" can't be fetched: nothing is fetched here`,
		},
	],
	[
		'a template that is broken',
		{
			files: {...chart, 'web/templates/a.yaml': 'kind: {{ .Values.a.b.c }}\n'},
			problem: 'web/templates/a.yaml:1 helm v4.3.1: ',
		},
	],
	[
		'a broken template of a chart that is called otherwise than its folder',
		{
			files: {...otherwise, 'web/templates/sub/a.yaml': 'a: 1\nb: {{ .Values.a.b.c }}\n'},
			problem: 'web/templates/sub/a.yaml:2 helm v4.3.1: ',
		},
	],
	[
		'what is no YAML',
		{
			files: {...otherwise, 'web/templates/a.yaml': 'a: 1\nb: 2\n c: 3\n'},
			problem:
				'web/templates/a.yaml helm v4.3.1: YAML parse error on other/templates/a.yaml: ' +
				'error converting YAML to JSON: yaml: line 3 of what it renders to: ',
		},
	],
	[
		'a key that a template has twice',
		{
			files: {...otherwise, 'web/templates/sub/a.yaml': `${simple}data: {x: y}\ndata: {x: z}\n`},
			problem: 'web/templates/sub/a.yaml line 7 of what it renders to: duplicate key "data" (column 1)',
		},
	],
	[
		'a broken template of a subchart under another name',
		{
			files: {
				...otherwise,
				'web/Chart.yaml': `${otherwise['web/Chart.yaml']}dependencies: [{name: db, alias: store, version: 1.0.0, repository: "https://host/"}]\n`,
				'web/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
				'web/charts/db/charts/deep/Chart.yaml': 'apiVersion: v2\nname: tool\nversion: 1.0.0\n',
				'web/charts/db/charts/deep/templates/a.yaml': 'a: 1\n\nb: {{ fail "no" }}\n',
			},
			problem: 'web/charts/db/charts/deep/templates/a.yaml:3 helm v4.3.1: ',
		},
	],
])('%s is told with its file', async ([, {files, tool, problem}], {tools}) => {
	const isHelm = tool?.kind === 'helm' || 'web/Chart.yaml' in files;
	const program = isHelm ? tools.helm4 : tools.kustomize;
	const {manifests, problems} = await render(files, {folder: 'web', program, ...(tool ? {tool} : {})});
	expect(manifests).toEqual([]);
	expect(problems.map(({where, message}) => `${where} ${message}`)).toEqual([expect.stringContaining(problem)]);
	expect(JSON.stringify(problems)).not.toMatch(/hunter2|--debug/);
});

toolTest('without the program, the application says what to install', async () => {
	const {manifests, problems} = await render(chart, {folder: 'web', program: '/nowhere/helm'});
	expect([manifests, problems.map(({scope}) => scope)]).toEqual([[], ['application']]);
	expect(problems[0]?.message).toContain('helm is not on the PATH: install it');
});

test.for<[string, Files, Tool?]>([
	['plain files', {'web/a.yaml': simple, 'web/.argocd-source.yaml': 'directory: {recurse: true}'}],
	['a kustomization', {'web/kustomization.yaml': 'resources: []', 'web/.argocd-source-shop.yaml': 'kustomize: {}'}],
	['a chart', {...chart, 'web/.argocd-source-shop.yaml': 'helm: {}'}],
	['a plugin', {'web/.argocd-source.yaml': 'plugin: {}'}, {kind: 'plugin', name: 'own', env: [], parameters: []}],
])('%s beside which Argo CD finds parameters are refused', async ([, files, tool]) => {
	const {manifests, problems} = await render(files, {folder: 'web', program: '/nowhere/helm', ...(tool ? {tool} : {})});
	const message = expect.stringContaining('overrides parameters in Argo CD');
	const where = expect.stringMatching(/^web\/\.argocd-source/);
	expect([manifests, problems]).toEqual([[], [{scope: 'application', where, message}]]);
});

test.for<[string, Files, readonly string[]]>([
	['of other folders', {'web/a.yaml': simple, '.argocd-source.yaml': 'a: 1', 'web/b/.argocd-source.yaml': 'a: 1'}, []],
	['for other applications', {...chart, 'web/.argocd-source-other.yaml': 'helm: {}'}, ['web/Chart.yaml']],
])('parameters %s hold nothing back', async ([, files, others]) => {
	const {problems} = await render(files, {folder: 'web', program: '/nowhere/helm'});
	expect(problems.map(({where}) => where)).toEqual(others);
});
