import {isObject, type Json, type JsonObject, listAt, objectAt, textAt, valueAt} from '../../objects/json.ts';
import {ageOf} from './age.ts';
import {type Column, column, type Row, wide} from './column.ts';
import {age, name} from './common.ts';

const none = '<none>';

export const podColumns: readonly Column[] = [
	name,
	column('Ready', ({object}) => readyOf(object)),
	column('Status', ({object}) => podStatus(object)),
	column('Restarts', row => restartsOf(row)),
	age,
	wide('IP', ({object}) => textAt(object, 'status', 'podIP') || none),
	wide('Node', ({object}) => textAt(object, 'spec', 'nodeName') || none),
	wide('Nominated Node', ({object}) => textAt(object, 'status', 'nominatedNodeName') || none),
	wide('Readiness Gates', () => none),
];

const countOf = (status: Json) => Number(objectAt(status)?.restartCount ?? 0);

/** A sidecar runs beside the containers, and counts as one of them. */
function isSidecar(container: Json | undefined): boolean {
	return textAt(container, 'restartPolicy') === 'Always';
}

function sidecarNames(pod: JsonObject): readonly string[] {
	return listAt(pod, 'spec', 'initContainers')
		.filter(isSidecar)
		.map(one => textAt(one, 'name') ?? '');
}

function running(pod: JsonObject): readonly Json[] {
	const sidecars = sidecarNames(pod);
	const inits = listAt(pod, 'status', 'initContainerStatuses');
	return [
		...inits.filter(one => sidecars.includes(textAt(one, 'name') ?? '')),
		...listAt(pod, 'status', 'containerStatuses'),
	];
}

function readyOf(pod: JsonObject): string {
	const total = listAt(pod, 'spec', 'containers').length + sidecarNames(pod).length;
	const ready = running(pod).filter(one => objectAt(one)?.ready === true).length;
	return `${ready}/${total}`;
}

function restartsOf({object, now}: Row): string {
	const statuses = running(object);
	const total = statuses.reduce<number>((sum, status) => sum + countOf(status), 0);
	const ended = statuses.map(status => textAt(status, 'lastState', 'terminated', 'finishedAt') ?? '').sort();
	const last = ended.at(-1) ?? '';
	return total === 0 || last === '' ? String(total) : `${total} (${ageOf(last, now)} ago)`;
}

/** As printPod of k8s.io/kubernetes/pkg/printers/internalversion. */
export function podStatus(pod: JsonObject): string {
	const own = textAt(pod, 'status', 'reason') || textAt(pod, 'status', 'phase') || '';
	const isGated = listAt(pod, 'status', 'conditions').some(
		one => textAt(one, 'type') === 'PodScheduled' && textAt(one, 'reason') === 'SchedulingGated',
	);
	const initial = initReason(pod);
	const reason = initial ?? containerReason(pod, isGated ? 'SchedulingGated' : own);
	if (textAt(pod, 'metadata', 'deletionTimestamp') === undefined) {
		return reason;
	}

	return textAt(pod, 'status', 'reason') === 'NodeLost' ? 'Unknown' : isOver(pod) ? reason : 'Terminating';
}

function isOver(pod: JsonObject): boolean {
	return ['Succeeded', 'Failed'].includes(textAt(pod, 'status', 'phase') ?? '');
}

/** What holds up the first init container that is not done; undefined where none does. */
function initReason(pod: JsonObject): string | undefined {
	const specs = listAt(pod, 'spec', 'initContainers');
	const statuses = listAt(pod, 'status', 'initContainerStatuses');
	const index = statuses.findIndex(status => !isInitialised(status, specs));
	const status = statuses[index];
	if (status === undefined) {
		return undefined;
	}

	const ended = objectAt(status, 'state', 'terminated');
	const waiting = textAt(status, 'state', 'waiting', 'reason') ?? '';
	const isHeld = waiting !== '' && waiting !== 'PodInitializing';
	return ended === undefined ? `Init:${isHeld ? waiting : `${index}/${specs.length}`}` : `Init:${endedReason(ended)}`;
}

function isInitialised(status: Json, specs: readonly Json[]): boolean {
	const spec = specs.find(one => textAt(one, 'name') === textAt(status, 'name'));
	const isStarted = isSidecar(spec) && objectAt(status)?.started === true;
	return isStarted || objectAt(status, 'state', 'terminated')?.exitCode === 0;
}

function containerReason(pod: JsonObject, own: string): string {
	const statuses = listAt(pod, 'status', 'containerStatuses');
	const reasons = statuses.map(stateReason).filter(reason => reason !== undefined);
	const reason = reasons[0] ?? own;
	const isAnyRunning = statuses.some(
		status => objectAt(status)?.ready === true && isObject(valueAt(status, 'state', 'running')),
	);
	return reason === 'Completed' && isAnyRunning ? (isReady(pod) ? 'Running' : 'NotReady') : reason;
}

function stateReason(status: Json): string | undefined {
	const waiting = textAt(status, 'state', 'waiting', 'reason') ?? '';
	const ended = objectAt(status, 'state', 'terminated');
	return waiting !== '' ? waiting : ended === undefined ? undefined : endedReason(ended);
}

function endedReason(ended: JsonObject): string {
	const reason = textAt(ended, 'reason') ?? '';
	const signal = Number(ended.signal ?? 0);
	return reason !== '' ? reason : signal === 0 ? `ExitCode:${Number(ended.exitCode ?? 0)}` : `Signal:${signal}`;
}

function isReady(pod: JsonObject): boolean {
	return listAt(pod, 'status', 'conditions').some(
		one => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True',
	);
}
