import {expect, test} from 'vitest';
import {plainHelm} from '../../source/model/application.ts';
import {type JsonObject, text} from '../../source/model/json.ts';
import {application, configMap, deployment, never, setUp} from './support/harness.ts';

const object = (apiVersion: string, kind: string, name: string, namespace?: string): JsonObject => ({
	apiVersion,
	kind,
	metadata: {name, ...(namespace === undefined ? {} : {namespace})},
});

const definition = (kind: string, scope: string): JsonObject => ({
	...object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `${kind}s.own.example`),
	spec: {group: 'own.example', scope, names: {kind, plural: `${kind}s`}, versions: [{name: 'v1'}]},
});

const placesOf = (manifests: readonly JsonObject[]) =>
	manifests.map(body =>
		[text(body, 'kind'), text(body, 'metadata', 'namespace'), text(body, 'metadata', 'name')].join(' '),
	);

const isOffline = true;

test('without a cluster kinds lie where Kubernetes and the definitions beside them say, and others where it is written', async () => {
	const {git, start, fake} = setUp();
	git.commit({
		web: [
			configMap('a'),
			object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'b', 'stray'),
			object('v1', 'Namespace', 'c', 'stray'),
			definition('Wide', 'Cluster'),
			object('own.example/v1', 'Wide', 'd', 'stray'),
			definition('Narrow', 'Namespaced'),
			object('own.example/v1', 'Narrow', 'e'),
			object('foreign.example/v1', 'Other', 'f'),
			object('foreign.example/v1', 'Other', 'g', 'there'),
			// A version that this Kubernetes does not serve any more.
			object('extensions/v1beta1', 'Ingress', 'h'),
		],
	});
	const printed = await start().engine.render('web', {isOffline}, never);
	expect(placesOf(printed.manifests).toSorted()).toEqual([
		'ClusterRole  b',
		'ConfigMap shop a',
		'CustomResourceDefinition  Narrows.own.example',
		'CustomResourceDefinition  Wides.own.example',
		'Ingress shop h',
		'Namespace  c',
		'Narrow shop e',
		'Other  f',
		'Other there g',
		'Wide  d',
	]);
	expect([printed.problems, printed.remarks]).toEqual([
		[],
		[
			'all.yaml:8: whether Other of foreign.example lies in a namespace is not known without the cluster: ' +
				'its namespace is left as it is written',
		],
	]);
	expect(fake.cluster.calls()).toEqual({});
});

test('where there is a cluster it says what kinds there are, and what is not served is a problem', async () => {
	const {git, start, fake} = setUp();
	git.commit({web: [configMap('a'), object('foreign.example/v1', 'Other', 'f')]});
	const printed = await start().engine.render('web', {isOffline: false}, never);
	expect(printed).toMatchObject({
		remarks: [],
		problems: [{message: expect.stringContaining('no Other of foreign.example')}],
	});
	expect(placesOf(printed.manifests)).toEqual(['ConfigMap shop a']);
	expect(fake.cluster.calls()).toEqual({discovery: 1});
});

test.for([
	['that does not answer', '', 'without the cluster: cluster test does not answer: connection refused'],
	['that nobody knows', 'mars', 'without the cluster: no context mars'],
])('a cluster %s is a remark, and no failure', async ([, cluster = '', remark]) => {
	const {git, start, fake} = setUp([application({cluster})]);
	git.commit({web: [deployment('d', 1)]});
	fake.isDown(true);
	const printed = await start().engine.render('web', {isOffline: false}, never);
	expect(printed).toMatchObject({problems: [], remarks: [remark], revision: '1'.repeat(40)});
	expect(placesOf(printed.manifests)).toEqual(['Deployment shop d']);
});

const known = {kubeVersion: 'v1.30.0', apiVersions: ['v1']};
const assumed = expect.stringMatching(/the chart sees .* that Helm itself assumes/);

test.for([
	['sees the cluster', plainHelm, false, expect.arrayContaining(['apps/v1/Deployment']), []],
	['sees what Helm assumes, and a remark says so', plainHelm, true, [], [assumed]],
	['sees what the application says, which goes without saying', {...plainHelm, ...known}, true, [], []],
	['misses what the application leaves out', {...plainHelm, kubeVersion: 'v1.30.0'}, true, [], [assumed]],
] as const)('a chart %s', async ([, options, offline, apiVersions, remarks]) => {
	const {git, start} = setUp([application({tool: {kind: 'helm', ...options}})]);
	git.commit({web: [configMap('a')]});
	const printed = await start().engine.render('web', {isOffline: offline}, never);
	expect(git.seen).toEqual([{kubeVersion: offline ? '' : 'v1.36.3', apiVersions}]);
	expect(printed.remarks).toEqual(remarks);
});

test('a plugin that asks what the cluster is sees no chart, and no remark says so', async () => {
	const {git, start} = setUp([application({tool: {kind: 'plugin', name: 'own', env: [], parameters: []}})]);
	git.commit({web: [configMap('a')]});
	const printed = await start().engine.render('web', {isOffline}, never);
	expect([git.seen, printed.remarks]).toEqual([[{kubeVersion: '', apiVersions: []}], []]);
});

test('only the repository of the application is asked', async () => {
	const {git, start} = setUp([application(), application({name: 'api', path: 'api'})]);
	git.commit({web: [configMap('a')]});
	git.breakRender('api', new Error('nobody asked for this'));
	const printed = await start().engine.render('web', {isOffline}, never);
	expect([printed.manifests.length, git.asked()]).toEqual([1, 1]);
});

test('tests of a chart hold nothing up, and are never applied', async () => {
	const {git, start} = setUp();
	git.commit({web: [configMap('a'), configMap('b', {}, {'helm.sh/hook': 'test-success'})]});
	const {engine} = start();
	const {manifests, problems} = await engine.render('web', {isOffline}, never);
	expect([manifests.map(({metadata}) => metadata), problems]).toMatchObject([[{name: 'a'}], []]);
	const plan = await engine.plan('web', {prune: false}, never);
	expect(plan.changes.map(({id}) => id.name)).toEqual(['a']);
});

test('hooks of Helm are printed as Helm prints them, and nothing may be synced without them', async () => {
	const {git, start} = setUp();
	git.commit({web: [configMap('a'), configMap('b', {}, {'helm.sh/hook': 'pre-install'})]});
	const {manifests, problems} = await start().engine.render('web', {isOffline}, never);
	expect(manifests.map(({metadata}) => metadata)).toMatchObject([
		{name: 'a'},
		{name: 'b', annotations: {'helm.sh/hook': 'pre-install'}},
	]);
	expect(problems.map(({message}) => message)).toEqual([
		expect.stringMatching(/^hooks of Helm are not run yet: ConfigMap b \(pre-install\); trueup does nothing/),
	]);
	expect(await start().engine.plan('web', {prune: false}, never)).toMatchObject({kind: 'blocked', changes: []});
});

test('a place that is written wrongly is not asked: what is wrong is told once', async () => {
	const web = application();
	const {git, start} = setUp([{...web, sources: [{...web.sources[0], path: '/web', isWrong: true}]}]);
	git.commit({web: [configMap('a')]});
	const printed = await start().engine.render('web', {isOffline}, never);
	expect([printed.manifests, printed.problems]).toEqual([[], []]);
});
