import {expect, test} from 'vitest';
import {bubble} from '../../source/plan/order.ts';
import {changes} from './order-table.ts';

test.for<[string, string, string]>([
	[
		'a new namespace goes with the first that lives in it',
		`
			+ Namespace shop 5
			+ ConfigMap shop/a 2
			~ ConfigMap shop/b -1
			+ ConfigMap test/a -9
		`,
		'Namespace shop: Sync -1',
	],
	[
		'a namespace goes into the phase of the first that lives in it',
		`
			+ Namespace shop
			+ Job shop/migrate PreSync 3
		`,
		'Namespace shop: PreSync 3',
	],
	[
		'a namespace that goes first anyway stays where it is',
		`
			+ Namespace shop -3
			+ ConfigMap shop/a
		`,
		'Namespace shop: Sync -3',
	],
	[
		'a namespace that is there stays where it is',
		`
			~ Namespace shop 5
			+ ConfigMap shop/a
		`,
		'Namespace shop: Sync 5',
	],
	[
		'what is deleted needs no namespace',
		`
			+ Namespace shop 5
			- ConfigMap shop/a
		`,
		'Namespace shop: Sync 5',
	],
	[
		'a definition goes with the first of its custom resources',
		`
			~ CustomResourceDefinition widgets.example.org 5
			+ Widget shop/w 1
			+ Widget.example.com shop/w -1
		`,
		'CustomResourceDefinition widgets.example.org: Sync 1',
	],
	[
		'a definition without custom resources stays where it is',
		'+ CustomResourceDefinition widgets.example.org 5',
		'CustomResourceDefinition widgets.example.org: Sync 5',
	],
])('%s', ([, table, expected]) => {
	const before = changes(table);
	const [first, ...rest] = bubble(before);
	expect(`${first?.id.kind} ${first?.id.name}: ${first?.phase} ${first?.wave}`).toBe(expected);
	expect(rest).toEqual(before.slice(1));
});
