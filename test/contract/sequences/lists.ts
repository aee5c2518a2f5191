import {maps} from '../samples.ts';
import {configMap, get, inNamespace, patch, post, remove, type Sequence, type Step} from '../sequence.ts';

/** No controller makes any in a namespace, so that a list without a selector is the sequence's own. */
const secrets = inNamespace('v1', 'secrets');
const web = {labelSelector: 'app=web'};

function labelled(name: string, app: string): Step {
	return post(maps, configMap(name, {}, {labels: {app}}), {isSilent: true});
}

function secret(name: string): Step {
	return post(secrets, {metadata: {name}}, {isSilent: true});
}

function list(query: Readonly<Record<string, string>>, name?: string): Step {
	return get(secrets, {query, ...(name !== undefined && {name})});
}

const five = ['a', 'b', 'c', 'd', 'e'].map(secret);

export const lists: readonly Sequence[] = [
	{
		title: 'a list is in the order of names',
		steps: [...['b', 'c', 'a', 'b-2', 'b.1'].map(secret), list({})],
	},
	{
		title: 'a list of nothing has an empty list of items',
		steps: [list({}), get('/api/v1/namespaces/{unique}-no/secrets')],
	},
	{
		title: 'pages follow each other and say how much remains',
		steps: [
			...five,
			list({limit: '2'}, 'first'),
			list({limit: '2', continue: '{as:first.metadata.continue}'}, 'second'),
			list({limit: '2', continue: '{as:second.metadata.continue}'}),
			list({continue: '{as:first.metadata.continue}'}),
		],
	},
	{
		title: 'a page that holds all has no next one',
		steps: [...five, list({limit: '5'}), list({limit: '6'})],
	},
	{
		title: 'a page shows what was there when the first one was read',
		steps: [
			...five,
			list({limit: '2'}, 'first'),
			secret('c2'),
			remove(`${secrets}/d`, {isSilent: true}),
			patch('merge', `${secrets}/e`, {metadata: {labels: {app: 'web'}}}, {isSilent: true}),
			list({continue: '{as:first.metadata.continue}'}),
			list({}),
		],
	},
	{
		title: 'pages of a selection do not say how much remains',
		steps: [
			...['a', 'b', 'c'].map(name => labelled(name, 'web')),
			labelled('b2', 'other'),
			get(maps, {query: {...web, limit: '2'}, name: 'first'}),
			get(maps, {query: {...web, limit: '2', continue: '{as:first.metadata.continue}'}}),
		],
	},
	{
		title: 'a page of a selection goes on as long as there is anything to look at',
		steps: [labelled('a', 'web'), labelled('b', 'other'), get(maps, {query: {...web, limit: '1'}})],
	},
	{
		title: 'a list by name has no next page',
		steps: [...five, list({fieldSelector: 'metadata.name=b', limit: '1'})],
	},
	{
		title: 'pages go on over all namespaces',
		steps: [
			...['c', 'a', 'b'].map(name => post(secrets, {metadata: {name, labels: {own: '{unique}'}}}, {isSilent: true})),
			get('/api/v1/secrets', {query: {labelSelector: 'own={unique}', limit: '2'}, name: 'first'}),
			get('/api/v1/secrets', {
				query: {labelSelector: 'own={unique}', continue: '{as:first.metadata.continue}'},
			}),
		],
	},
	{
		title: 'a limit below one is none, and one that is no number is refused',
		steps: [...five, list({limit: '0'}), list({limit: '-1'}), list({limit: 'x'})],
	},
	{
		title: 'version 0 is answered without pages',
		steps: [...five, list({limit: '2', resourceVersion: '0'})],
	},
	{
		title: 'a version that was is listed as it was where exactly that is asked for',
		steps: [
			secret('a'),
			list({}, 'then'),
			secret('b'),
			patch('merge', `${secrets}/a`, {metadata: {labels: {app: 'web'}}}, {isSilent: true}),
			list({resourceVersion: '{as:then.metadata.resourceVersion}', resourceVersionMatch: 'Exact'}),
			list({resourceVersion: '{as:then.metadata.resourceVersion}', resourceVersionMatch: 'NotOlderThan'}),
			list({resourceVersion: '{as:then.metadata.resourceVersion}'}),
			list({resourceVersion: '{as:then.metadata.resourceVersion}', limit: '5'}),
			list({resourceVersion: '{as:then.metadata.resourceVersion}', resourceVersionMatch: 'NotOlderThan', limit: '1'}),
		],
	},
	{
		title: 'a match of versions that makes no sense is refused with all its causes',
		steps: [
			list({resourceVersionMatch: 'Exact'}),
			list({resourceVersionMatch: 'NotOlderThan'}),
			list({resourceVersionMatch: 'Exact', resourceVersion: '0'}),
			list({resourceVersionMatch: 'Whatever', resourceVersion: '1'}),
			list({resourceVersionMatch: 'Whatever'}),
			list({resourceVersionMatch: 'Exact', continue: 'x'}),
			list({sendInitialEvents: 'true'}),
		],
	},
	{
		title: 'a version that is yet to come is a timeout',
		steps: [
			list({resourceVersion: '999999999'}),
			list({resourceVersion: '999999999', resourceVersionMatch: 'Exact'}),
			get(`${maps}/kube-root-ca.crt`, {query: {resourceVersion: '999999999'}}),
		].map(step => ({...step, only: ['code', 'reason', 'details']})),
	},
	{
		title: 'a version that is no number is refused',
		steps: [
			list({resourceVersion: 'x'}),
			list({resourceVersion: '-1'}),
			get(`${maps}/kube-root-ca.crt`, {query: {resourceVersion: 'x'}}),
		],
	},
	{
		title: 'one object is read at version 0 or any that was',
		steps: [
			...five,
			get(`${secrets}/a`, {query: {resourceVersion: '0'}}),
			list({}, 'all'),
			get(`${secrets}/a`, {query: {resourceVersion: '{as:all.metadata.resourceVersion}'}}),
			get(`${secrets}/a`, {query: {resourceVersion: '1'}}),
		],
	},
	{
		title: 'a token that is none is refused and says why',
		steps: [
			'abc',
			'!!',
			tokenOf({v: 'meta.k8s.io/v2', rv: 5, start: '/a'}),
			tokenOf({v: 'meta.k8s.io/v1', rv: 0, start: '/a'}),
			tokenOf({v: 'meta.k8s.io/v1', rv: 5, start: ''}),
			tokenOf({v: 'meta.k8s.io/v1', rv: 5, start: '/../a'}),
		].map(token => list({continue: token})),
	},
	{
		title: 'a token does without a version beside it',
		steps: [
			...five,
			list({limit: '2'}, 'first'),
			list({continue: '{as:first.metadata.continue}', resourceVersion: '1'}),
			list({continue: '{as:first.metadata.continue}', resourceVersion: '0'}),
		],
	},
	{
		title: 'a token without a version goes on with what is there now',
		steps: [
			...five,
			list({limit: '2', continue: tokenOf({v: 'meta.k8s.io/v1', rv: -1, start: '/b\u0000'})}, 'first'),
			list({limit: '2', continue: '{as:first.metadata.continue}'}),
		],
	},
];

function tokenOf(token: object): string {
	return Buffer.from(JSON.stringify(token)).toString('base64url');
}
