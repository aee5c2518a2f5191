import {expect, test} from 'vitest';
import {type Application, folderSource} from '../../source/model/application.ts';
import {type JsonObject, members} from '../../source/model/json.ts';
import type {ResourceId} from '../../source/model/resource.ts';
import {
	foreignOwnerOf,
	isSameRepository,
	isSourceOf,
	type Owner,
	ownerOf,
	sourceIdOf,
	stamp,
	trackOf,
} from '../../source/plan/identity.ts';

const id: ResourceId = {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'};
const role: ResourceId = {
	group: 'rbac.authorization.k8s.io',
	version: 'v1',
	kind: 'ClusterRole',
	namespace: '',
	name: 'system:Reader',
};
const ours = 'shop-web:apps/Deployment:shop/web';

const source = (repository: string, path = '.') => ({
	sources: [folderSource({repository, path, revision: 'HEAD', tool: {kind: 'detected'}})] as const,
});

// Objects in clusters bear it: an application with one source has to keep it for ever.
test('a source is named by 16 hex digits, which stay the same', () => {
	expect(sourceIdOf(source('https://git.example/shop', 'apps'))).toBe('1cb48b53c5588209');
});

const [one, two] = [source('/one').sources[0], source('/two').sources[0]];
const values = {...source('/values').sources[0], path: '', ref: 'values'};
const chart = {...source('https://charts.example').sources[0], chart: 'web'};

test.for<[string, Application['sources'], Application['sources'], boolean]>([
	['files that others read come before it', [one], [values, one], true],
	['another one comes behind it', [one], [one, two], true],
	['another one comes before it', [one], [two, one], false],
	['it is a chart of the same repository', [{...chart, chart: ''}], [chart], false],
	['it is another chart', [{...chart, chart: 'api'}], [chart], false],
	['it is another version of the chart', [{...chart, revision: '2.0.0'}], [chart], true],
])('an application marks objects with its first source: where %s', ([, before, now, isSame]) => {
	expect(sourceIdOf({sources: now}) === sourceIdOf({sources: before})).toBe(isSame);
});

test('marks of each source that declares something are of the application', () => {
	const owns = (sources: Application['sources']) => isSourceOf({sources: [values, one, two]}, sourceIdOf({sources}));
	expect([owns([one]), owns([two]), owns([chart]), owns([{...values, path: '.'}])]).toEqual([true, true, false, false]);
});

test('another revision of one of several sources is another track of commits', () => {
	const track = trackOf({sources: [one, two]});
	expect([trackOf({sources: [one, two]}), trackOf({sources: [one, {...two, revision: 'v2'}]})]).toEqual([
		track,
		expect.not.stringMatching(track),
	]);
});

test.for<[string, string, string, string, string]>([
	['a slash at the end', 'https://git.example/shop', 'apps', 'https://git.example/shop//', 'apps/'],
	['.git', 'https://git.example/shop', 'apps', 'https://git.example/shop.git', 'apps'],
	['.git and a slash', 'https://git.example/shop', 'apps', 'https://git.example/shop.git/', './apps'],
	['a token', 'https://git.example/shop', 'apps', 'https://me:token@git.example/shop', 'apps'],
	['the folder of a local repository', '/srv/shop', '.', '/srv/shop/.git', './'],
])('the same source is the same with or without %s', ([, repository, path, other, otherPath]) => {
	expect(sourceIdOf(source(other, otherPath))).toBe(sourceIdOf(source(repository, path)));
});

test.for<[string, string, string, string, string]>([
	['repositories', 'https://git.example/shop', '.', 'https://git.example/shop2', '.'],
	['hosts', 'git@git.example:shop', '.', 'git@git.invalid:shop', '.'],
	['paths', 'https://git.example/shop', 'apps', 'https://git.example/shop', 'apps/web'],
	['cuts between repository and path', 'https://git.example/a', 'b', 'https://git.example/a/b', '.'],
])('other %s are another source', ([, repository, path, other, otherPath]) => {
	expect(sourceIdOf(source(other, otherPath))).not.toBe(sourceIdOf(source(repository, path)));
});

test('marks are added to an object, and what it has is kept', () => {
	const body = {kind: 'Deployment', metadata: {name: 'web', labels: {a: 'b'}, annotations: {c: 'd'}}, spec: {}};
	expect(stamp(body, id, 'shop-web', '0123456789abcdef')).toEqual({
		kind: 'Deployment',
		metadata: {
			name: 'web',
			labels: {a: 'b', 'trueup.dev/app': 'shop-web'},
			annotations: {c: 'd', 'trueup.dev/tracking-id': ours, 'trueup.dev/source': '0123456789abcdef'},
		},
		spec: {},
	});
});

test('marks that a manifest brings along are overwritten', () => {
	const brought = {
		labels: {'trueup.dev/app': 'other'},
		annotations: {'trueup.dev/tracking-id': 'other:apps/Deployment:shop/web', 'trueup.dev/source': 'other'},
	};
	const stamped = stamp({metadata: {name: 'web', ...brought}}, id, 'shop-web', '0123456789abcdef');
	expect(ownerOf(stamped, id)).toEqual({kind: 'marked', app: 'shop-web', sourceId: '0123456789abcdef'});
	expect(JSON.stringify(stamped)).not.toContain('other');
});

test('an object that has neither labels nor annotations gets marks that are read back, whatever its name', () => {
	const stamped = stamp({metadata: {name: role.name, labels: null}}, role, 'shop-web', '1');
	expect(ownerOf(stamped, role)).toEqual({kind: 'marked', app: 'shop-web', sourceId: '1'});
});

const labelled = {labels: {'trueup.dev/app': 'shop-web'}};
const tracked = (tracking: string) => ({annotations: {'trueup.dev/tracking-id': tracking, 'trueup.dev/source': 's'}});
const marked: Owner = {kind: 'marked', app: 'shop-web', sourceId: 's'};

test.for<[string, JsonObject, Owner]>([
	['nobody without marks', {}, {kind: 'none'}],
	['nobody where marks are no text', {labels: ['x'], annotations: {'trueup.dev/tracking-id': 5}}, {kind: 'none'}],
	['the application that its annotation names', {...labelled, ...tracked(ours)}, marked],
	['the application that its annotation names, without the label', tracked(ours), marked],
	[
		'the application that its annotation names, against the label',
		{labels: {'trueup.dev/app': 'other'}, ...tracked(ours)},
		marked,
	],
	[
		'an application of a source that is not told',
		{annotations: {'trueup.dev/tracking-id': ours}},
		{kind: 'marked', app: 'shop-web', sourceId: ''},
	],
	['nobody by an inherited label alone', labelled, {kind: 'copied'}],
	[
		'nobody by the mark of another name',
		{...labelled, ...tracked('shop-web:apps/Deployment:shop/api')},
		{kind: 'copied'},
	],
	['nobody by the mark of another namespace', tracked('shop-web:apps/Deployment:test/web'), {kind: 'copied'}],
	['nobody by the mark of another kind', tracked('shop-web:apps/ReplicaSet:shop/web'), {kind: 'copied'}],
	['nobody by a mark of no form', tracked('shop-web'), {kind: 'copied'}],
	[
		'nobody by a mark whose application has no proper name',
		tracked('Shop Web:apps/Deployment:shop/web'),
		{kind: 'copied'},
	],
	['nobody by a mark without an application', tracked(':apps/Deployment:shop/web'), {kind: 'copied'}],
])('an object belongs to %s', ([, metadata, expected]) => {
	expect(ownerOf({metadata}, id)).toEqual(expected);
});

const argo = (tracking: string) => ({annotations: {'argocd.argoproj.io/tracking-id': tracking}});
const flux = (toolkit: string) => ({
	labels: {[`${toolkit}.toolkit.fluxcd.io/name`]: 'apps', [`${toolkit}.toolkit.fluxcd.io/namespace`]: 'flux-system'},
});
const web = {kind: 'Deployment', metadata: {name: 'web', namespace: 'shop'}};
const cluster = {kind: 'ClusterRole', metadata: {name: 'system:Reader'}};

test.for<[string, JsonObject, JsonObject, string | undefined]>([
	['nobody', web, {}, undefined],
	['Argo CD', web, argo('web:apps/Deployment:shop/web'), 'Argo CD application web'],
	[
		'Argo CD, in a namespace of its own',
		web,
		argo('argocd_web:apps/Deployment:shop/web'),
		'Argo CD application argocd_web',
	],
	[
		'Argo CD, for an object without a namespace',
		cluster,
		argo('web:rbac.authorization.k8s.io/ClusterRole:shop/system:Reader'),
		'Argo CD application web',
	],
	['nobody, by the copied mark of another name', web, argo('web:apps/Deployment:shop/api'), undefined],
	['nobody, by the copied mark of another kind', web, argo('web:apps/ReplicaSet:shop/web'), undefined],
	['nobody, by the copied mark of another namespace', web, argo('web:apps/Deployment:test/web'), undefined],
	['nobody, by a mark of no form', web, argo('web'), undefined],
	[
		'Argo CD, where the metadata alone was asked for',
		{...web, kind: 'PartialObjectMetadata'},
		argo('web:apps/Deployment:shop/web'),
		'Argo CD application web',
	],
	['Flux', web, flux('kustomize'), 'Flux Kustomization flux-system/apps'],
	["Flux's Helm controller", web, flux('helm'), 'Flux HelmRelease flux-system/apps'],
	[
		'somebody who tries to steer a terminal',
		web,
		argo('w\u001B[2Jb:apps/Deployment:shop/web'),
		'Argo CD application w?[2Jb',
	],
])('among other tools an object belongs to %s', ([, body, marks, expected]) => {
	const metadata = {...members(body, 'metadata'), ...marks};
	expect(foreignOwnerOf({...body, metadata})).toBe(expected);
});

test.for([
	['file:///srv/mono/', '/srv/mono', true],
	['/srv/mono.git', 'file:///srv/mono', true],
	['file://host/srv/mono', '/srv/mono', false],
	['/srv/mono', '/srv/other', false],
] as const)('%s and %s are one repository: %s', ([one, other, expected]) => {
	expect(isSameRepository(one, other)).toBe(expected);
});
