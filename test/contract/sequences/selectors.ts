import {maps} from '../samples.ts';
import {configMap, get, inNamespace, post, type Sequence, type Step} from '../sequence.ts';

const secrets = inNamespace('v1', 'secrets');

function labelled(name: string, labels: Readonly<Record<string, string>>): Step {
	return post(maps, configMap(name, {}, {labels: {own: '1', ...labels}}), {isSilent: true});
}

const several: readonly Step[] = [
	labelled('one', {app: 'web', tier: '1'}),
	labelled('two', {app: 'shop', tier: '2', 'trueup.dev/part': 'a'}),
	labelled('three', {tier: '10'}),
];

/** What is found, by name. */
function select(labelSelector: string): Step {
	const only = ['code', 'message', 'items.0.metadata.name', 'items.1.metadata.name', 'items.2.metadata.name'];
	return get(maps, {query: {labelSelector}, only});
}

function selectFields(path: string, fieldSelector: string): Step {
	return get(path, {
		query: {fieldSelector},
		only: ['code', 'message', 'items.0.metadata.name', 'items.1.metadata.name'],
	});
}

function byLabels(title: string, selectors: readonly string[]): Sequence {
	return {title, steps: [...several, ...selectors.map(select)]};
}

export const selectors: readonly Sequence[] = [
	byLabels('labels are selected by equality', ['app=web', 'app==web', 'own=1,app!=web', 'app=', 'app=nobody']),
	byLabels('labels are selected by sets', [
		'app in (web,shop)',
		'own,app notin (web)',
		'app in (web),tier in (1,2)',
		'own,app notin (web,shop)',
		'app in ()',
	]),
	byLabels('labels are selected by presence', ['app', 'own,!app', 'trueup.dev/part', 'own,! app']),
	byLabels('labels are selected by number', ['tier>1', 'tier<10', 'tier>1,tier<10', 'tier>x', 'app>1']),
	byLabels('spaces in a label selector do not count', [' app = web ', 'app in ( web , shop )', 'own , app != web']),
	byLabels('a label selector that can not be read is refused', [
		'a b',
		'a in b',
		'a in (b',
		'a=b=c',
		'=a',
		'a,,b',
		'-a=b',
		'a=-b',
		`${'x'.repeat(64)}=a`,
		`a=${'x'.repeat(64)}`,
		'a/b/c=d',
	]),
	{
		title: 'objects are selected by name and namespace',
		steps: [
			...several,
			selectFields(maps, 'metadata.name=one'),
			selectFields(maps, 'metadata.name!=one,metadata.name!=kube-root-ca.crt,metadata.name!=two'),
			selectFields(maps, 'metadata.name=one,metadata.name=two'),
			selectFields(maps, 'metadata.namespace=default'),
			selectFields('/api/v1/configmaps', 'metadata.namespace={namespace},metadata.name=two'),
		],
	},
	{
		title: 'secrets are selected by their type',
		steps: [
			post(secrets, {metadata: {name: 'one'}, type: 'trueup.dev/one'}, {isSilent: true}),
			post(secrets, {metadata: {name: 'two'}, type: 'trueup.dev/two'}, {isSilent: true}),
			selectFields(secrets, 'type=trueup.dev/one'),
			selectFields(secrets, 'type!=trueup.dev/one'),
		],
	},
	{
		title: 'fields that a kind is not selected by are refused',
		steps: [
			selectFields(maps, 'data.a=1'),
			selectFields(secrets, 'data.a=1'),
			selectFields(inNamespace('v1', 'pods'), 'spec.replicas=1'),
			selectFields(inNamespace('apps/v1', 'deployments'), 'spec.replicas=1'),
			selectFields(inNamespace('v1', 'services'), 'spec.replicas=1'),
		],
	},
	{
		title: 'a field selector that can not be read is refused',
		steps: ['metadata.name', 'metadata.name=a,b', '=a', 'metadata.name>a'].map(text => selectFields(maps, text)),
	},
];
