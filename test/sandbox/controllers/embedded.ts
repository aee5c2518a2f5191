import {contentTypes} from '../../../source/sandbox/api.ts';
import {createControllers} from '../../../source/sandbox/controllers/controllers.ts';
import {follow, type Sighting} from '../../../source/sandbox/follow.ts';
import {createKubelet} from '../../../source/sandbox/kubelet.ts';
import {createLocalApi} from '../../../source/sandbox/server/local-api.ts';
import {createServer} from '../../../source/sandbox/server/server.ts';

/** An object as the server has it: of any shape. */
export type Seen = {
	readonly metadata: {
		readonly name: string;
		readonly uid: string;
		readonly labels?: Readonly<Record<string, string>>;
		readonly annotations?: Readonly<Record<string, string>>;
		readonly ownerReferences?: readonly {readonly uid: string; readonly kind: string}[];
		readonly deletionTimestamp?: string;
	};
	readonly spec?: Readonly<Record<string, unknown>>;
	readonly status?: Readonly<Record<string, unknown>>;
	readonly [field: string]: unknown;
};

const deadlineMs = 20_000;

/** A server in memory with kubelet and controllers, by a clock of milliseconds; ended at the end of the scope. */
export async function startEmbedded(now = Date.now) {
	const ending = new AbortController();
	const {signal} = ending;
	const reports: string[] = [];
	const report = (message: string) => reports.push(message);
	const {handler} = createServer({now: () => new Date(now())});
	const api = createLocalApi(handler, {manager: 'test'});
	const kubelet = createKubelet(createLocalApi(handler, {manager: 'kubelet'}), {signal, report, events: true, now});
	const controllers = createControllers(createLocalApi(handler, {manager: 'kube-controller-manager'}), {
		signal,
		report,
		now,
	});
	await Promise.all([kubelet.ready, controllers.ready]);

	async function call(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
		return await api.call({method, path, ...(body && {body})}, signal);
	}

	return {
		reports,
		call,
		async merge(path: string, body: object): Promise<unknown> {
			return await api.call({method: 'PATCH', path, body, contentType: contentTypes.merge}, signal);
		},
		/** Resolves the objects at the path once they are as wanted, by name; fails at the deadline with what was there. */
		async seen(path: string, isWanted: (objects: readonly Seen[]) => boolean): Promise<readonly Seen[]> {
			const objects = new Map<string, Seen>();
			const limit = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
			for await (const sighting of follow(api, path, {signal: limit})) {
				const all = take(objects, sighting);
				if (isWanted(all)) {
					return all;
				}
			}

			throw new Error(`not within ${deadlineMs / 1000} s; ${path} has ${JSON.stringify([...objects.values()])}`);
		},
		async [Symbol.asyncDispose](): Promise<void> {
			ending.abort();
			await Promise.all([kubelet.ended, controllers.ended]);
			await api.close();
		},
	};
}

function take(objects: Map<string, Seen>, sighting: Sighting): readonly Seen[] {
	for (const object of sighting.kind === 'listed' ? sighting.objects : [sighting.object]) {
		if (!isSeen(object)) {
			throw new Error(`not an object: ${JSON.stringify(object)}`);
		}

		objects.set(object.metadata.uid, object);
		if (sighting.kind === 'gone') {
			objects.delete(object.metadata.uid);
		}
	}

	return [...objects.values()].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
}

function isSeen(object: unknown): object is Seen {
	return typeof object === 'object' && object !== null && 'metadata' in object;
}

/** Whether a condition of the object is `type status`, and has the reason, if one is given. */
export function hasCondition(object: Seen | undefined, type: string, status: string, reason?: string): boolean {
	const conditions = object?.status?.conditions;
	return (
		Array.isArray(conditions) &&
		conditions.some(
			one => one.type === type && one.status === status && (reason === undefined || one.reason === reason),
		)
	);
}
