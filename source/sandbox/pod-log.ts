import {isFailing, isUnpullable} from './container-status.ts';
import {type ContainerStatus, type Pod, parsePod} from './pod.ts';

export type LogLine = {
	/** RFC 3339. */
	readonly at: string;
	readonly text: string;
};

/** A program that runs says something this often. */
const intervalMs = 10_000;
/** No more than so many of the latest lines are kept, as a node rotates its logs. */
const most = 500;

const deeds = [
	'GET /healthz 200 0.4ms',
	'GET / 200 3.1ms',
	'cache refreshed, 128 entries',
	'GET /metrics 200 1.2ms',
	'connection pool: 4 idle, 1 active',
	'POST /orders 201 12.8ms',
	'GET /favicon.ico 404 0.2ms',
	'scheduled task finished in 41ms',
];

/**
 * What a container of the pod has printed until now, oldest line first; nothing before it has run, or of one that is not there.
 * The same pod and time give the same lines.
 */
export function logLines(pod: unknown, container: string, now: Date): readonly LogLine[] {
	const parsed = parsePod(pod);
	const {spec, status} = parsed;
	const declared = [...spec.initContainers, ...spec.containers].find(({name}) => name === container);
	const known = [...status.initContainerStatuses, ...status.containerStatuses].find(({name}) => name === container);
	const startedAt = known && startOf(known, parsed);
	if (declared === undefined || known === undefined || startedAt === undefined || isUnpullable(declared)) {
		return [];
	}

	const {image} = declared;
	const opening = [line(startedAt, `starting ${image}`)];
	if (isFailing(declared)) {
		return [
			...opening,
			line(startedAt, `fatal: ${image} can't start: the tag of its image says that it fails`),
			line(startedAt, 'exit code 1'),
		];
	}

	return known.state.running === undefined
		? [...opening, line(startedAt, 'done')]
		: [...opening, line(startedAt, 'ready'), ...deedsSince(startedAt, seedOf(parsed, container), now)];
}

function startOf({state, lastState}: ContainerStatus, {status}: Pod): number | undefined {
	const states = [state.running, state.terminated, lastState?.terminated];
	const times = states.map(one => one?.startedAt).find(time => typeof time === 'string');
	const at = Date.parse(times ?? (state.terminated ? (status.startTime ?? '') : ''));
	return Number.isNaN(at) ? undefined : at;
}

function deedsSince(startedAt: number, seed: number, now: Date): readonly LogLine[] {
	const total = Math.max(0, Math.floor((now.getTime() - startedAt) / intervalMs));
	const first = Math.max(0, total - most);
	return Array.from({length: total - first}, (_, index) => {
		const count = first + index + 1;
		return line(startedAt + count * intervalMs, deeds[(seed + count * 5) % deeds.length] ?? '');
	});
}

/** Pods of the same template don't all say the same. */
function seedOf({metadata}: Pod, container: string): number {
	return Number.parseInt(metadata.uid.replaceAll('-', '').slice(0, 6), 16) + container.length;
}

function line(at: number, text: string): LogLine {
	return {at: new Date(at).toISOString(), text};
}
