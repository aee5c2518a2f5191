import {type Call, contentTypes} from './api.ts';
import type {NodeOptions} from './node.ts';
import type {Pod} from './pod.ts';
import {nextStatus} from './pod-status.ts';

type Context = {readonly node: NodeOptions; readonly now: Date};

/** The one request that comes next in a pod's life: to bind it, to remove it, or to write its status; none where it rests. */
export function nextCall(pod: Pod, {node, now}: Context): Call | undefined {
	const isDeleted = pod.metadata.deletionTimestamp !== undefined;
	if (pod.spec.nodeName === '') {
		return isDeleted ? undefined : bind(pod, node);
	}

	if (pod.spec.nodeName !== node.name) {
		return undefined;
	}

	return isDeleted ? remove(pod) : writeStatus(pod, {node, now});
}

function pathOf({metadata}: Pod): string {
	return `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
}

function bind(pod: Pod, node: NodeOptions): Call | undefined {
	if (pod.spec.schedulerName !== 'default-scheduler' || pod.spec.schedulingGates.length > 0) {
		return undefined;
	}

	const {name, namespace, uid} = pod.metadata;
	const target = {apiVersion: 'v1', kind: 'Node', name: node.name};
	const body = {apiVersion: 'v1', kind: 'Binding', metadata: {name, namespace, uid}, target};
	return {method: 'POST', path: `${pathOf(pod)}/binding`, body};
}

/** Nothing runs, so nothing needs time to end; what still has finalizers after that waits for whoever set them. */
function remove(pod: Pod): Call | undefined {
	const {uid, deletionGracePeriodSeconds} = pod.metadata;
	const body = {apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: {uid}};
	return deletionGracePeriodSeconds === 0 ? undefined : {method: 'DELETE', path: pathOf(pod), body};
}

function writeStatus(pod: Pod, {node, now}: Context): Call | undefined {
	const {uid, resourceVersion} = pod.metadata;
	const status = nextStatus(pod, {ip: node.ip, now: `${now.toISOString().slice(0, 19)}Z`});
	return status === undefined
		? undefined
		: {
				method: 'PATCH',
				path: `${pathOf(pod)}/status`,
				body: {metadata: {uid, resourceVersion}, status},
				contentType: contentTypes.merge,
			};
}
