import {number, text} from '../model/json.ts';
import {OperatorError, UnreachableError} from '../model/operator-error.ts';
import type {Selection, ServedKind, WatchEvent} from '../model/ports.ts';
import type {ObjectEvent} from '../model/question.ts';
import {type KindKey, keyOf, kindKeyOf, type Live, type ResourceId, type ResourceKey} from '../model/resource.ts';
import {rightTo} from './lack-words.ts';
import {demand} from './permissions.ts';
import type {Site} from './sites.ts';

const eventKind = {group: '', version: 'v1', kind: 'Event'} as const;

/** Kubernetes' own events about one object, as they are now. */
export async function listEvents(site: Site, id: ResourceId, signal: AbortSignal): Promise<readonly ObjectEvent[]> {
	await demandEvents(site, id, signal);
	return toEvents(await site.cluster.list(kindOf(site), selectionOf(id), signal));
}

/** Refuses where they may not be listed; where they may only be listed, they are not followed. */
export async function demandEvents(site: Site, id: ResourceId, signal: AbortSignal): Promise<void> {
	const {namespace = ''} = selectionOf(id);
	await demand(site, [rightTo('list', kindOf(site), {namespace})], 'events are not shown', signal);
}

/** The same, followed by a watch until the signal. */
export class EventFeed {
	readonly #known = new Map<ResourceKey, Live>();
	readonly #ready = Promise.withResolvers<void>();
	#trouble: string | undefined;

	constructor(
		site: Site,
		id: ResourceId,
		{onChange, signal}: {readonly onChange: () => void; readonly signal: AbortSignal},
	) {
		void this.#follow(site.cluster.watch(kindOf(site), selectionOf(id), signal), onChange).then(
			this.#ready.resolve,
			this.#ready.reject,
		);
		// Whoever asks is told; nobody may have asked yet.
		this.#ready.promise.catch(() => undefined);
	}

	async now(): Promise<readonly ObjectEvent[]> {
		await this.#ready.promise;
		if (this.#trouble !== undefined) {
			throw new UnreachableError(this.#trouble);
		}

		return toEvents([...this.#known.values()]);
	}

	async #follow(events: AsyncIterable<WatchEvent>, onChange: () => void): Promise<void> {
		for await (const event of events) {
			this.#take(event);
			this.#ready.resolve();
			onChange();
		}
	}

	#take(event: WatchEvent): void {
		switch (event.kind) {
			case 'listed':
				this.#known.clear();
				for (const live of event.all) {
					this.#known.set(keyOf(live.id), live);
				}

				break;
			case 'changed':
				this.#known.set(keyOf(event.live.id), event.live);
				break;
			case 'gone':
				this.#known.delete(keyOf(event.live.id));
				break;
			case 'stale':
				this.#trouble = event.reason;
				return;
			case 'fresh':
				break;
		}

		this.#trouble = undefined;
	}
}

function kindOf(site: Site): ServedKind {
	const key: KindKey = kindKeyOf(eventKind);
	const [kind] = site.kinds().get(key) ?? [];
	if (!kind) {
		throw new OperatorError(`the cluster of context ${site.context} serves no events`);
	}

	return kind;
}

/** By name and not by uid: what happened to the object of that name before it was made anew explains why it was. */
function selectionOf({kind, namespace, name}: ResourceId): Selection {
	const fields = {
		'involvedObject.kind': kind,
		'involvedObject.name': name,
		...(namespace !== '' && {'involvedObject.namespace': namespace}),
	};
	return {
		// Events of what has no namespace are kept in this one (`k8s.io/client-go/tools/record`).
		namespace: namespace || 'default',
		fieldSelector: Object.entries(fields)
			.map(([field, value]) => `${field}=${value}`)
			.join(','),
	};
}

/** The oldest first. */
function toEvents(all: readonly Live[]): readonly ObjectEvent[] {
	return all.map(toEvent).toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

function toEvent({body}: Live): ObjectEvent {
	return {
		time: lastSeen(body),
		type: text(body, 'type'),
		reason: text(body, 'reason'),
		message: text(body, 'message'),
		count: number(body, 'series', 'count') ?? number(body, 'count') ?? 1,
		source: text(body, 'source', 'component') || text(body, 'reportingComponent'),
	};
}

/** Older reporters write the first two, newer ones the others. */
function lastSeen(body: Live['body']): string {
	const found =
		text(body, 'series', 'lastObservedTime') ||
		text(body, 'lastTimestamp') ||
		text(body, 'eventTime') ||
		text(body, 'firstTimestamp') ||
		text(body, 'metadata', 'creationTimestamp');
	const time = new Date(found);
	return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
