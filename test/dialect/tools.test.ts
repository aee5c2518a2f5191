import {expect, test} from 'vitest';
import {readApplication} from '../../source/dialect/read-application.ts';
import {writeApplication} from '../../source/dialect/write-application.ts';
import {plainDirectory, plainHelm, plainKustomize, type Tool} from '../../source/model/application.ts';
import type {JsonObject} from '../../source/model/json.ts';

const repoURL = 'https://git.example/shop.git';

function read(source: JsonObject) {
	const metadata = {name: 'shop'};
	return readApplication({apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec: {source}}, 'a:1');
}

const changedKustomization = {
	kind: 'kustomize',
	...plainKustomize,
	namePrefix: 'a-',
	nameSuffix: '-z',
	namespace: 'shop',
	images: ['nginx:1.29'],
	replicas: [{name: 'web', count: 0}],
	patches: [{path: 'p.yaml'}, {patch: '- op: remove', target: {kind: 'Service'}, options: {allowNameChange: true}}],
	components: ['../parts'],
	ignoreMissingComponents: true,
	labels: {team: 'shop'},
	annotations: {owner: 'ann'},
	forceLabels: true,
	forceAnnotations: true,
	labelWithoutSelector: true,
	labelIncludeTemplates: true,
	annotationsEnvsubst: true,
	version: 'v5.4.3',
} as const;

const chartWithValues = {
	kind: 'helm',
	...plainHelm,
	releaseName: 'web',
	namespace: 'shop',
	valueFiles: ['values-prod.yaml', '/shared/*.yaml'],
	ignoreMissingValueFiles: true,
	values: 'a: 1\n',
	parameters: [
		{name: 'image.tag', value: '1.2', forceString: true},
		{name: 'replicas', value: '3', forceString: false},
	],
	fileParameters: [{name: 'config', path: 'config.ini'}],
	skipCrds: true,
	skipTests: true,
	skipSchemaValidation: true,
	kubeVersion: 'v1.30.0',
	apiVersions: ['monitoring.coreos.com/v1'],
	version: 'v4',
} as const;

test.for<[string, JsonObject, Tool]>([
	['no tool', {}, {kind: 'detected'}],
	['a kustomize field that says nothing', {kustomize: {namePrefix: ''}}, {kind: 'detected'}],
	['a helm field that says nothing', {helm: {valueFiles: []}}, {kind: 'detected'}],
	['a version of Helm', {helm: {version: 'v3'}}, {kind: 'helm', ...plainHelm, version: 'v3'}],
	['what Argo CD does anyway', {helm: {passCredentials: false}}, {kind: 'detected'}],
	[
		'what is for charts in a kustomization',
		{kustomize: {kubeVersion: '1.30', apiVersions: ['v1']}},
		{kind: 'detected'},
	],
	['all extensions that are read anyway', {directory: {disableExtensionFilter: false}}, {kind: 'detected'}],
	[
		'values as an object, which win over those as text',
		{helm: {values: 'a: 2', valuesObject: {a: 1}}},
		{kind: 'helm', ...plainHelm, values: '{"a":1}'},
	],
	[
		'a number of replicas in quotes',
		{kustomize: {replicas: [{name: 'web', count: '3'}]}},
		{kind: 'kustomize', ...plainKustomize, replicas: [{name: 'web', count: 3}]},
	],
])('%s: the tool is read', ([, source, tool]) => {
	expect(read({repoURL, path: '.', ...source})).toMatchObject({application: {sources: [{tool}]}, problems: []});
});

test.for<[string, Tool]>([
	['a changed kustomization', changedKustomization],
	['a chart with values', chartWithValues],
	[
		'a plugin',
		{
			kind: 'plugin',
			name: 'cue',
			env: [{name: 'STAGE', value: 'prod'}],
			parameters: [
				{name: 'a', string: 'x'},
				{name: 'b', array: ['y']},
				{name: 'c', map: {d: 'z'}},
			],
		},
	],
	[
		'a folder with Jsonnet',
		{
			kind: 'directory',
			...plainDirectory,
			jsonnet: {
				extVars: [{name: 'replicas', value: '3', code: true}],
				tlas: [{name: 'name', value: 'web', code: false}],
				libs: ['vendor'],
			},
		},
	],
])('%s is written as it is read', ([, tool]) => {
	const {application} = read({repoURL, path: '.'});
	expect(application).toBeDefined();
	const written = application && writeApplication({...application, sources: [{...application.sources[0], tool}]});
	expect(readApplication(written ?? {}, 'a:1').application?.sources[0].tool).toEqual(tool);
});

test.for<[string, JsonObject, string]>([
	[
		'two tools',
		{helm: {releaseName: 'a'}, kustomize: {namePrefix: 'a'}},
		'spec.source has both helm and kustomize: keep the one that is meant',
	],
	[
		'what is not understood',
		{kustomize: {sourceHydrator: '1.30'}},
		'spec.source.kustomize.sourceHydrator is not supported yet and would be ignored',
	],
	[
		'a misspelt field',
		{kustomize: {namePrefx: 'a-'}},
		'spec.source.kustomize.namePrefx is unknown; did you mean namePrefix?',
	],
	[
		'replicas that are no number',
		{kustomize: {replicas: [{name: 'web', count: 'many'}]}},
		'spec.source.kustomize.replicas[0].count ("many") must be a whole number of replicas',
	],
	[
		'credentials for everybody',
		{helm: {passCredentials: true}},
		'spec.source.helm.passCredentials is supported as false alone',
	],
	['a plugin without a name', {plugin: {env: [{name: 'A'}]}}, 'spec.source.plugin.name is missing'],
	[
		'another Helm',
		{helm: {version: 'v2'}},
		'spec.source.helm.version ("v2") must be v3, v4 or one version, as v3.22.0: Helm 2 is not run',
	],
	[
		'a release that is called like an option',
		{helm: {releaseName: '--post-renderer=/tmp/x.sh'}},
		'spec.source.helm.releaseName ("--post-renderer=/tmp/x.sh") must be a release name of Helm: up to 53 lower-case letters, digits, dashes and dots, with a letter or a digit at each end',
	],
	[
		'a file parameter that is two',
		{helm: {fileParameters: [{name: 'a=/etc/passwd,b', path: 'x'}]}},
		'spec.source.helm.fileParameters[0].name ("a=/etc/passwd,b") must not be empty, and may hold , = and \\ behind a backslash alone',
	],
	[
		'a variable of Jsonnet that is called like an option',
		{directory: {jsonnet: {extVars: [{name: '-o', value: 'x'}]}}},
		'spec.source.directory.jsonnet.extVars[0].name ("-o") must not be empty, begin with - or hold =',
	],
])('%s holds the application back', ([, source, message]) => {
	const {problems} = read({repoURL, path: '.', ...source});
	expect(problems.map(problem => problem.message.split('; until')[0])).toEqual([message]);
});
