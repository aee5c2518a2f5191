import type {ContainerStatus, Pod} from './pod.ts';
import type {Message} from './recorder.ts';

/** An event about a pod, and the container that it is about, if it is about one. */
export type PodNews = Message & {readonly fieldPath?: string};

/** What the scheduler tells of a pod that it has found a node for. */
export function schedulingNews({metadata}: Pod, node: string): PodNews {
	const message = `Successfully assigned ${metadata.namespace}/${metadata.name} to ${node}`;
	return {type: 'Normal', reason: 'Scheduled', message};
}

/** What the kubelet tells when it stops a pod. */
export function stoppingNews({status}: Pod): readonly PodNews[] {
	return status.containerStatuses
		.filter(({state}) => state.running !== undefined)
		.flatMap(({name}) => placed('containers', name, [about('Killing', `Stopping container ${name}`)]));
}

/** What the kubelet tells of containers that are in another state than before; in its words. */
export function lifeNews(before: Pod, after: Pod): readonly PodNews[] {
	return [
		...newsOf(after, 'initContainers', [before.status.initContainerStatuses, after.status.initContainerStatuses]),
		...newsOf(after, 'containers', [before.status.containerStatuses, after.status.containerStatuses]),
	];
}

/** What the kubelet tells again and again of containers that it can't get to run. */
export function waitingNews(pod: Pod): readonly PodNews[] {
	const {initContainerStatuses, containerStatuses} = pod.status;
	return [
		...initContainerStatuses.flatMap(status => placed('initContainers', status.name, backOffNews(pod, status))),
		...containerStatuses.flatMap(status => placed('containers', status.name, backOffNews(pod, status))),
	];
}

type Field = 'containers' | 'initContainers';

function placed(field: Field, name: string, news: readonly PodNews[]): readonly PodNews[] {
	return news.map(one => ({...one, fieldPath: `spec.${field}{${name}}`}));
}

function newsOf(
	pod: Pod,
	field: Field,
	[before, after]: readonly [readonly ContainerStatus[], readonly ContainerStatus[]],
): readonly PodNews[] {
	return after.flatMap(status => {
		const known = before.find(({name}) => name === status.name);
		const isSame = known !== undefined && known.image === status.image && wordFor(known) === wordFor(status);
		return isSame ? [] : placed(field, status.name, newsIn(pod, status, known));
	});
}

function wordFor({state}: ContainerStatus): string {
	return state.waiting?.reason ?? (state.running && 'running') ?? state.terminated?.reason ?? '';
}

function newsIn(pod: Pod, status: ContainerStatus, before: ContainerStatus | undefined): readonly PodNews[] {
	const reason = status.state.waiting?.reason;
	if (reason === undefined) {
		return before?.state.running === undefined ? startNews(status) : restartNews(status, before);
	}

	if (reason === 'ImagePullBackOff') {
		return pullNews(status);
	}

	return reason === 'CrashLoopBackOff' ? [...startNews(status), ...backOffNews(pod, status)] : [];
}

function pullNews({image}: ContainerStatus): readonly PodNews[] {
	return [
		about('Pulling', `Pulling image "${image}"`),
		warning('Failed', `Failed to pull image "${image}": ${image}: not found`),
		warning('Failed', 'Error: ErrImagePull'),
		about('BackOff', `Back-off pulling image "${image}"`),
		warning('Failed', 'Error: ImagePullBackOff'),
	];
}

function backOffNews({metadata}: Pod, {name, image, state}: ContainerStatus): readonly PodNews[] {
	const place = `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
	switch (state.waiting?.reason ?? '') {
		case 'ImagePullBackOff':
			return [about('BackOff', `Back-off pulling image "${image}"`)];
		case 'CrashLoopBackOff':
			return [warning('BackOff', `Back-off restarting failed container ${name} in pod ${place}`)];
		default:
			return [];
	}
}

/** A container of the same image that has ended has nothing to tell. */
function restartNews(status: ContainerStatus, before: ContainerStatus): readonly PodNews[] {
	return status.image === before.image
		? []
		: [about('Killing', `Container ${status.name} definition changed`), ...startNews(status)];
}

function startNews({image}: ContainerStatus): readonly PodNews[] {
	return [
		about('Pulled', `Container image "${image}" already present on machine`),
		about('Created', 'Container created'),
		about('Started', 'Container started'),
	];
}

function about(reason: string, message: string): PodNews {
	return {type: 'Normal', reason, message};
}

function warning(reason: string, message: string): PodNews {
	return {type: 'Warning', reason, message};
}
