import {deployments} from '../../../source/sandbox/controllers/deployment/deployment.ts';
import {replicaSets} from '../../../source/sandbox/controllers/deployment/replica-set.ts';
import {pods} from '../../../source/sandbox/controllers/workload/pod.ts';

/** What the objects of the tests are made of; what is left out is as a server would have filled it in. */
export type Parts = {
	readonly metadata?: object;
	readonly spec?: object;
	readonly status?: object;
};

export const now = Date.parse('2026-11-21T10:00:00Z');

export function metadataOf(name: string, more: object = {}) {
	return {name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '7', generation: 1, ...more};
}

/** `seconds` before now, as objects write it. */
export function ago(seconds: number): string {
	return `${new Date(now - seconds * 1000).toISOString().slice(0, 19)}Z`;
}

export function template(image: string, labels: object = {}) {
	return {metadata: {labels: {app: 'web', ...labels}}, spec: {containers: [{name: 'main', image}]}};
}

export function deployment(spec: object = {}, {metadata, status}: Parts = {}) {
	const selector = {matchLabels: {app: 'web'}};
	return deployments.parse({
		metadata: metadataOf('web', metadata),
		spec: {replicas: 4, selector, template: template('nginx:1'), ...spec},
		status,
	});
}

/** A ReplicaSet of the image, with as many replicas and, if not said otherwise, as many available. */
export function replicaSet(image: string, replicas: number, {metadata, spec, status}: Parts = {}) {
	const hash = image.replaceAll(/\W/g, '');
	return replicaSets.parse({
		metadata: metadataOf(`web-${hash}`, {
			creationTimestamp: ago(100),
			annotations: {'deployment.kubernetes.io/revision': '1'},
			...metadata,
		}),
		spec: {
			replicas,
			selector: {matchLabels: {app: 'web', 'pod-template-hash': hash}},
			template: template(image, {'pod-template-hash': hash}),
			...spec,
		},
		status: {observedGeneration: 1, replicas, readyReplicas: replicas, availableReplicas: replicas, ...status},
	});
}

export type PodParts = Parts & {
	readonly phase?: string;
	/** For how many seconds it is ready; not ready where absent. */
	readonly readyFor?: number;
	readonly isDeleted?: boolean;
};

export function pod(name: string, {metadata, spec, status, phase = 'Running', readyFor, isDeleted}: PodParts = {}) {
	const ready =
		readyFor === undefined
			? {type: 'Ready', status: 'False', lastTransitionTime: ago(0)}
			: {type: 'Ready', status: 'True', lastTransitionTime: ago(readyFor)};
	return pods.parse({
		metadata: metadataOf(name, {
			creationTimestamp: ago(60),
			labels: {app: 'web'},
			...(isDeleted && {deletionTimestamp: ago(0)}),
			...metadata,
		}),
		spec: {nodeName: 'sandbox', containers: [{}], ...spec},
		status: {phase, conditions: [ready], podIP: '10.0.0.1', ...status},
	});
}
