import {isDeepStrictEqual} from 'node:util';
import {containerStatus, isFailing, isUnpullable, type Stage} from './container-status.ts';
import type {Condition, Container, ContainerStatus, Pod, PodStatus} from './pod.ts';

export type Host = {
	/** The node's address. */
	readonly ip: string;
	/** RFC 3339, to the second. */
	readonly now: string;
};

type Outlook = {
	readonly initStages: readonly Stage[];
	readonly stages: readonly Stage[];
	readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
};

/** The status that comes next in the life of a pod on this host, or nothing where it stays as it is. */
export function nextStatus(pod: Pod, host: Host): PodStatus | undefined {
	if (pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed') {
		return undefined;
	}

	const outlook = outlookOf(pod);
	const ip = pod.status.podIP ?? addressOf(pod);
	const {initContainerStatuses, containerStatuses} = pod.status;
	const next = {
		phase: outlook.phase,
		observedGeneration: pod.metadata.generation,
		startTime: pod.status.startTime ?? host.now,
		hostIP: host.ip,
		hostIPs: [{ip: host.ip}],
		podIP: ip,
		podIPs: [{ip}],
		conditions: conditionsOf(pod, outlook, host.now),
		initContainerStatuses: statusesOf(pod.spec.initContainers, outlook.initStages, initContainerStatuses, host.now),
		containerStatuses: statusesOf(pod.spec.containers, outlook.stages, containerStatuses, host.now),
	};
	const isSame = isDeepStrictEqual(next, {...pod.status, observedGeneration: pod.status.observedGeneration});
	return isSame ? undefined : next;
}

function outlookOf(pod: Pod): Outlook {
	const initStages: Stage[] = [];
	for (const container of pod.spec.initContainers) {
		initStages.push(initStages.every(hasPassed) ? initStageOf(container, pod) : 'held');
	}

	const stages = pod.spec.containers.map(container => (initStages.every(hasPassed) ? stageOf(container, pod) : 'held'));
	return {initStages, stages, phase: phaseOf(initStages, stages)};
}

// Init containers run one after the other; the first that does not get through holds the rest.
function hasPassed(stage: Stage): boolean {
	return stage === 'initialized' || stage === 'running' || stage === 'completed';
}

function initStageOf(container: Container, pod: Pod): Stage {
	if (container.restartPolicy === 'Always') {
		return stageOf(container, pod);
	}

	if (isUnpullable(container)) {
		return 'unpullable';
	}

	if (isFailing(container)) {
		return pod.spec.restartPolicy === 'Never' ? 'failed' : 'crash-looping';
	}

	return 'initialized';
}

function stageOf(container: Container, {spec, status}: Pod): Stage {
	if (isUnpullable(container)) {
		return 'unpullable';
	}

	if (spec.restartPolicy === 'Always') {
		return isFailing(container) ? 'crash-looping' : 'running';
	}

	if (status.phase !== 'Running') {
		// What is to end is seen running first.
		return 'running';
	}

	return isFailing(container) ? 'failed' : 'completed';
}

function phaseOf(initStages: readonly Stage[], stages: readonly Stage[]): Outlook['phase'] {
	if (initStages.includes('failed') || (stages.includes('failed') && stages.every(hasEnded))) {
		return 'Failed';
	}

	if (stages.every(hasEnded)) {
		return 'Succeeded';
	}

	return stages.includes('unpullable') || stages.includes('held') ? 'Pending' : 'Running';
}

function hasEnded(stage: Stage): boolean {
	return stage === 'completed' || stage === 'failed';
}

function statusesOf(
	containers: readonly Container[],
	stages: readonly Stage[],
	previous: readonly ContainerStatus[],
	now: string,
): ContainerStatus[] {
	return containers.map((container, index) =>
		containerStatus(
			container,
			stages[index] ?? 'held',
			previous.find(({name}) => name === container.name),
			now,
		),
	);
}

/** Those that others set, and the kubelet's own, renewed where they changed. */
function conditionsOf(pod: Pod, outlook: Outlook, now: string): Condition[] {
	const previous = pod.status.conditions;
	const ours = kubeletConditions(pod, outlook).map(condition => {
		const before = previous.find(({type}) => type === condition.type);
		if (before?.status === condition.status && before.reason === condition.reason) {
			return before;
		}

		return {...condition, lastProbeTime: null, lastTransitionTime: now};
	});
	const others = previous.filter(({type}) => !ours.some(condition => condition.type === type));
	return [...others, ...ours];
}

function kubeletConditions({spec}: Pod, {initStages, stages, phase}: Outlook): Condition[] {
	const unready = spec.containers.filter((_, index) => stages[index] !== 'running').map(({name}) => name);
	const waiting = spec.initContainers
		.filter((_, index) => !hasPassed(initStages[index] ?? 'held'))
		.map(({name}) => name);
	const readiness = unready.length === 0 ? isTrue : isFalse(...reasonOfUnready(phase, unready));
	return [
		{type: 'PodReadyToStartContainers', ...isTrue},
		{
			type: 'Initialized',
			...(waiting.length === 0
				? isTrue
				: isFalse('ContainersNotInitialized', `containers with incomplete status: [${waiting.join(' ')}]`)),
		},
		{type: 'Ready', ...readiness},
		{type: 'ContainersReady', ...readiness},
		{type: 'PodScheduled', ...isTrue},
	];
}

const isTrue = {status: 'True'} as const;

function isFalse(reason: string, message: string) {
	return {status: 'False', reason, message};
}

function reasonOfUnready(phase: Outlook['phase'], unready: readonly string[]): [reason: string, message: string] {
	switch (phase) {
		case 'Succeeded':
			return ['PodCompleted', ''];
		case 'Failed':
			return ['PodFailed', ''];
		case 'Pending':
		case 'Running':
			return ['ContainersNotReady', `containers with unready status: [${unready.join(' ')}]`];
	}
}

/** Each pod has an address of its own, made of its uid. */
function addressOf({metadata}: Pod): string {
	const number = Number.parseInt(metadata.uid.replaceAll('-', '').slice(0, 6), 16);
	return `10.${128 + ((number >> 16) % 128)}.${(number >> 8) % 256}.${number % 256}`;
}
