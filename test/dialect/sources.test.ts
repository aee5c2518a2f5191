import {expect, test} from 'vitest';
import {readApplication} from '../../source/dialect/read-application.ts';
import {writeApplication} from '../../source/dialect/write-application.ts';
import {folderSource, plainHelm, type Source} from '../../source/model/application.ts';
import type {Json, JsonObject} from '../../source/model/json.ts';

const repoURL = 'https://git.example/shop.git';
const values = 'https://git.example/values.git';
const charts = 'https://charts.example';

function read(spec: JsonObject) {
	const document = {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name: 'web'},
		spec,
	};
	return readApplication(document, 'apps.yaml:1');
}

const source = (parts: Partial<Source>): Source => ({
	...folderSource({repository: repoURL, revision: 'HEAD', path: '.', tool: {kind: 'detected'}}),
	...parts,
});

test.for<[string, JsonObject, readonly Source[]]>([
	[
		'a folder and files that others read',
		{
			sources: [
				{repoURL, path: 'web', helm: {valueFiles: ['$values/web.yaml']}},
				{repoURL: values, targetRevision: 'v1', ref: 'values'},
			],
		},
		[
			source({path: 'web', tool: {kind: 'helm', ...plainHelm, valueFiles: ['$values/web.yaml']}}),
			source({repository: values, revision: 'v1', path: '', ref: 'values'}),
		],
	],
	[
		'a folder that others read files beside',
		{sources: [{repoURL, path: '.', ref: 'all', name: 'Main'}]},
		[source({ref: 'all', name: 'Main'})],
	],
	[
		'a chart, with what is empty',
		{sources: [{repoURL: charts, chart: 'web', targetRevision: '1.2.3', path: '', ref: null, helm: {valueFiles: []}}]},
		[source({repository: charts, chart: 'web', revision: '1.2.3'})],
	],
	[
		'a chart as the only source',
		{source: {repoURL: charts, chart: 'web', targetRevision: '1.*'}},
		[source({repository: charts, chart: 'web', revision: '1.*'})],
	],
	[
		'the list where there is a single one too, as Argo CD',
		{source: {repoURL: values, unknown: true}, sources: [{repoURL, path: 'web'}]},
		[source({path: 'web'})],
	],
	[
		'values that are empty on purpose',
		{source: {repoURL, path: '.', helm: {valuesObject: {image: {tag: ''}, replicas: null}}}},
		[source({tool: {kind: 'helm', ...plainHelm, values: '{"image":{"tag":""},"replicas":null}'}})],
	],
])('sources are read: %s', ([, spec, sources]) => {
	expect(read(spec)).toMatchObject({application: {sources}, problems: []});
});

const helm = (...valueFiles: readonly Json[]) => ({repoURL, path: 'web', helm: {valueFiles}});

test.for<[JsonObject, readonly string[]]>([
	[{}, ['spec.source is missing']],
	[{sources: 'web'}, ['spec.sources must be a list, not text']],
	[
		{sources: ['web', 7]},
		['spec.sources[0] must be an object, not text', 'spec.sources[1] must be an object, not a number'],
	],
	[
		{source: {repoURL, path: 'web', chart: 'web', targetRevision: '1'}},
		['spec.source has both chart and path: keep the one that is meant'],
	],
	[{source: {repoURL: charts, chart: 'web'}}, ['spec.source.targetRevision is missing: a chart needs a version']],
	[{source: {repoURL, ref: 'values'}}, ['spec.source.ref is for one of several in spec.sources and would be ignored']],
	[
		{sources: [{repoURL}]},
		['spec.sources[0] has no path, no chart and no ref: write `path: .` for the top of the repository'],
	],
	[{source: {repoURL}}, ['spec.source has no path and no chart: write `path: .` for the top of the repository']],
	[{sources: [{repoURL, path: 'web'}, {path: 'api'}]}, ['spec.sources[1].repoURL is missing']],
	[
		{sources: [{repoURL: charts, chart: 'web', targetRevision: '1', ref: 'x'}]},
		['spec.sources[0] has both chart and ref: only files beside no chart can be named'],
	],
	[{sources: [{repoURL, ref: 'a/b'}]}, ['spec.sources[0].ref ("a/b") may have letters, digits, - and _ alone']],
	[
		{sources: [{repoURL, path: 'web', name: 'a\nb'}]},
		['spec.sources[0].name ("a?b") must be one line of up to 100 characters'],
	],
	[
		{
			sources: [
				{repoURL, ref: 'x'},
				{repoURL: values, ref: 'x'},
			],
		},
		['spec.sources[1].ref ("x") is that of spec.sources[0] too: choose another one'],
	],
	[
		{
			sources: [
				{repoURL, path: 'a', name: 'x'},
				{repoURL, path: 'b', name: 'x'},
			],
		},
		['spec.sources[1].name ("x") is that of spec.sources[0] too: choose another one'],
	],
	[
		{sources: [helm('a.yaml', '$valus/web.yaml', '$'), {repoURL: values, ref: 'values'}]},
		[
			'spec.sources[0].helm.valueFiles[1] ("$valus/web.yaml") names a source that is not there: there is "values"',
			'spec.sources[0].helm.valueFiles[2] ("$") names a source that is not there: there is "values"',
		],
	],
	[
		{sources: [helm('$ARGOCD_APP_NAME/web.yaml')]},
		[
			'spec.sources[0].helm.valueFiles[0] ("$ARGOCD_APP_NAME/web.yaml") names a source that is not there: no source has a ref',
		],
	],
	[
		{sources: [{repoURL, path: 'a', helm: {fileParameters: [{name: 'x', path: '$y/z'}]}}]},
		['spec.sources[0].helm.fileParameters[0].path ("$y/z") names a source that is not there: no source has a ref'],
	],
	[
		{sources: [{repoURL, path: 'a', helm: {releaseName: 'x'}, kustomize: {namePrefix: 'x'}}]},
		['spec.sources[0] has both helm and kustomize: keep the one that is meant'],
	],
	[
		{sources: Array.from({length: 101}, () => ({repoURL, path: 'a'}))},
		['spec.sources may have 100 entries at the most'],
	],
])('an application with wrong sources is blocked, and still listed: %#', ([spec, findings]) => {
	const {application, problems} = read(spec);
	expect(application?.sources.length).toBeGreaterThan(0);
	const end = '; until that is changed, trueup does nothing for application web';
	expect(problems.map(({message}) => message)).toEqual(findings.map(finding => `${finding}${end}`));
});

test.for([
	[{helm: {valueFiles: ['$nope/x.yaml']}}, 'valueFiles[0] ("$nope/x.yaml")'],
	[{helm: {valueFiles: ['$'.concat('{nope}/x.yaml')]}}, `valueFiles[0] ("${'$'}{nope}/x.yaml")`],
	[{helm: {fileParameters: [{name: 'a', path: '$nope/x'}]}}, 'fileParameters[0].path ("$nope/x")'],
] as const)(
	'a path of values of the only source that names another one is told as it is written: %j',
	([tool, told]) => {
		const {problems} = read({source: {repoURL, path: 'a', ...tool}});
		expect(problems.map(({message}) => message)).toEqual([
			expect.stringContaining(`spec.source.helm.${told} names a source that is not there: no source has a ref`),
		]);
	},
);

test('variables of the build may begin a path of values where there is one source', () => {
	const names = ['$ARGOCD_APP_NAME/web.yaml', '$'.concat('{ARGOCD_APP_NAME}.yaml'), '$KUBE_VERSION/x', '$$x/y'];
	expect(read({source: helm(...names)}).problems).toEqual([]);
});

test('several sources that are written are read as they were', () => {
	const {application} = read({
		sources: [
			{repoURL: charts, chart: 'web', targetRevision: '1.2.3', helm: {valueFiles: ['$values/web.yaml']}},
			{repoURL: values, ref: 'values', name: 'Values'},
			{repoURL, path: 'extra', ref: 'extra', directory: {recurse: true}},
		],
	});
	expect(application?.sources).toHaveLength(3);
	expect(application && readApplication(writeApplication(application), 'apps.yaml:1')).toEqual({
		application,
		problems: [],
	});
});
