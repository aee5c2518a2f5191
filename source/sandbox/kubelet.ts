import {type Api, ApiError, type Call} from './api.ts';
import {type FollowOptions, follow, type Sighting} from './follow.ts';
import {type NodeOptions, reportNode} from './node.ts';
import {backoff, pause} from './pause.ts';
import {type Pod, parsePod} from './pod.ts';
import {nextCall} from './pod-call.ts';
import {lifeNews, type PodNews, schedulingNews, stoppingNews, waitingNews} from './pod-news.ts';
import {createRecorder, type RecorderOptions} from './recorder.ts';
import {createWorkQueue} from './work-queue.ts';

export type KubeletOptions = FollowOptions & {
	/** Whether it tells of what it does in Events. */
	readonly events?: boolean;
	/** What time it is, in milliseconds. */
	readonly now?: () => number;
};

export type Kubelet = {
	/** Resolves when the Node is ready; rejects where the signal came before. */
	readonly ready: Promise<void>;
	/** Resolves after the signal, with the API closed. */
	readonly ended: Promise<void>;
};

const nodeIp = '172.16.0.1';
const concurrency = 16;
/** The controller manager counts a node as lost after 50 s. */
const heartbeatMs = 10_000;
/** So often it complains of what it can't get to run. */
const complaintMs = 20_000;

/**
 * Pretends to be a node: takes every pod that nobody scheduled, and walks each through its life without running anything.
 * A tag with `broken` can't be pulled; a program whose tag has `fails` ends with exit code 1; what is not restarted ends well. Owns the `Api`.
 */
export function createKubelet(api: Api, {signal, report, events = false, now = Date.now}: KubeletOptions): Kubelet {
	const node = {name: 'sandbox', ip: nodeIp};
	const tell = events ? eventWriter(api, {signal, now}) : () => {};
	const ready = Promise.withResolvers<void>();
	// Whoever does not wait for it is not to fall over it.
	ready.promise.catch(() => undefined);

	async function keepNode(): Promise<void> {
		let failures = 0;
		while (!signal.aborted) {
			try {
				await reportNode(api, node, {signal, now});
				failures = 0;
				ready.resolve();
				await pause(heartbeatMs, signal);
			} catch (error) {
				tellOnce(failures, `the node could not report: ${messageOf(error)}`);
				await pause(backoff(failures++), signal);
			}
		}

		ready.reject(signal.reason);
	}

	function tellOnce(failures: number, message: string): void {
		if (failures === 0 && !signal.aborted) {
			report?.(message);
		}
	}

	async function run(): Promise<void> {
		await Promise.all([keepNode(), keepPods({api, node, tell, now}, {signal, report})]);
		await api.close();
	}

	return {ready: ready.promise, ended: run()};
}

type Tell = (pod: Pod, news: readonly PodNews[]) => void;
type Place = {readonly api: Api; readonly node: NodeOptions; readonly tell: Tell; readonly now: () => number};

function eventWriter(api: Api, options: Omit<RecorderOptions, 'component'>): Tell {
	const scheduler = createRecorder(api, {component: 'default-scheduler', ...options});
	const kubelet = createRecorder(api, {component: 'kubelet', ...options});
	return ({metadata: {name, namespace, uid}}, news) => {
		for (const {fieldPath, ...message} of news) {
			const subject = {apiVersion: 'v1', kind: 'Pod', metadata: {name, namespace, uid}, ...(fieldPath && {fieldPath})};
			const recorder = message.reason === 'Scheduled' ? scheduler : kubelet;
			recorder.record(subject, message);
		}
	};
}

async function keepPods(place: Place, {signal, report}: FollowOptions): Promise<void> {
	const pods = new Map<string, Pod>();
	const queue = createWorkQueue(
		async uid => {
			const pod = pods.get(uid);
			if (pod !== undefined) {
				await step(place, pod, signal);
			}
		},
		{
			concurrency,
			signal,
			onFailure(uid, error) {
				// A conflict says that a newer version of the pod is on its way.
				if (!(error instanceof ApiError && error.status === 409)) {
					report?.(`pod ${pods.get(uid)?.metadata.name ?? uid}: ${messageOf(error)}`);
				}
			},
		},
	);

	const timer = setInterval(() => {
		for (const pod of pods.values()) {
			place.tell(pod, waitingNews(pod));
		}
	}, complaintMs);
	signal.addEventListener('abort', () => clearInterval(timer));
	for await (const sighting of follow(place.api, '/api/v1/pods', {signal, report})) {
		for (const uid of remember(pods, sighting, report)) {
			queue.add(uid);
		}
	}
}

/** Takes note of what was seen, and returns the uids of the pods to look at. */
function remember(pods: Map<string, Pod>, sighting: Sighting, report: FollowOptions['report']): string[] {
	const objects = sighting.kind === 'listed' ? sighting.objects : [sighting.object];
	const seen = objects.flatMap(object => readPod(object, report));
	if (sighting.kind === 'listed') {
		pods.clear();
	}

	for (const pod of seen) {
		pods.set(pod.metadata.uid, pod);
		if (sighting.kind === 'gone') {
			pods.delete(pod.metadata.uid);
		}
	}

	return sighting.kind === 'gone' ? [] : seen.map(({metadata}) => metadata.uid);
}

/** A pod that can't be read is told of, and left alone. */
function readPod(object: unknown, report: FollowOptions['report']): readonly Pod[] {
	try {
		return [parsePod(object)];
	} catch (error) {
		report?.(`a pod can't be read, and is left alone: ${messageOf(error)}`);
		return [];
	}
}

/** Does the one thing that comes next for a pod; what it brings about is seen by the watch, and is followed by the next step. */
async function step({api, node, tell, now}: Place, pod: Pod, signal: AbortSignal): Promise<void> {
	const call = nextCall(pod, {node, now: new Date(now())});
	if (call === undefined) {
		return;
	}

	try {
		const answer = await api.call(call, signal);
		tell(pod, newsOf(call, pod, {node, answer}));
	} catch (error) {
		const isGone = error instanceof ApiError && error.status === 404;
		if (!isGone) {
			throw error;
		}
	}
}

function newsOf(
	{method}: Call,
	pod: Pod,
	{node, answer}: {readonly node: NodeOptions; readonly answer: unknown},
): readonly PodNews[] {
	if (method === 'POST') {
		return [schedulingNews(pod, node.name)];
	}

	return method === 'DELETE' ? stoppingNews(pod) : lifeNews(pod, parsePod(answer));
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
