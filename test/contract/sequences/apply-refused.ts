import type {Json, JsonObject} from '../../../source/model/json.ts';
import {mainContainer, maps, map as path, service, servicePath, template} from '../samples.ts';
import {apply, configMap, get, inNamespace, patch, post, remove, type Sequence} from '../sequence.ts';

const release = patch('merge', path, {metadata: {finalizers: null}}, {isSilent: true});
const held = {finalizers: ['example.com/hold']};
const going = '/api/v1/namespaces/going-{unique}';

function named(metadata: JsonObject, data: Readonly<Record<string, string>> = {a: '1'}): Json {
	return configMap('a', data, metadata);
}

export const applyRefused: readonly Sequence[] = [
	{
		title: 'an apply to a namespace that is not there is refused, as a dry run too',
		steps: [
			apply('one', '/api/v1/namespaces/none-{unique}/configmaps/a', named({})),
			apply('one', '/api/v1/namespaces/none-{unique}/configmaps/a', named({}), {query: {dryRun: 'All'}}),
			apply('one', '/apis/apps/v1/namespaces/none-{unique}/deployments/a', {apiVersion: 'apps/v1', kind: 'Deployment'}),
			get('/api/v1/namespaces/none-{unique}/configmaps/a'),
		],
	},
	{
		title: 'an apply has the name and the namespace of its path',
		steps: [
			apply('one', path, configMap('b', {})),
			apply('one', path, named({namespace: 'other'})),
			apply('one', path, named({namespace: '{namespace}'})),
			apply('one', path, configMap('b', {})),
			apply('one', path, named({namespace: 'other'})),
			apply('one', path, {apiVersion: 'v1', kind: 'ConfigMap', data: {b: '1'}}),
		],
	},
	{
		title: 'an apply has the kind and the version of its path',
		steps: [
			apply('one', path, {apiVersion: 'v1', kind: 'Secret', metadata: {name: 'a'}}),
			apply('one', path, {apiVersion: 'v2', kind: 'ConfigMap', metadata: {name: 'a'}}),
			apply('one', path, {apiVersion: 'apps/v1', kind: 'ConfigMap', metadata: {name: 'a'}}),
			apply('one', path, {kind: 'ConfigMap', metadata: {name: 'a'}}),
			apply('one', path, {apiVersion: 'v1', metadata: {name: 'a'}}),
			apply('one', path, {}),
		],
	},
	{
		title: 'an apply is an object in YAML',
		steps: [apply('one', path, ''), apply('one', path, '[]'), apply('one', path, 'text'), apply('one', path, 'null')],
	},
	{
		title: 'an apply names its manager, and no other patch is forced',
		steps: [
			apply('', path, named({})),
			apply('one', path, named({})),
			patch('merge', path, {data: {a: '2'}}, {query: {force: 'true'}}),
			patch('strategic', path, {data: {a: '2'}}, {query: {force: 'false', fieldManager: 'one'}}),
			apply('one', path, named({}), {query: {force: 'maybe'}}),
			apply('one', path, named({}), {query: {dryRun: 'Some'}}),
			apply('one', path, named({}), {query: {fieldValidation: 'Some'}}),
		],
	},
	{
		title: 'an apply has no managedFields',
		steps: [
			apply('one', path, named({managedFields: [{manager: 'two', operation: 'Apply', apiVersion: 'v1'}]})),
			apply('one', path, named({managedFields: []})),
			apply('one', path, named({managedFields: null})),
			apply('one', path, named({managedFields: [{}]})),
			apply('one', path, named({managedFields: 'none'})),
			get(path),
		],
	},
	{
		title: 'an apply with a version means that version alone',
		steps: [
			apply('one', path, named({resourceVersion: '1'})),
			apply('one', path, named({})),
			apply('one', path, named({resourceVersion: '1'}, {a: '2'})),
			apply('one', path, named({resourceVersion: '{1.metadata.resourceVersion}'}, {a: '2'})),
			apply('one', path, named({resourceVersion: '{1.metadata.resourceVersion}'}, {a: '3'})),
			apply('one', path, named({resourceVersion: '{1.metadata.resourceVersion}'}, {a: '2'})),
			apply('one', path, named({resourceVersion: ''}, {a: '2'})),
			apply('one', path, named({resourceVersion: 'new'}, {a: '2'})),
			get(path),
		],
	},
	{
		title: 'an apply with a uid means that object alone',
		steps: [
			apply('one', path, named({uid: '00000000-0000-0000-0000-000000000001'})),
			apply('one', path, named({})),
			apply('one', path, named({uid: '{1.metadata.uid}'}, {a: '2'})),
			apply('one', path, named({uid: '00000000-0000-0000-0000-000000000001'}, {a: '3'})),
			apply('one', path, named({uid: '00000000-0000-0000-0000-000000000001'}, {a: '2'})),
			remove(path),
			apply('one', path, named({uid: '{1.metadata.uid}'})),
		],
	},
	{
		title: 'an apply changes nothing that the server alone says',
		steps: [
			apply('one', path, named({creationTimestamp: null, generation: 5, selfLink: '/a'})),
			apply('one', path, named({creationTimestamp: '2001-01-01T00:00:00Z', generation: 6, selfLink: '/b'})),
			apply('one', path, named({deletionTimestamp: '2001-01-01T00:00:00Z', deletionGracePeriodSeconds: 5})),
			get(path),
			apply('one', servicePath, {...service({ports: [{port: 80}]}), metadata: {name: 'a', generation: 5}}),
			apply('one', template, {...mainContainer({}), metadata: {name: 'a', generation: 5}}),
		],
	},
	{
		title: 'an apply does not generate names',
		steps: [
			apply('one', path, {apiVersion: 'v1', kind: 'ConfigMap', metadata: {generateName: 'a-'}}),
			apply('one', path, named({generateName: 'b-'})),
			apply('one', maps, named({})),
		],
	},
	{
		title: 'an apply to an object that is being deleted changes it, but adds no finalizers',
		steps: [
			apply('one', path, named({finalizers: ['example.com/hold']})),
			remove(path),
			apply('one', path, named({finalizers: ['example.com/hold']})),
			apply('one', path, named({finalizers: ['example.com/hold']}, {a: '2'})),
			apply('two', path, named({finalizers: ['example.com/more']}, {})),
			get(path),
			release,
		],
	},
	{
		title: 'an apply that gives up the last finalizer of what is being deleted removes it',
		steps: [
			apply('one', path, named(held)),
			remove(path),
			apply('one', path, named({})),
			get(path),
			apply('one', path, named({})),
		],
	},
	{
		title: 'an apply to a namespace that is being deleted creates nothing, and changes what is there',
		steps: [
			post(
				'/api/v1/namespaces',
				{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'going-{unique}'}},
				{isSilent: true},
			),
			apply('one', `${going}/configmaps/a`, named(held)),
			remove(going, {isSilent: true}),
			{
				kind: 'until',
				request: {method: 'GET', path: `${going}/configmaps/a`},
				holds: body => JSON.stringify(body).includes('deletionTimestamp'),
			},
			apply('one', `${going}/configmaps/b`, configMap('b', {})),
			apply('one', `${going}/configmaps/b`, configMap('b', {}), {query: {dryRun: 'All'}}),
			apply('one', `${going}/configmaps/a`, named(held, {a: '2'})),
			patch('merge', `${going}/configmaps/a`, {metadata: {finalizers: null}}, {isSilent: true}),
		],
	},
	{
		title: 'what is not served can not be applied',
		steps: [
			apply('one', inNamespace('v1', 'nothings', 'a'), {apiVersion: 'v1', kind: 'Nothing', metadata: {name: 'a'}}),
			apply('one', inNamespace('none.example.com/v1', 'nothings', 'a'), {}),
			apply('one', '/api/v1/configmaps/a', named({})),
			apply('one', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews/a', {}),
			apply('one', inNamespace('v1', 'pods', 'a/log'), {}),
			apply('one', inNamespace('v1', 'configmaps', 'a/status'), named({})),
		],
	},
	{
		title: 'the names of what is applied are checked as those of what is created',
		steps: [
			apply('one', inNamespace('v1', 'configmaps', 'Upper'), configMap('Upper', {})),
			apply('one', inNamespace('v1', 'configmaps', 'a_b'), configMap('a_b', {})),
			apply('one', inNamespace('v1', 'services', 'a.b'), {
				apiVersion: 'v1',
				kind: 'Service',
				metadata: {name: 'a.b'},
				spec: {ports: [{port: 80}]},
			}),
			apply('one', path, named({labels: {'/': 'x'}, annotations: {'a b': 'x'}, finalizers: ['none']})),
		],
	},
];
