import {expect, test} from 'vitest';
import {describeLack, rightTo} from '../../source/engine/lack-words.ts';

const deployments = {group: 'apps', plural: 'deployments'};
const namespaces = {group: '', plural: 'namespaces'};
const inShop = {namespace: 'shop', name: 'web'};

test.for([
	[
		'one verb in a namespace',
		[rightTo('patch', deployments, inShop)],
		'eve may not patch deployments.apps in namespace shop: it stays. A Role in shop would allow it: {apiGroups: ["apps"], resources: ["deployments"], verbs: ["get","create","patch"]}',
	],
	[
		'two verbs',
		[rightTo('patch', deployments, inShop), rightTo('create', deployments, inShop)],
		'eve may not patch and create deployments.apps in namespace shop: it stays. A Role in shop would allow it: {apiGroups: ["apps"], resources: ["deployments"], verbs: ["get","create","patch"]}',
	],
	[
		'what has no namespace',
		[rightTo('list', {group: '', plural: 'nodes'}, {namespace: ''})],
		'eve may not list nodes: it stays. A ClusterRole would allow it: {apiGroups: [""], resources: ["nodes"], verbs: ["get","list","watch"]}',
	],
	[
		'a namespace itself',
		[rightTo('patch', namespaces, {namespace: '', name: 'shop'})],
		'eve may not patch namespaces: it stays. A ClusterRole would allow it: {apiGroups: [""], resources: ["namespaces"], verbs: ["get","create","patch"]}',
	],
	[
		'several kinds',
		[rightTo('list', deployments, inShop), rightTo('list', {group: '', plural: 'pods'}, inShop)],
		'eve may not list deployments.apps and pods in namespace shop: it stays. A Role in shop would allow it: {apiGroups: ["apps"], resources: ["deployments"], verbs: ["get","list","watch"]}, {apiGroups: [""], resources: ["pods"], verbs: ["get","list","watch"]}',
	],
] as const)(
	'what is lacking is said with who, what, where, what it means and what would allow it: %s',
	([, lacking, words]) => {
		expect(describeLack(lacking, {user: 'eve', meaning: 'it stays'})).toBe(words);
	},
);

test.for([
	['get', 'deployments', ['get', 'list', 'watch']],
	['watch', 'deployments', ['get', 'list', 'watch']],
	['create', 'deployments', ['get', 'create', 'patch']],
	['delete', 'deployments', ['delete']],
	['get', 'pods/log', ['get']],
] as const)('the rule that is named for %s of %s has all that is needed with it', ([verb, plural, verbs]) => {
	const words = describeLack([rightTo(verb, {group: '', plural}, inShop)], {user: 'eve', meaning: 'it stays'});
	expect(words).toContain(`verbs: ${JSON.stringify(verbs)}}`);
});

test('where the cluster does not say who one is, it is the user of the context', () => {
	const lacking = [rightTo('get', deployments, inShop)];
	expect(describeLack(lacking, {user: '', meaning: 'it stays'})).toMatch(/^the user of this context may not get/);
});

test.for([
	['get', 'shop'],
	['patch', 'shop'],
	['create', ''],
] as const)('a right to %s a namespace is looked for where the API server does', ([verb, namespace]) => {
	expect(rightTo(verb, namespaces, {namespace: '', name: 'shop'})).toMatchObject({namespace, name: 'shop'});
});
