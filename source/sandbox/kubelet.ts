import {type Api, ApiError, type ApiOptions, createApi} from './api.ts';
import {type FollowOptions, follow, type Sighting} from './follow.ts';
import {type NodeOptions, reportNode} from './node.ts';
import {backoff, pause} from './pause.ts';
import {type Pod, parsePod} from './pod.ts';
import {nextCall} from './pod-call.ts';
import {createWorkQueue} from './work-queue.ts';

export type KubeletOptions = ApiOptions & {readonly nodeName?: string};

export type Kubelet = {
	/** Resolves when the Node is ready; rejects where the signal came before. */
	readonly ready: Promise<void>;
	/** Resolves after the signal, with all connections closed. */
	readonly ended: Promise<void>;
};

const nodeIp = '172.16.0.1';
const concurrency = 16;
/** The controller manager counts a node as lost after 50 s. */
const heartbeatMs = 10_000;

/**
 * Pretends to be a node: takes every pod that nobody scheduled, and walks each through its life without running anything.
 * A tag with `broken` can't be pulled; a program whose tag has `fails` ends with exit code 1; what is not restarted ends well.
 */
export function createKubelet(options: KubeletOptions, {signal, report}: FollowOptions): Kubelet {
	const api = createApi(options);
	const node = {name: options.nodeName ?? 'sandbox', ip: nodeIp};
	const ready = Promise.withResolvers<void>();
	// Whoever does not wait for it is not to fall over it.
	ready.promise.catch(() => undefined);

	async function keepNode(): Promise<void> {
		let failures = 0;
		while (!signal.aborted) {
			try {
				await reportNode(api, node, signal);
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
		await Promise.all([keepNode(), keepPods({api, node}, {signal, report})]);
		await api.close();
	}

	return {ready: ready.promise, ended: run()};
}

type Place = {readonly api: Api; readonly node: NodeOptions};

async function keepPods({api, node}: Place, {signal, report}: FollowOptions): Promise<void> {
	const pods = new Map<string, Pod>();
	const queue = createWorkQueue(
		async uid => {
			const pod = pods.get(uid);
			if (pod !== undefined) {
				await step({api, node}, pod, signal);
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

	for await (const sighting of follow(api, '/api/v1/pods', {signal, report})) {
		for (const uid of remember(pods, sighting)) {
			queue.add(uid);
		}
	}
}

/** Takes note of what was seen, and returns the uids of the pods to look at. */
function remember(pods: Map<string, Pod>, sighting: Sighting): string[] {
	switch (sighting.kind) {
		case 'listed': {
			pods.clear();
			const all = sighting.objects.map(parsePod);
			for (const pod of all) {
				pods.set(pod.metadata.uid, pod);
			}

			return all.map(({metadata}) => metadata.uid);
		}

		case 'changed': {
			const pod = parsePod(sighting.object);
			pods.set(pod.metadata.uid, pod);
			return [pod.metadata.uid];
		}

		case 'gone': {
			pods.delete(parsePod(sighting.object).metadata.uid);
			return [];
		}
	}
}

/** Does the one thing that comes next for a pod; what it brings about is seen by the watch, and is followed by the next step. */
async function step({api, node}: Place, pod: Pod, signal: AbortSignal): Promise<void> {
	const call = nextCall(pod, {node, now: new Date()});
	if (call === undefined) {
		return;
	}

	try {
		await api.call(call, signal);
	} catch (error) {
		const isGone = error instanceof ApiError && error.status === 404;
		if (!isGone) {
			throw error;
		}
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
