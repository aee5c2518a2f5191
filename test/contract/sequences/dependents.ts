import type {Json} from '../../../source/model/json.ts';
import {text} from '../../../source/model/json.ts';
import {maps} from '../samples.ts';
import {configMap, get, patch, post, remove, type Sequence, type Step} from '../sequence.ts';
import {gone} from '../things.ts';

const owner = `${maps}/owner`;
const child = `${maps}/child`;

function make(name: string, rest: Json = {}): Step {
	return post(maps, configMap(name, {}, rest), {name, isSilent: true});
}

function ownedBy(name: string, rest: Readonly<Record<string, Json>> = {}): Json {
	const reference = {apiVersion: 'v1', kind: 'ConfigMap', name, uid: `{as:${name}.metadata.uid}`, ...rest};
	return {ownerReferences: [reference]};
}

/** The finalizers may be gone again before they are looked at. */
function removeOwner(propagationPolicy: string): Step {
	return remove(owner, {body: {propagationPolicy}, isSilent: true});
}

function lost(path: string, field: string): Step {
	const only = ['metadata.name', 'metadata.ownerReferences', 'metadata.finalizers', 'metadata.deletionTimestamp'];
	return {
		kind: 'until',
		request: get(path, {only}),
		holds: body => text(body, 'metadata', 'name') !== '' && !JSON.stringify(body).includes(field),
		isCompared: true,
	};
}

const held = {finalizers: ['trueup.dev/hold']};
const release = (path: string) => patch('merge', path, {metadata: {finalizers: null}}, {only: ['metadata.name']});

function isDeleted(body: Json): boolean {
	return text(body, 'metadata', 'deletionTimestamp') !== '';
}

function deleted(path: string): Step {
	return {kind: 'until', request: get(path), holds: isDeleted};
}

export const dependents: readonly Sequence[] = [
	{
		title: 'dependents go after an owner that is deleted in the background',
		steps: [make('owner'), make('child', ownedBy('owner')), removeOwner('Background'), gone(owner), gone(child)],
	},
	{
		title: 'dependents go without a propagation as in the background',
		steps: [make('owner'), make('child', ownedBy('owner')), remove(owner), gone(child)],
	},
	{
		title: 'an owner that is deleted in the foreground waits for dependents that block it',
		steps: [
			make('owner'),
			make('child', {...Object(ownedBy('owner', {blockOwnerDeletion: true})), ...held}),
			remove(owner, {body: {propagationPolicy: 'Foreground'}}),
			deleted(child),
			get(owner, {only: ['metadata.finalizers', 'metadata.deletionGracePeriodSeconds']}),
			release(child),
			gone(child),
			gone(owner),
		],
	},
	{
		title: 'an owner that is deleted in the foreground waits for none that does not block it',
		steps: [
			make('owner'),
			make('child', {...Object(ownedBy('owner')), ...held}),
			removeOwner('Foreground'),
			gone(owner),
			deleted(child),
			release(child),
			gone(child),
		],
	},
	{
		title: 'orphans stay, and forget their owner',
		steps: [
			make('owner'),
			make('child', ownedBy('owner')),
			removeOwner('Orphan'),
			gone(owner),
			lost(child, 'ownerReferences":[{'),
		],
	},
	{
		title: 'a dependent of two owners stays until both are gone',
		steps: [
			make('owner'),
			make('second'),
			post(
				maps,
				configMap(
					'child',
					{},
					{
						ownerReferences: ['owner', 'second'].map(name => ({
							apiVersion: 'v1',
							kind: 'ConfigMap',
							name,
							uid: `{as:${name}.metadata.uid}`,
						})),
					},
				),
				{isSilent: true},
			),
			removeOwner('Background'),
			gone(owner),
			lost(child, '"name":"owner"'),
			remove(`${maps}/second`),
			gone(child),
		],
	},
	{
		title: 'a dependent of what is not there goes',
		steps: [
			post(
				maps,
				configMap(
					'child',
					{},
					{
						ownerReferences: [
							{apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '11111111-1111-1111-1111-111111111111'},
						],
					},
				),
			),
			gone(child),
		],
	},
	{
		title: 'dependents of dependents go, too',
		steps: [
			make('owner'),
			make('child', ownedBy('owner')),
			make('grandchild', ownedBy('child')),
			removeOwner('Background'),
			gone(child),
			gone(`${maps}/grandchild`),
		],
	},
	{
		title: 'references to owners that make no sense are refused',
		steps: [
			{name: 'a'},
			{apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: ''},
			{apiVersion: 'v1', kind: '', name: 'a', uid: 'a'},
		]
			.map<Step>(reference => post(maps, configMap('child', {}, {ownerReferences: [reference]})))
			.concat(
				post(
					maps,
					configMap(
						'child',
						{},
						{
							ownerReferences: ['a', 'b'].map(uid => ({
								apiVersion: 'v1',
								kind: 'ConfigMap',
								name: uid,
								uid,
								controller: true,
							})),
						},
					),
				),
			),
	},
	{
		title: 'a namespace takes what is in it along',
		steps: [
			post('/api/v1/namespaces', {metadata: {name: '{unique}-own'}}),
			post('/api/v1/namespaces/{unique}-own/configmaps', configMap('one', {}), {isSilent: true}),
			remove('/api/v1/namespaces/{unique}-own', {only: ['kind', 'status.phase', 'spec', 'metadata.name']}),
			gone('/api/v1/namespaces/{unique}-own'),
			get('/api/v1/namespaces/{unique}-own/configmaps', {only: ['items']}),
		],
	},
	{
		title: 'a namespace that waits for an object says so, and takes no new ones',
		steps: [
			post('/api/v1/namespaces', {metadata: {name: '{unique}-own'}}, {isSilent: true}),
			post('/api/v1/namespaces/{unique}-own/configmaps', configMap('one', {}, held), {isSilent: true}),
			remove('/api/v1/namespaces/{unique}-own', {isSilent: true}),
			{
				kind: 'until',
				request: get('/api/v1/namespaces/{unique}-own', {only: ['spec', 'status']}),
				holds: body =>
					/NamespaceFinalizersRemaining","status":"True/.test(
						JSON.stringify(body).replaceAll(/"lastTransitionTime":"[^"]*",/g, ''),
					) || /SomeFinalizersRemain/.test(JSON.stringify(body)),
				isCompared: true,
			},
			post('/api/v1/namespaces/{unique}-own/configmaps', configMap('two', {})),
			patch(
				'merge',
				'/api/v1/namespaces/{unique}-own/configmaps/one',
				{metadata: {finalizers: null}},
				{only: ['metadata.name']},
			),
			gone('/api/v1/namespaces/{unique}-own'),
			post('/api/v1/namespaces/{unique}-own/configmaps', configMap('two', {})),
		],
	},
];
