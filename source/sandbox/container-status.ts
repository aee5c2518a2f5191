import type {Container, ContainerState, ContainerStatus} from './pod.ts';

/** Where a container is in its life. */
export type Stage =
	| 'unpullable'
	/** Waits for the init containers. */
	| 'held'
	| 'running'
	| 'crash-looping'
	| 'completed'
	/** An init container that has done its work. */
	| 'initialized'
	| 'failed';

/** An image whose tag contains `broken` can't be pulled. */
export function isUnpullable({image}: Container): boolean {
	return tagOf(image).includes('broken');
}

/** The program of an image whose tag contains `fails` ends with exit code 1. */
export function isFailing({image}: Container): boolean {
	return tagOf(image).includes('fails');
}

function tagOf(image: string): string {
	const [name = ''] = image.split('@');
	const last = name.slice(name.lastIndexOf('/') + 1);
	return last.includes(':') ? last.slice(last.indexOf(':') + 1) : '';
}

/** The container's status at that stage; the previous one as it stands where nothing has changed. */
export function containerStatus(
	container: Container,
	stage: Stage,
	previous: ContainerStatus | undefined,
	now: string,
): ContainerStatus {
	const status = freshStatus(container, stage, previous, now);
	return previous !== undefined && essence(previous) === essence(status) ? previous : status;
}

function freshStatus(
	{name, image}: Container,
	stage: Stage,
	previous: ContainerStatus | undefined,
	now: string,
): ContainerStatus {
	const isNewImage = previous !== undefined && previous.image !== image;
	const restartCount = (previous?.restartCount ?? 0) + (isNewImage ? 1 : 0);
	const isUp = stage === 'running';
	const startedAt = previous?.state.running?.startedAt ?? now;
	return {
		name,
		image,
		imageID: stage === 'unpullable' || stage === 'held' ? '' : `sandbox/${image}`,
		restartCount,
		ready: isUp || stage === 'initialized',
		started: isUp,
		state: stateAt(stage, image, {startedAt, now}),
		...(stage === 'crash-looping' && {
			restartCount: restartCount + 1,
			lastState: {terminated: {exitCode: 1, reason: 'Error', startedAt, finishedAt: now}},
		}),
	};
}

function stateAt(
	stage: Stage,
	image: string,
	{startedAt, now}: {readonly startedAt: string; readonly now: string},
): ContainerState {
	switch (stage) {
		case 'unpullable':
			return {waiting: {reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"`}};
		case 'held':
			return {waiting: {reason: 'PodInitializing'}};
		case 'running':
			return {running: {startedAt}};
		case 'crash-looping':
			return {waiting: {reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container'}};
		case 'completed':
		case 'initialized':
			return {terminated: {exitCode: 0, reason: 'Completed', startedAt, finishedAt: now}};
		case 'failed':
			return {terminated: {exitCode: 1, reason: 'Error', startedAt, finishedAt: now}};
	}
}

/** All of a status but its times and counts. */
function essence({image, ready, state}: ContainerStatus): string {
	return JSON.stringify([
		image,
		ready,
		state.waiting && ['waiting', state.waiting.reason],
		state.running && ['running'],
		state.terminated && ['terminated', state.terminated.reason],
	]);
}
