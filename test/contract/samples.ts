import type {Json, JsonObject} from '../../source/model/json.ts';
import {at} from './answer.ts';
import {get, inNamespace, type UntilStep} from './sequence.ts';

/** Objects that several tables need, as clients send them, and their paths. */

export const maps = inNamespace('v1', 'configmaps');
export const map = `${maps}/a`;
export const templates = inNamespace('v1', 'podtemplates');
/** No controller looks at a PodTemplate, and it has all that a Deployment's pods have. */
export const template = `${templates}/a`;
export const deployments = inNamespace('apps/v1', 'deployments');
export const web = `${deployments}/web`;
export const servicePath = inNamespace('v1', 'services', 'a');

export const forced = {query: {force: 'true'}};

export function container(more: JsonObject = {}): JsonObject {
	return {name: 'web', image: 'web:1', ...more};
}

const labels = {app: 'web'};

/** Of no replicas: nothing runs. */
export function deployment(name: string, spec: JsonObject = {}, kind = 'Deployment'): JsonObject {
	const template = {metadata: {labels}, spec: {containers: [container()]}};
	return {
		apiVersion: 'apps/v1',
		kind,
		metadata: {name},
		spec: {replicas: 0, selector: {matchLabels: labels}, template, ...spec},
	};
}

/** A pod's spec that no controller looks at. */
export function podTemplate(name: string, spec: JsonObject = {}): JsonObject {
	const template = {metadata: {labels}, spec: {containers: [container()], ...spec}};
	return {apiVersion: 'v1', kind: 'PodTemplate', metadata: {name}, template};
}

/** Waits until its controller has seen the object as it is, and has said so. */
export function observed(path: string): UntilStep {
	const isSeen = (body: Json) => at(body, 'status.observedGeneration') === at(body, 'metadata.generation');
	return {kind: 'until', request: get(path), holds: isSeen};
}

/** Suspended: its controller lets it be. */
export function cronJob(spec: JsonObject = {}): JsonObject {
	const template = {spec: {restartPolicy: 'Never', containers: [container()]}};
	return {
		apiVersion: 'batch/v1',
		kind: 'CronJob',
		metadata: {name: 'a'},
		spec: {schedule: '0 0 1 1 *', suspend: true, jobTemplate: {spec: {template}}, ...spec},
	};
}

/** A change to the pod's spec of such a template. */
export function podSpec(spec: JsonObject): JsonObject {
	return {template: {spec}};
}

/** A pod's spec with a bit of everything that is merged in its own way. */
export const twoContainers = podTemplate('a', {
	containers: [
		container({
			ports: [{containerPort: 80}, {containerPort: 443}],
			env: [
				{name: 'A', value: '1'},
				{name: 'B', value: '2'},
			],
			args: ['x'],
		}),
		{name: 'side', image: 'side:1'},
	],
	volumes: [
		{name: 'tmp', emptyDir: {}},
		{name: 'conf', configMap: {name: 'conf'}},
	],
	nodeSelector: {disk: 'ssd', zone: 'a'},
	tolerations: [{key: 'a', operator: 'Exists'}],
});

/** The PodTemplate `a` as clients send it. */
export function pod(spec: JsonObject): JsonObject {
	return {apiVersion: 'v1', kind: 'PodTemplate', metadata: {name: 'a'}, template: {spec}};
}

/** That, of one container `main`. */
export function mainContainer(container: JsonObject, more: JsonObject = {}): JsonObject {
	return pod({containers: [{name: 'main', image: 'x', ...container}], ...more});
}

/** The Service `a`: without a selector, no controller looks at it. */
export function service(spec: JsonObject): JsonObject {
	return {apiVersion: 'v1', kind: 'Service', metadata: {name: 'a'}, spec};
}
