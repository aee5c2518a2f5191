import {items, text} from '../model/json.ts';
import {NotFoundError, OperatorError, UsageError} from '../model/operator-error.ts';
import type {Logs} from '../model/question.ts';
import {describe, type Live, type ResourceId} from '../model/resource.ts';
import {rightTo} from './lack-words.ts';
import {findLive} from './object-view.ts';
import {demand} from './permissions.ts';
import type {Site} from './sites.ts';

type Asked = {readonly id: ResourceId; readonly container: string; readonly tail: number};

/** More lines are not asked for. */
const longestTail = 10_000;

/** The last lines of a pod's container. */
export async function logsOf(site: Site, {id, container, tail}: Asked, signal: AbortSignal): Promise<Logs> {
	if (id.kind !== 'Pod') {
		throw new UsageError(`${describe(id)} has no output of its own: ask for one of its pods`);
	}

	const pod = await findLive(site, id, signal);
	if (!pod) {
		throw new NotFoundError(`${describe(id)} is not there any more: its output is gone with it`);
	}

	const containers = containersOf(pod);
	const wanted = container || defaultOf(pod) || containers[0] || '';
	if (!containers.includes(wanted)) {
		throw new UsageError(`${describe(id)} has no container ${wanted}; it has ${containers.join(', ')}`);
	}

	const right = rightTo('get', {group: '', plural: 'pods/log'}, id);
	await demand(site, [right], 'its output is not shown', signal);
	const waiting = waitingReason(pod, wanted);
	try {
		const {namespace, name} = id;
		const lines = await site.cluster.logs(
			{namespace, name, container: wanted, tail: Math.min(Math.max(1, Math.floor(tail)), longestTail)},
			signal,
		);
		return {containers, container: wanted, lines};
	} catch (error) {
		// What has not started has written nothing; that is no failure to be shown.
		if (error instanceof OperatorError && error.name !== 'UnreachableError' && waiting !== '') {
			return {containers, container: wanted, lines: []};
		}

		throw error;
	}
}

/** In the order in which they are shown: what runs first, then what ran before it. */
function containersOf({body}: Live): readonly string[] {
	return ['containers', 'initContainers', 'ephemeralContainers'].flatMap(field =>
		items(body, 'spec', field).map(container => text(container, 'name')),
	);
}

function defaultOf(pod: Live): string {
	const named = text(pod.body, 'metadata', 'annotations', 'kubectl.kubernetes.io/default-container');
	return containersOf(pod).includes(named) ? named : '';
}

function waitingReason({body}: Live, container: string): string {
	const statuses = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'].flatMap(field =>
		items(body, 'status', field),
	);
	const status = statuses.find(one => text(one, 'name') === container);
	return status === undefined ? 'Pending' : text(status, 'state', 'waiting', 'reason');
}
