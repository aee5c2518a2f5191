import type {Json, JsonObject} from '../../../source/model/json.ts';
import {forced, mainContainer as main, map, template as path, pod, service, servicePath} from '../samples.ts';
import {apply, get, inNamespace, patch, type Sequence} from '../sequence.ts';

function finalizers(...all: readonly Json[]): JsonObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', finalizers: all}};
}

const release = patch('merge', map, {metadata: {finalizers: null}}, {isSilent: true});

export const applyWhole: readonly Sequence[] = [
	{
		title: 'a set is owned value by value',
		steps: [
			apply('one', map, finalizers('example.com/a', 'example.com/b')),
			apply('two', map, finalizers('example.com/b', 'example.com/c')),
			apply('one', map, finalizers('example.com/d')),
			apply('two', map, finalizers()),
			release,
		],
	},
	{
		title: 'a set may not have one value twice, nor anything but scalars',
		steps: [
			apply('one', map, finalizers('example.com/a', 'example.com/a')),
			apply('one', map, finalizers({})),
			apply('one', map, finalizers(null)),
			apply('one', map, finalizers(1)),
		],
	},
	{
		title: 'an atomic list is owned and replaced as a whole',
		steps: [
			apply('one', path, main({command: ['a', 'b'], args: ['c']})),
			apply('two', path, pod({containers: [{name: 'main', command: ['a', 'b']}]})),
			apply('two', path, pod({containers: [{name: 'main', command: ['a', 'c']}]})),
			apply('two', path, pod({containers: [{name: 'main', command: ['a', 'c']}]}), forced),
			apply('two', path, pod({containers: [{name: 'main', command: []}]})),
			apply('two', path, pod({})),
		],
	},
	{
		title: 'an atomic map is owned and replaced as a whole',
		steps: [
			apply('one', path, pod({nodeSelector: {a: '1', b: '2'}, containers: [{name: 'main', image: 'x'}]})),
			apply('two', path, pod({nodeSelector: {c: '1'}})),
			apply('two', path, pod({nodeSelector: {c: '1'}}), forced),
			apply('one', path, pod({containers: [{name: 'main', image: 'x'}]})),
			apply('two', path, pod({nodeSelector: {}})),
			apply('two', path, pod({})),
		],
	},
	{
		title: 'the selector of a Service and a reference to a key are atomic',
		steps: [
			apply('one', servicePath, service({selector: {a: '1', b: '2'}, ports: [{port: 80}]})),
			patch('merge', servicePath, {spec: {selector: {a: '2'}}}, {query: {fieldManager: 'hand'}}),
			apply('one', servicePath, service({selector: {a: '1', b: '2'}, ports: [{port: 80}]})),
			apply('one', servicePath, service({selector: {a: '1'}, ports: [{port: 80}]}), forced),
		],
	},
	{
		title: 'tolerations are atomic, volumes, mounts and pull secrets are merged by their keys',
		steps: [
			apply(
				'one',
				path,
				pod({
					tolerations: [{key: 'a', operator: 'Exists'}],
					volumes: [
						{name: 'v', emptyDir: {}},
						{name: 'w', configMap: {name: 'c'}},
					],
					imagePullSecrets: [{name: 's'}],
					containers: [{name: 'main', image: 'x', volumeMounts: [{name: 'v', mountPath: '/v'}]}],
				}),
			),
			apply(
				'two',
				path,
				pod({
					volumes: [{name: 'u', emptyDir: {medium: 'Memory'}}],
					imagePullSecrets: [{name: 't'}],
					containers: [{name: 'main', volumeMounts: [{name: 'u', mountPath: '/u'}]}],
				}),
			),
			apply('two', path, pod({tolerations: [{key: 'b', operator: 'Exists'}]})),
			apply(
				'one',
				path,
				pod({volumes: [{name: 'v', secret: {secretName: 's'}}], containers: [{name: 'main', image: 'x'}]}),
			),
			apply('one', path, pod({containers: [{name: 'main', image: 'x'}]})),
		],
	},
	{
		title: 'constraints of topology have two keys without defaults',
		steps: [
			apply('one', path, spread('zone', 'DoNotSchedule', 1)),
			apply('two', path, pod({topologySpreadConstraints: [constraint('zone', 'ScheduleAnyway', 2)]})),
			apply('one', path, spread('zone', 'DoNotSchedule', 3)),
			apply('one', path, spread('host', 'DoNotSchedule', 3)),
			get(path),
		],
	},
	{
		title: 'owners of an object are merged by uid',
		steps: [
			apply('one', inNamespace('v1', 'configmaps', 'o'), {...finalizers(), metadata: {name: 'o'}}),
			apply('one', map, owned('{0.metadata.uid}', {})),
			apply('two', map, owned('{0.metadata.uid}', {blockOwnerDeletion: true})),
			apply('two', map, owned('{0.metadata.uid}', {controller: true}), forced),
			apply('one', map, finalizers()),
			apply('two', map, finalizers()),
		],
	},
	{
		title: 'rules and subjects of RBAC are atomic',
		steps: [
			apply('one', inNamespace('rbac.authorization.k8s.io/v1', 'roles', 'a'), role('pods')),
			apply('two', inNamespace('rbac.authorization.k8s.io/v1', 'roles', 'a'), role('pods', 'services')),
			apply('one', inNamespace('rbac.authorization.k8s.io/v1', 'roles', 'a'), role('services')),
		],
	},
];

function role(...resources: readonly string[]): JsonObject {
	const rules = resources.map(resource => ({apiGroups: [''], resources: [resource], verbs: ['get']}));
	return {apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: {name: 'a'}, rules};
}

function owned(uid: string, more: JsonObject): JsonObject {
	const ownerReferences = [{apiVersion: 'v1', kind: 'ConfigMap', name: 'o', uid, ...more}];
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a', ownerReferences}};
}

function constraint(topologyKey: string, whenUnsatisfiable: string, maxSkew: number): JsonObject {
	return {topologyKey, whenUnsatisfiable, maxSkew, labelSelector: {matchLabels: {a: 'b'}}};
}

function spread(topologyKey: string, whenUnsatisfiable: string, maxSkew: number): JsonObject {
	return pod({
		topologySpreadConstraints: [constraint(topologyKey, whenUnsatisfiable, maxSkew)],
		containers: [{name: 'main', image: 'x'}],
	});
}
