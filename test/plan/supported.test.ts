import {expect, test} from 'vitest';
import type {Json, JsonObject} from '../../source/model/json.ts';
import type {Manifest} from '../../source/model/resource.ts';
import {unsupportedIn} from '../../source/plan/supported.ts';

function manifest(metadata: JsonObject): Manifest {
	return {
		id: {group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name: 'web'},
		origin: {file: 'apps/web.yaml', line: 12},
		body: {apiVersion: 'apps/v1', kind: 'Deployment', metadata},
	};
}

const one = (metadata: JsonObject) => [manifest(metadata)];

const refusals = (what: string) => [
	{
		scope: 'application',
		where: 'apps/web.yaml:12',
		message:
			`Deployment shop/web has the ${what}, which is not supported yet; ` +
			'trueup does nothing for this application rather than ignore it',
	},
];

test.for<[string, Json]>([
	['argocd.argoproj.io/hook', 'PreSync'],
	['argocd.argoproj.io/hook', ''],
	['argocd.argoproj.io/hook-delete-policy', 'HookSucceeded'],
	['argocd.argoproj.io/sync-options', 'Prune=false'],
	['argocd.argoproj.io/sync-options', 'ServerSideApply=true'],
	['argocd.argoproj.io/compare-options', 'IgnoreExtraneous'],
	['argocd.argoproj.io/ignore-healthcheck', 'true'],
	['argocd.argoproj.io/ignore-restart-policy', 'true'],
	['argocd.argoproj.io/made-up', 'x'],
	['argocd.argoproj.io/made-up', null],
	['helm.sh/hook-weight', '1'],
	['helm.sh/hook-delete-policy', 'hook-succeeded'],
	['helm.sh/resource-policy', 'delete'],
	['kustomize.toolkit.fluxcd.io/reconcile', 'Disabled'],
	['kustomize.toolkit.fluxcd.io/prune', 'disabled'],
	['kustomize.toolkit.fluxcd.io/ssa', 'IfNotPresent'],
	['kustomize.toolkit.fluxcd.io/force', 'Enabled'],
	['kustomize.toolkit.fluxcd.io/made-up', 'x'],
])('the annotation %s: %s blocks the application rather than being ignored', ([key, value]) => {
	expect(unsupportedIn(one({annotations: {[key]: value}}))).toEqual(refusals(`annotation ${key}`));
});

test.for(['reconcile', 'prune'])('Flux reads %s as a label too', name => {
	const key = `kustomize.toolkit.fluxcd.io/${name}`;
	expect(unsupportedIn(one({labels: {[key]: 'disabled'}}))).toEqual(refusals(`label ${key}`));
});

test.for<[string, JsonObject]>([
	['nothing', {}],
	['annotations that are none', {annotations: ['argocd.argoproj.io/hook'], labels: 'x'}],
	['that it is to be kept', {annotations: {'helm.sh/resource-policy': 'keep'}}],
	['a wave', {annotations: {'argocd.argoproj.io/sync-wave': '-5'}}],
	['a wave with a sign', {annotations: {'argocd.argoproj.io/sync-wave': '+5'}}],
	['no options at all', {annotations: {'argocd.argoproj.io/sync-options': ' , '}}],
	[
		"another tool's marks",
		{
			annotations: {'argocd.argoproj.io/tracking-id': 'a', 'argocd.argoproj.io/installation-id': 'b'},
			labels: {
				'app.kubernetes.io/instance': 'web',
				'argocd.argoproj.io/instance': 'web',
				'kustomize.toolkit.fluxcd.io/name': 'apps',
				'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
				'kustomize.toolkit.fluxcd.io/substitute': 'disabled',
				'helm.sh/chart': 'web-1.0.0',
			},
		},
	],
	[
		'what changes nothing that is done',
		{
			annotations: {
				'link.argocd.argoproj.io/docs': 'https://x',
				'argocd.argoproj.io/ignore-resource-updates': 'true',
				'reconcile.fluxcd.io/requestedAt': 'now',
			},
		},
	],
	[
		'switches of Flux that say what is done anyway',
		{annotations: {'kustomize.toolkit.fluxcd.io/prune': 'Enabled', 'kustomize.toolkit.fluxcd.io/ssa': 'Override'}},
	],
])('no problem: %s', ([, metadata]) => {
	expect(unsupportedIn(one(metadata))).toEqual([]);
});

test.for<Json>(['', 'first', '1.5', ' 1', '0x10', '99999999999999999999', 5, null, ['1']])(
	'a wave that is not a whole number as text is wrong in its file: %j',
	wave => {
		expect(unsupportedIn(one({annotations: {'argocd.argoproj.io/sync-wave': wave}}))).toEqual([
			{
				scope: 'file',
				where: 'apps/web.yaml:12',
				message:
					'Deployment shop/web has an annotation argocd.argoproj.io/sync-wave that is not a whole number in quotes: ' +
					'write "5" or "-1"',
			},
		]);
	},
);

test('a key can not steer a terminal', () => {
	const [problem] = unsupportedIn(one({annotations: {'argocd.argoproj.io/\u001B[2J\n': 'x'}}));
	expect(problem?.message).toContain('the annotation argocd.argoproj.io/?[2J?, which');
});

const hook = (name: string, when: string): Manifest => {
	const made = manifest({annotations: {'helm.sh/hook': when, 'helm.sh/hook-weight': '1'}});
	return {...made, id: {...made.id, group: 'batch', kind: 'Job', name}};
};

test('the hooks of a chart are one problem, which names them', () => {
	const manifests = [manifest({}), hook('migrate', 'pre-install,pre-upgrade'), hook('check', 'post-install, test')];
	expect(unsupportedIn(manifests)).toEqual([
		{
			scope: 'application',
			where: 'apps/web.yaml:12',
			message:
				'hooks of Helm are not run yet: Job shop/migrate (pre-install, pre-upgrade), Job shop/check (post-install); ' +
				'trueup does nothing for this application rather than go without them',
		},
	]);
	const many = Array.from({length: 12}, (_, index) => hook(`h${index}`, 'post-install\u001B[2J'));
	expect(unsupportedIn(many)[0]?.message).toMatch(/Job shop\/h9 \(post-install\?\[2j\) and 2 more; trueup/);
});

test.for(['test', 'test-success', ' Test-Failure ', 'test,post-rollback'])(
	'a hook that is never run blocks nothing: %s',
	when => {
		expect(unsupportedIn([hook('check', when)])).toEqual([]);
	},
);

test("what Argo CD's own annotation makes a hook is none of Helm's tests", () => {
	const annotations = {'argocd.argoproj.io/hook': 'PreSync', 'helm.sh/hook': 'test'};
	expect(unsupportedIn(one({annotations}))[0]?.message).toMatch(/annotation argocd\.argoproj\.io\/hook, which/);
});
