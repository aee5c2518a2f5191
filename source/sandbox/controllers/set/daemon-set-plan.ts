import {isDeepStrictEqual} from 'node:util';
import * as z from 'zod';
import {isDeleted} from '../store/metadata.ts';
import {withoutZeros} from '../workload/condition.ts';
import {hasEnded, isAvailable, isReady, type Pod} from '../workload/pod.ts';
import {amountOf} from '../workload/template.ts';
import type {DaemonSet, Machine} from './daemon-set.ts';
import {revisionLabel} from './revision.ts';

export type Crew = {
	readonly set: DaemonSet;
	readonly pods: readonly Pod[];
	readonly nodes: readonly Machine[];
	/** Of the template that is wanted. */
	readonly hash: string;
	/** Milliseconds. */
	readonly now: number;
};

const nodeSelectorSchema = z.record(z.string(), z.string()).catch({});

/** Which nodes lack their pod, and which pods go: those of no node, ended ones, and as many of an older template as may be missing. */
export function planDaemonSet(crew: Crew): {readonly create: readonly Machine[]; readonly remove: readonly Pod[]} {
	const {set, pods} = crew;
	if (isDeleted(set)) {
		return {create: [], remove: []};
	}

	const wanted = wantedNodes(crew);
	const names = new Set(wanted.map(({metadata}) => metadata.name));
	const create = wanted.filter(({metadata}) => !pods.some(pod => pod.spec.nodeName === metadata.name));
	// A pod that is not bound yet may be on its way to any of the nodes.
	const unbound = pods.filter(({spec}) => spec.nodeName === '').length;
	const standing = pods.filter(pod => !isDeleted(pod));
	const stray = standing.filter(pod => hasEnded(pod) || (pod.spec.nodeName !== '' && !names.has(pod.spec.nodeName)));
	return {
		create: create.slice(unbound),
		remove: [...stray, ...outdated(crew, wanted.length).filter(pod => !stray.includes(pod))],
	};
}

function wantedNodes({set, nodes}: Crew): readonly Machine[] {
	const selector = Object.entries(nodeSelectorSchema.parse(set.spec.template.spec.nodeSelector ?? {}));
	return nodes.filter(({metadata}) => selector.every(([key, value]) => metadata.labels[key] === value));
}

/** What does not work anyway goes at once; of the rest as many as may be missing. */
function outdated({set, pods, hash, now}: Crew, nodes: number): readonly Pod[] {
	const {updateStrategy, minReadySeconds} = set.spec;
	if (updateStrategy.type !== 'RollingUpdate') {
		return [];
	}

	const isUp = (pod: Pod) => !isDeleted(pod) && isAvailable(pod, minReadySeconds, now);
	const old = pods.filter(pod => !isDeleted(pod) && pod.metadata.labels[revisionLabel] !== hash);
	const most = Math.max(1, amountOf(updateStrategy.rollingUpdate.maxUnavailable, nodes, 'up'));
	const missing = nodes - pods.filter(isUp).length;
	return [...old.filter(pod => !isUp(pod)), ...old.filter(isUp).slice(0, Math.max(0, most - missing))];
}

/** The status that the pods make; nothing where it says that already. */
export function daemonSetStatus(crew: Crew): object | undefined {
	const {set, pods, hash, now} = crew;
	const names = new Set(wantedNodes(crew).map(({metadata}) => metadata.name));
	const placed = pods.filter(({spec}) => names.has(spec.nodeName));
	const standing = placed.filter(pod => !isDeleted(pod));
	const numberAvailable = standing.filter(pod => isAvailable(pod, set.spec.minReadySeconds, now)).length;
	const required = {
		currentNumberScheduled: new Set(placed.map(({spec}) => spec.nodeName)).size,
		desiredNumberScheduled: names.size,
		numberMisscheduled: pods.filter(({spec}) => spec.nodeName !== '' && !names.has(spec.nodeName)).length,
		numberReady: standing.filter(isReady).length,
	};
	const next = {
		...set.status,
		...required,
		observedGeneration: set.metadata.generation,
		updatedNumberScheduled: standing.filter(pod => pod.metadata.labels[revisionLabel] === hash).length,
		numberAvailable,
		numberUnavailable: names.size - numberAvailable,
	};
	return isDeepStrictEqual(next, set.status) ? undefined : {...withoutZeros(next), ...required};
}
