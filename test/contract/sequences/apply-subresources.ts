import type {JsonObject} from '../../../source/model/json.ts';
import {forced, service, servicePath} from '../samples.ts';
import {apply, get, inNamespace, patch, put, type Sequence} from '../sequence.ts';
import {definedBy, thing, things} from '../things.ts';

const path = `${things}/a`;
const statusPath = `${path}/status`;
const scalePath = `${path}/scale`;

const properties = {
	spec: {type: 'object', properties: {replicas: {type: 'integer'}, text: {type: 'string'}}},
	status: {
		type: 'object',
		properties: {
			replicas: {type: 'integer'},
			selector: {type: 'string'},
			conditions: {
				type: 'array',
				'x-kubernetes-list-type': 'map',
				'x-kubernetes-list-map-keys': ['type'],
				items: {
					type: 'object',
					required: ['type'],
					properties: {type: {type: 'string'}, status: {type: 'string'}, message: {type: 'string'}},
				},
			},
		},
	},
};

const withStatus = definedBy({properties, subresources: {status: {}}});
const withScale = definedBy({
	properties,
	subresources: {
		status: {},
		scale: {
			specReplicasPath: '.spec.replicas',
			statusReplicasPath: '.status.replicas',
			labelSelectorPath: '.status.selector',
		},
	},
});

function condition(type: string, status: string): JsonObject {
	return {status: {conditions: [{type, status}]}};
}

function scale(replicas: number, metadata: JsonObject = {name: 'a'}): JsonObject {
	return {apiVersion: 'autoscaling/v1', kind: 'Scale', metadata, spec: {replicas}};
}

const deploymentPath = inNamespace('apps/v1', 'deployments', 'a');
const settled = ['spec.replicas', 'message', 'details', 'kind', 'status.replicas'];
const owners = ['metadata.managedFields.0', 'metadata.managedFields.1'];

// Paused, so that its controller makes nothing of it.
function deployment(spec: JsonObject): JsonObject {
	const template = {metadata: {labels: {a: 'b'}}, spec: {containers: [{name: 'main', image: 'x'}]}};
	return {
		apiVersion: 'apps/v1',
		kind: 'Deployment',
		metadata: {name: 'a'},
		spec: {paused: true, selector: {matchLabels: {a: 'b'}}, template, ...spec},
	};
}

export const applySubresources: readonly Sequence[] = [
	{
		title: 'an apply to the object leaves its status and owns none of it, one to the status leaves the rest',
		steps: [
			...withStatus,
			apply('one', path, thing('a', {spec: {text: 'a'}, ...condition('Ready', 'False')})),
			apply('status', statusPath, thing('a', {spec: {text: 'b'}, ...condition('Ready', 'True')})),
			apply('one', path, thing('a', {spec: {text: 'c'}, ...condition('Ready', 'False')})),
			get(statusPath),
		],
	},
	{
		title: 'conditions are owned one by one, and conflicts name the subresource',
		steps: [
			...withStatus,
			apply('one', path, thing('a', {spec: {text: 'a'}})),
			apply('first', statusPath, thing('a', condition('Ready', 'True'))),
			apply('second', statusPath, thing('a', condition('Synced', 'True'))),
			apply('second', statusPath, thing('a', condition('Ready', 'False'))),
			apply('second', statusPath, thing('a', condition('Ready', 'False')), forced),
			patch('merge', statusPath, {status: {replicas: 1}}, {query: {fieldManager: 'third'}}),
			apply('second', statusPath, thing('a', {status: {replicas: 2}})),
			apply('second', statusPath, thing('a')),
		],
	},
	{
		title: 'the same manager owns object and status by two entries, and gives up one without the other',
		steps: [
			...withStatus,
			apply('one', path, thing('a', {spec: {text: 'a'}})),
			apply('one', statusPath, thing('a', condition('Ready', 'True'))),
			apply('one', statusPath, thing('a', condition('Ready', 'True'))),
			apply('one', path, thing('a')),
			apply('one', statusPath, thing('a')),
		],
	},
	{
		title: 'an apply to the status changes no metadata of a custom resource, and no generation',
		steps: [
			...withStatus,
			apply('one', path, {...thing('a', {spec: {text: 'a'}}), metadata: {name: 'a', labels: {x: '1'}}}),
			apply(
				'two',
				statusPath,
				{
					...thing('a', condition('Ready', 'True')),
					metadata: {name: 'a', labels: {x: '2', y: '1'}, annotations: {n: 'm'}},
				},
				{name: 'second'},
			),
			put(statusPath, {
				...thing('a', {spec: {text: 'b'}, status: {replicas: 3}}),
				metadata: {name: 'a', resourceVersion: '{as:second.metadata.resourceVersion}', labels: {z: '1'}},
			}),
		],
	},
	{
		title: 'an apply to a subresource of what is not there creates nothing',
		steps: [
			...withScale,
			apply('one', statusPath, thing('a', condition('Ready', 'True'))),
			apply('one', scalePath, scale(2)),
			get(path),
		],
	},
	{
		title: 'a subresource that is not served can not be applied',
		steps: [
			...definedBy({properties}),
			apply('one', path, thing('a', {spec: {text: 'a'}, status: {replicas: 1}})),
			apply('one', statusPath, thing('a')),
			apply('one', scalePath, scale(1)),
		],
	},
	{
		title: 'a scale that is applied takes the replicas from who applied them, who may give them up',
		steps: [
			...withScale,
			apply('one', path, thing('a', {spec: {replicas: 1, text: 'a'}})),
			get(scalePath),
			apply('two', scalePath, scale(2)),
			apply('two', scalePath, scale(2), forced),
			apply('one', path, thing('a', {spec: {replicas: 1, text: 'a'}})),
			apply('one', path, thing('a', {spec: {text: 'a'}})),
			get(path),
		],
	},
	{
		title: 'a scale that is replaced or patched takes the replicas by an entry of its own',
		steps: [
			...withScale,
			apply('one', path, thing('a', {spec: {replicas: 1}})),
			put(scalePath, scale(3, {name: 'a', namespace: '{namespace}'}), {query: {fieldManager: 'scaler'}}),
			get(path),
			patch('merge', scalePath, {spec: {replicas: 4}}, {query: {fieldManager: 'other'}}),
			get(path),
			apply('one', path, thing('a', {spec: {replicas: 1}})),
			apply('one', path, thing('a', {spec: {replicas: 1}}), forced),
		],
	},
	{
		title: 'a scale that is applied is a Scale of this object',
		steps: [
			...withScale,
			apply('one', path, thing('a', {spec: {replicas: 1}})),
			apply('two', scalePath, thing('a', {spec: {replicas: 1}})),
			apply('two', scalePath, scale(-1), forced),
			apply('two', scalePath, {...scale(1), spec: {replica: 1}}),
		],
	},
	{
		title: 'the replicas of a Deployment are taken by its scale, and given up to it',
		steps: [
			apply('one', deploymentPath, deployment({replicas: 0}), {only: settled}),
			get(`${deploymentPath}/scale`, {only: ['spec', 'kind', 'apiVersion', 'metadata.name', 'metadata.uid']}),
			apply('two', `${deploymentPath}/scale`, scale(0), {only: settled}),
			apply('two', `${deploymentPath}/scale`, scale(1), {only: settled}),
			apply('two', `${deploymentPath}/scale`, scale(1), {...forced, only: settled}),
			get(deploymentPath, {only: owners}),
			apply('two', `${deploymentPath}/scale`, scale(1), {only: settled}),
			apply('one', deploymentPath, deployment({replicas: 0}), {only: settled}),
			apply('one', deploymentPath, deployment({}), {only: settled}),
			patch('merge', `${deploymentPath}/scale`, {spec: {replicas: 2}}, {only: settled}),
			apply('two', `${deploymentPath}/scale`, scale(1), {only: settled}),
		],
	},
	{
		title: 'the replicas of a Deployment that nobody owns belong to who was there before a scale is applied',
		steps: [
			apply('one', deploymentPath, deployment({}), {only: settled}),
			apply('two', `${deploymentPath}/scale`, scale(1), {only: settled}),
			get(deploymentPath, {only: owners}),
			apply('two', `${deploymentPath}/scale`, scale(2), {only: settled}),
			apply('two', `${deploymentPath}/scale`, scale(2), {...forced, only: settled}),
			apply('two', `${deploymentPath}/scale`, {...scale(2), spec: {}}, {only: settled}),
			get(deploymentPath, {only: owners}),
		],
	},
	{
		title: 'the replicas of a Deployment that nobody owns any more are the default again',
		steps: [
			apply('one', deploymentPath, deployment({replicas: 0}), {only: settled}),
			apply('one', deploymentPath, deployment({}), {only: settled}),
		],
	},
	{
		title: 'the status of a Service is applied apart, with metadata of its own',
		steps: [
			apply('one', servicePath, service({ports: [{port: 80}]})),
			apply('two', `${servicePath}/status`, {
				...service({ports: [{port: 81}]}),
				metadata: {name: 'a', labels: {x: '1'}},
				status: {
					loadBalancer: {ingress: [{ip: '192.0.2.1'}]},
					conditions: [
						{type: 'A', status: 'True', reason: 'R', message: '', lastTransitionTime: '2001-01-01T00:00:00Z'},
					],
				},
			}),
			apply('two', `${servicePath}/status`, service({})),
			apply('one', servicePath, {...service({ports: [{port: 80}]}), status: {loadBalancer: {}}}),
		],
	},
];
