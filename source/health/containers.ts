import {items, type Json, type JsonObject, members, number, text} from '../model/json.ts';
import {join} from './status.ts';

// As Argo CD has it: ErrImagePull, CreateContainerConfigError, RunContainerError, CrashLoopBackOff and their like.
const stuckReason = /^Err|Error$|BackOff$|^InvalidImageName$/;

/** Statuses of a pod's containers, those that run first at the front. */
export function containersOf(pod: JsonObject): readonly Json[] {
	return [...items(pod, 'status', 'initContainerStatuses'), ...items(pod, 'status', 'containerStatuses')];
}

/**
 * How a container ended: `container web: exit code 137: OOMKilled`; empty where it did not.
 * Without the message that it left, which may quote what it logged.
 */
export function describeExit(container: Json, state: 'state' | 'lastState'): string {
	const code = number(container, state, 'terminated', 'exitCode');
	return code === undefined
		? ''
		: join(`container ${text(container, 'name')}`, `exit code ${code}`, text(container, state, 'terminated', 'reason'));
}

/** What the pod waits for in vain: `pod web: ImagePullBackOff: image nginx:broken: Back-off pulling image ...`. */
export function describeStuck(pod: JsonObject): string | undefined {
	const container = containersOf(pod).find(status => stuckReason.test(text(status, 'state', 'waiting', 'reason')));
	if (container === undefined) {
		return undefined;
	}

	const {reason, message} = members(container, 'state', 'waiting');
	const image = imageOf(pod, container);
	const why = join(image && `image ${image}`, describeExit(container, 'lastState'), text(message));
	return join(`pod ${text(pod, 'metadata', 'name')}`, text(reason), why);
}

// The status names an image by what it was resolved to; people know it by what they wrote.
function imageOf(pod: JsonObject, status: Json): string {
	const name = text(status, 'name');
	const declared = [...items(pod, 'spec', 'initContainers'), ...items(pod, 'spec', 'containers')];
	const container = declared.find(one => text(one, 'name') === name);
	return text(container, 'image') || text(status, 'image');
}
