import {expect, test} from 'vitest';
import {readApplication} from '../../source/dialect/read-application.ts';
import {writeApplication} from '../../source/dialect/write-application.ts';
import {type Application, folderSource, plainDirectory, type Source} from '../../source/model/application.ts';
import type {Json, JsonObject} from '../../source/model/json.ts';

const repoURL = 'https://git.example/shop.git';
const shortest: Application = {
	name: 'web',
	project: 'default',
	sources: [folderSource({repository: repoURL, revision: 'HEAD', path: '.', tool: {kind: 'detected'}})],
	destination: {cluster: '', namespace: ''},
	policy: {automated: false, prune: false, selfHeal: false, createNamespace: false},
	origin: 'apps.yaml:1',
};

function document(spec: JsonObject = {}, metadata: JsonObject = {}, more: JsonObject = {}): JsonObject {
	return {
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name: 'web', ...metadata},
		spec: {source: {repoURL, path: '.'}, ...spec},
		...more,
	};
}

const policy = (parts: Partial<Application['policy']>) => ({policy: {...shortest.policy, ...parts}});
const source = (parts: Partial<Source>) => ({sources: [{...shortest.sources[0], ...parts}] as const});

test.for<[string, JsonObject, Partial<Application>]>([
	['has defaults for all but its name and repository', document(), {}],
	[
		'says what it is read from',
		document({source: {repoURL, targetRevision: 'v1.2', path: 'apps/web'}}),
		source({revision: 'v1.2', path: 'apps/web'}),
	],
	[
		'says how a folder is read',
		document({
			source: {repoURL, path: '.', directory: {recurse: true, include: '*.yaml', exclude: 'x*', jsonnet: {tlas: []}}},
		}),
		source({tool: {kind: 'directory', ...plainDirectory, recurse: true, include: '*.yaml', exclude: 'x*'}}),
	],
	['belongs to a project', document({project: 'shop'}), {project: 'shop'}],
	[
		'goes to a server',
		document({destination: {server: 'https://kubernetes.default.svc', namespace: 'shop'}}),
		{destination: {cluster: 'https://kubernetes.default.svc', namespace: 'shop'}},
	],
	[
		'goes to a cluster by its name',
		document({destination: {name: 'in-cluster', server: '', namespace: ''}}),
		{destination: {cluster: 'in-cluster', namespace: ''}},
	],
	['is manual without a policy', document({syncPolicy: {}}), {}],
	['is manual with a policy of nothing', document({syncPolicy: {automated: null, syncOptions: null}}), {}],
	['is automated by an empty block', document({syncPolicy: {automated: {}}}), policy({automated: true})],
	[
		'prunes and heals where it says so',
		document({syncPolicy: {automated: {prune: true, selfHeal: true, enabled: null, allowEmpty: false}}}),
		policy({automated: true, prune: true, selfHeal: true}),
	],
	[
		'does nothing by itself when that is switched off',
		document({syncPolicy: {automated: {enabled: false, prune: true, selfHeal: true}}}),
		{},
	],
	[
		'makes its namespace',
		document({syncPolicy: {syncOptions: ['CreateNamespace=true']}}),
		policy({createNamespace: true}),
	],
	['does not make its namespace', document({syncPolicy: {syncOptions: ['CreateNamespace=false']}}), {}],
	['is as read from a cluster', document({}, {uid: '1', generation: 2, managedFields: [{}]}, {status: {sync: 1}}), {}],
	[
		'may be labelled, finalised and linked',
		document(
			{info: [{name: 'a', value: 'b'}]},
			{
				namespace: 'argocd',
				labels: {team: 'shop'},
				finalizers: ['resources-finalizer.argocd.argoproj.io'],
				annotations: {'argocd.argoproj.io/refresh': 'hard', 'link.argocd.argoproj.io/docs': 'https://x', other: 'y'},
			},
		),
		{},
	],
	['is not changed by what is empty', document({ignoreDifferences: [], sources: []}, {}, {operation: null}), {}],
])('an application %s', ([, input, expected]) => {
	const application = {...shortest, ...expected};
	expect(readApplication(input, 'apps.yaml:1')).toEqual({application, problems: []});
});

const unsupported = (field: string) => `${field} is not supported yet and would be ignored`;

test.for<[JsonObject, readonly string[]]>([
	[
		document({source: {repoURL, path: '.', directory: {jsonnet: {plugins: ['a']}}}}),
		[unsupported('spec.source.directory.jsonnet.plugins')],
	],
	[document({ignoreDifferences: [{kind: 'Deployment'}]}), [unsupported('spec.ignoreDifferences')]],
	[document({revisionHistoryLimit: 3}), [unsupported('spec.revisionHistoryLimit')]],
	[
		document({syncPolicy: {retry: {limit: 3}, managedNamespaceMetadata: {labels: {}}}}),
		[unsupported('spec.syncPolicy.retry'), unsupported('spec.syncPolicy.managedNamespaceMetadata')],
	],
	[document({}, {}, {operation: {sync: {}}}), [unsupported('operation')]],
	[document({'a\u001B[b.c': 1}), [unsupported('spec["a?[b.c"]')]],
	[
		document({}, {annotations: {'argocd.argoproj.io/skip-reconcile': 'true'}}),
		[unsupported('metadata.annotations["argocd.argoproj.io/skip-reconcile"]')],
	],
	[
		document({syncPolicy: {syncOptions: ['CreateNamespace=true', 'Replace=true']}}),
		[
			'spec.syncPolicy.syncOptions[1] ("Replace=true") is not supported yet and would be ignored: only CreateNamespace=true and CreateNamespace=false are',
		],
	],
	[
		document({syncPolicy: {automated: {allowEmpty: true}}}),
		['spec.syncPolicy.automated.allowEmpty is supported as false alone: trueup never deletes everything at once'],
	],
	[
		document({destination: {server: 'https://x', name: 'x'}}),
		['spec.destination has both server and name: keep the one that is meant'],
	],
	[
		document({source: {repoURL, path: '.', targetRevision: 1.5}}),
		['spec.source.targetRevision must be text, not a number: put it in quotes'],
	],
	[document({source: {repoURL, path: ['a']}}), ['spec.source.path must be text, not a list']],
	[document({destination: 'here'}), ['spec.destination must be an object, not text']],
	[document({syncPolicy: {automated: true}}), ['spec.syncPolicy.automated must be an object, not true or false']],
	[
		document({syncPolicy: {automated: {prune: 'yes'}}}),
		['spec.syncPolicy.automated.prune must be true or false, not text'],
	],
])('an application of which something would be ignored is blocked, and still listed: %#', ([input, findings]) => {
	const {application, problems} = readApplication(input, 'apps.yaml:1');
	expect(application).toMatchObject({name: 'web', sources: [{repository: repoURL}], policy: {automated: false}});
	expect(problems).toEqual(
		findings.map(finding => ({
			scope: 'application',
			where: 'apps.yaml:1',
			message: `${finding}; until that is changed, trueup does nothing for application web`,
		})),
	);
});

test.for<[string, JsonObject, boolean]>([
	['a source that is not understood is asked for nothing', {source: {repoURL, plugin: {name: 5}}}, true],
	['nor is one of several', {source: null, sources: [{repoURL, kustomize: {nope: 1}}]}, true],
	['one that is understood is shown', {source: {repoURL}, revisionHistoryLimit: 3}, false],
])('of an application that is blocked, %s', ([, spec, isWrong]) => {
	const [source] = readApplication(document(spec), 'apps.yaml:1').application?.sources ?? [];
	expect(source?.isWrong ?? false).toBe(isWrong);
});

const badName = 'must be a DNS label: up to 63 lower-case letters, digits and dashes, with no dash at the ends';

test.for<[JsonObject, string]>([
	[document({}, {name: 'Web_1'}), `metadata.name ("Web_1") ${badName}`],
	[document({}, {name: 'a'.repeat(64)}), `metadata.name ("${'a'.repeat(64)}") ${badName}`],
	[document({}, {name: 'web\n'}), `metadata.name ("web?") ${badName}`],
	[document({}, {name: null}), 'metadata.name is missing'],
	[document({}, {name: 7}), 'metadata.name must be text, not a number: put it in quotes'],
	[document({}, {}, {spec: 5}), 'spec must be an object, not a number'],
	[document({}, {}, {metadata: []}), 'metadata is missing'],
	[document({}, {}, {kind: 'AppProject'}), 'kind ("AppProject") must be Application'],
])('an application without a name gives problems alone: %#', ([input, finding]) => {
	const read = readApplication(input, 'apps.yaml:9');
	const message = `${finding}; until that is changed, trueup does nothing for this application`;
	expect(read).toEqual({problems: [{scope: 'application', where: 'apps.yaml:9', message}]});
});

test('documents of any shape give problems, and nothing is thrown', () => {
	let deep: Json = 'end';
	for (let depth = 0; depth < 100_000; depth++) {
		deep = {spec: deep};
	}

	const odd: readonly JsonObject[] = [{}, {spec: {source: []}}, {metadata: 'x', spec: null}, {spec: deep}];
	expect(odd.map(document => readApplication(document, 'x:1').problems.length > 0)).toEqual([true, true, true, true]);
});

test.for<[string, Partial<Application>]>([
	['the shortest', {}],
	[
		'a folder',
		source({
			path: 'apps',
			tool: {kind: 'directory', ...plainDirectory, recurse: true, include: '*.yaml', exclude: 'x*'},
		}),
	],
	['a revision', source({revision: 'v1'})],
	['a server', {destination: {cluster: 'https://10.0.0.1:6443', namespace: 'shop'}}],
	['a context', {project: 'shop', destination: {cluster: 'kind-test', namespace: ''}}],
	['an automated one', policy({automated: true})],
	['one with all switches on', policy({automated: true, prune: true, selfHeal: true, createNamespace: true})],
])('an application that is written is read as it was: %s', ([, parts]) => {
	const application = {...shortest, ...parts};
	expect(readApplication(writeApplication(application), application.origin)).toEqual({application, problems: []});
});

test.for<[string, Partial<Application>, JsonObject]>([
	[
		'what is not set is left out',
		{},
		document({project: 'default', source: {repoURL, targetRevision: 'HEAD', path: '.'}, destination: {}}),
	],
	[
		'healing without deploying, which Argo CD does not know, is written as switched off',
		policy({selfHeal: true}),
		document({
			project: 'default',
			source: {repoURL, targetRevision: 'HEAD', path: '.'},
			destination: {},
			syncPolicy: {automated: {enabled: false, prune: false, selfHeal: true}},
		}),
	],
])('%s', ([, parts, expected]) => {
	expect(writeApplication({...shortest, ...parts})).toEqual(expected);
});

test.for<[JsonObject, string]>([
	[document({source: null}), 'spec.source is missing'],
	[document({source: {repoURL: '', path: '.'}}), 'spec.source.repoURL is missing'],
])('an application without a source is blocked, and still listed: %#', ([input, finding]) => {
	const {application, problems} = readApplication(input, 'apps.yaml:1');
	expect(application).toMatchObject({name: 'web', sources: [{repository: ''}]});
	expect(problems.map(({message}) => message)).toEqual([expect.stringContaining(finding)]);
});
