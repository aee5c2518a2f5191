import {expect, test} from 'vitest';
import type {Json} from '../../source/model/json.ts';
import {compareForApply, tiers, waveOf, waves} from '../../source/plan/order.ts';
import {change, changes, lines, print} from './order-table.ts';

test.for<[Json, number]>([
	['3', 3],
	['-10', -10],
	['+2', 2],
	['-0', 0],
	['', 0],
	['soon', 0],
	['1.5', 0],
	[7, 0],
])('the annotation sync-wave %j means wave %d', ([value, expected]) => {
	expect(waveOf({metadata: {annotations: {'argocd.argoproj.io/sync-wave': value}}})).toBe(expected);
});

test('an object without annotations is of wave 0', () => {
	expect(waveOf({})).toBe(0);
});

test('changes are ordered by phase, wave, kind, and then by name', () => {
	const ordered = lines(`
		+ Widget shop/w PreSync 5
		+ Widget shop/w -1
		+ Namespace shop
		+ NetworkPolicy shop/a
		+ Secret shop/a
		+ ConfigMap shop/a
		+ ConfigMap shop/b
		+ ConfigMap test/a
		+ CustomResourceDefinition widgets.example.org
		+ ClusterRole a
		+ RoleBinding shop/a
		+ Service shop/a
		+ Deployment shop/a
		+ StatefulSet shop/a
		+ Job shop/a
		+ CronJob shop/a
		+ Ingress shop/a
		+ MutatingWebhookConfiguration a
		+ Service.serving.knative.dev shop/a
		+ Widget shop/a
		+ Namespace late 1
		+ Namespace last PostSync -5
	`);
	const shuffled = ordered.map(change).toSorted((a, b) => (a.id.name + a.id.kind < b.id.name + b.id.kind ? 1 : -1));
	expect(shuffled.toSorted(compareForApply)).toEqual(ordered.map(change));
});

test.for<[string, string, string]>([
	['nothing', '', ''],
	[
		'what others need goes first',
		`
			+ Deployment shop/web
			+ Widget shop/w
			+ Service shop/web
			+ ConfigMap shop/web
			+ RoleBinding shop/web
			+ Secret shop/web
			+ CustomResourceDefinition widgets.example.org
			+ ServiceAccount shop/web
			+ Role shop/web
			+ StorageClass fast
			+ PriorityClass high
			+ PersistentVolumeClaim shop/data
			+ Namespace shop
		`,
		`
			+ Namespace shop
			+ ServiceAccount shop/web, + StorageClass fast, + CustomResourceDefinition widgets.example.org, + Role shop/web, + PriorityClass high
			+ Secret shop/web, + ConfigMap shop/web, + PersistentVolumeClaim shop/data, + RoleBinding shop/web
			+ Service shop/web, + Deployment shop/web, + Widget shop/w
		`,
	],
	[
		'what is used by others is deleted last',
		`
			- Namespace old
			- CustomResourceDefinition widgets.example.org
			- ConfigMap shop/old
			- ServiceAccount shop/old
			- Deployment shop/old
			- Widget shop/old
		`,
		`
			- Widget shop/old, - Deployment shop/old
			- ConfigMap shop/old, - ServiceAccount shop/old
			- CustomResourceDefinition widgets.example.org
			- Namespace old
		`,
	],
	[
		'deletions go before all else, replacements with the rest',
		`
			+ Namespace shop
			~ Deployment shop/web
			! Job shop/migrate
			- Deployment shop/old
			- Namespace old
		`,
		`
			- Deployment shop/old
			- Namespace old
			+ Namespace shop
			~ Deployment shop/web, ! Job shop/migrate
		`,
	],
	[
		'what is alike goes at once',
		`
			~ ConfigMap shop/b
			~ ConfigMap shop/a
		`,
		'~ ConfigMap shop/a, ~ ConfigMap shop/b',
	],
	[
		'a custom resource goes after its definition, though it is called like a built-in kind',
		`
			+ Role.example.org shop/web
			+ CustomResourceDefinition roles.example.org
		`,
		`
			+ CustomResourceDefinition roles.example.org
			+ Role shop/web
		`,
	],
])('tiers of one wave: %s', ([, table, expected]) => {
	const printed = tiers(changes(table)).map(tier => tier.map(print).join(', '));
	expect(printed).toEqual(lines(expected));
});

test.for<[string, string, string]>([
	['nothing', '', ''],
	[
		'phases, and waves within them',
		`
			+ Job shop/check PostSync
			+ Deployment shop/web 2
			+ ConfigMap shop/web -1
			+ Job shop/migrate PreSync 7
			+ Service shop/web 2
		`,
		`
			PreSync 7: + Job shop/migrate
			Sync -1: + ConfigMap shop/web
			Sync 2: + Service shop/web, + Deployment shop/web
			PostSync 0: + Job shop/check
		`,
	],
	[
		'what was made last is deleted first',
		`
			- ConfigMap shop/first -5
			- ConfigMap shop/second 0
			- ConfigMap shop/third 3
			- ConfigMap shop/fourth 10
		`,
		`
			Sync -5: - ConfigMap shop/fourth
			Sync 0: - ConfigMap shop/third
			Sync 3: - ConfigMap shop/second
			Sync 10: - ConfigMap shop/first
		`,
	],
	[
		'the wave in the middle stays',
		`
			- ConfigMap shop/first 1
			- ConfigMap shop/second 2
			- ConfigMap shop/third 3
		`,
		`
			Sync 1: - ConfigMap shop/third
			Sync 2: - ConfigMap shop/second
			Sync 3: - ConfigMap shop/first
		`,
	],
	[
		'only the waves of deletions are mirrored, and deletions go first in each',
		`
			+ ConfigMap shop/a 1
			+ ConfigMap shop/b 2
			- ConfigMap shop/c 1
			- ConfigMap shop/d 4
		`,
		`
			Sync 1: - ConfigMap shop/d, + ConfigMap shop/a
			Sync 2: + ConfigMap shop/b
			Sync 4: - ConfigMap shop/c
		`,
	],
])('waves: %s', ([, table, expected]) => {
	const printed = waves(changes(table)).map(
		wave => `${wave.phase} ${wave.wave}: ${wave.changes.map(print).join(', ')}`,
	);
	expect(printed).toEqual(lines(expected));
});

test('a deletion is mirrored in the order alone: it still declares its own wave', () => {
	const [first] = waves(changes('- ConfigMap shop/a 1\n- ConfigMap shop/b 2'));
	expect(first).toMatchObject({wave: 1, changes: [{id: {name: 'b'}, wave: 2}]});
});
