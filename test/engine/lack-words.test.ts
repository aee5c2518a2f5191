import {expect, test} from 'vitest';
import {describeLack, rightTo} from '../../source/engine/lack-words.ts';

const deployments = {group: 'apps', plural: 'deployments'};
const namespaces = {group: '', plural: 'namespaces'};
const inShop = {namespace: 'shop', name: 'web'};

test.for([
	[
		'one verb in a namespace',
		[rightTo('patch', deployments, inShop)],
		'eve may not patch deployments.apps in namespace shop: it stays. A Role in shop would allow it: {apiGroups: ["apps"], resources: ["deployments"], verbs: ["patch"]}',
	],
	[
		'two verbs',
		[rightTo('patch', deployments, inShop), rightTo('create', deployments, inShop)],
		'eve may not patch and create deployments.apps in namespace shop: it stays. A Role in shop would allow it: {apiGroups: ["apps"], resources: ["deployments"], verbs: ["patch","create"]}',
	],
	[
		'what has no namespace',
		[rightTo('list', {group: '', plural: 'nodes'}, {namespace: ''})],
		'eve may not list nodes: it stays. A ClusterRole would allow it: {apiGroups: [""], resources: ["nodes"], verbs: ["list"]}',
	],
	[
		'a namespace itself',
		[rightTo('patch', namespaces, {namespace: '', name: 'shop'})],
		'eve may not patch namespaces: it stays. A ClusterRole would allow it: {apiGroups: [""], resources: ["namespaces"], verbs: ["patch"]}',
	],
] as const)(
	'what is lacking is said with who, what, where, what it means and what would allow it: %s',
	([, lacking, words]) => {
		expect(describeLack(lacking, {user: 'eve', meaning: 'it stays'})).toBe(words);
	},
);

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
