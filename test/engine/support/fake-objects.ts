import {isObject, type Json, type JsonObject, members, text, texts} from '../../../source/model/json.ts';
import type {Selection, ServedKind, WatchEvent} from '../../../source/model/ports.ts';
import {groupVersion, type KindKey, kindKeyOf, type Live, type ResourceId} from '../../../source/model/resource.ts';
import {hasPath, joinPath, splitPath, withoutPath} from '../../../source/plan/path.ts';

const served = (group: string, version: string, kind: string, isNamespaced = true): ServedKind => ({
	group,
	version,
	kind,
	plural: `${kind.toLowerCase()}s`,
	isNamespaced,
	isListable: true,
});

/** What the cluster serves. */
export const kinds = new Map<KindKey, readonly ServedKind[]>(
	[
		served('', 'v1', 'ConfigMap'),
		served('', 'v1', 'Secret'),
		served('', 'v1', 'Namespace', false),
		served('apps', 'v1', 'Deployment'),
		served('apps', 'v1', 'ReplicaSet'),
		served('', 'v1', 'Pod'),
		served('', 'v1', 'Event'),
	].map(kind => [kindKeyOf(kind), [kind]]),
);

export function idOf(kind: ServedKind, body: JsonObject): ResourceId {
	const {group, version} = groupVersion(text(body, 'apiVersion'));
	const namespace = kind.isNamespaced ? text(body, 'metadata', 'namespace') : '';
	return {group, version, kind: kind.kind, namespace, name: text(body, 'metadata', 'name')};
}

/** What a server-side apply makes of the object, and the other managers of it. */
export function mergedWith(before: Live | undefined, body: JsonObject) {
	const ours = before?.managers.find(({manager}) => manager === 'trueup')?.paths ?? [];
	const kept = ours
		.filter(path => !hasPath(body, splitPath(path)))
		.reduce<Json>((left, path) => withoutPath(left, splitPath(path)) ?? {}, before?.body ?? {});
	return {merged: merge(kept, body), others: before?.managers.filter(({manager}) => manager !== 'trueup') ?? []};
}

function merge(before: Json, after: JsonObject): JsonObject {
	const base = isObject(before) ? before : {};
	const pairs = Object.entries(after).map(([name, value]) => [
		name,
		isObject(value) ? merge(base[name] ?? {}, value) : value,
	]);
	return {...base, ...Object.fromEntries(pairs)};
}

export function sorted(value: Json): Json {
	if (!isObject(value)) {
		return value;
	}

	const {status: _, ...rest} = value;
	return Object.fromEntries(
		Object.keys(rest)
			.sort()
			.map(key => [key, sorted(rest[key] ?? null)]),
	);
}

export function leavesOf(body: JsonObject): string[] {
	const walk = (value: Json, path: string): string[] =>
		isObject(value) && Object.keys(value).length > 0
			? Object.entries(value).flatMap(([name, member]) => walk(member, joinPath(path, name)))
			: [path];
	return walk(body, '').filter(
		path => !['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'].includes(path) && !path.startsWith('status'),
	);
}

export function ready(body: JsonObject): JsonObject {
	const {replicas = 1} = members(body, 'spec');
	return {
		observedGeneration: 1,
		replicas,
		updatedReplicas: replicas,
		readyReplicas: replicas,
		availableReplicas: replicas,
		conditions: [
			{type: 'Available', status: 'True'},
			{type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable'},
		],
	};
}

/** What is pushed comes out in its order, until the signal. */
export function createFeed<Item>(signal: AbortSignal) {
	const waiting: Item[] = [];
	let wake = () => {};
	signal.addEventListener('abort', () => wake());
	return {
		push(item: Item): void {
			waiting.push(item);
			wake();
		},
		async *events(): AsyncGenerator<Item> {
			while (!signal.aborted) {
				const next = waiting.shift();
				if (next === undefined) {
					await new Promise<void>(resolve => {
						wake = resolve;
					});
				} else {
					yield next;
				}
			}
		},
	};
}

/** Whether an object is among those that are listed or watched. */
export function wanted(kind: ServedKind, {namespace, labelSelector, fieldSelector}: Selection) {
	const fields = fieldSelector?.split(',').map(one => one.split('=')) ?? [];
	return (live: Live) =>
		kindKeyOf(live.id) === kindKeyOf(kind) &&
		(namespace === undefined || live.id.namespace === namespace) &&
		(labelSelector === undefined || texts(live.body, 'metadata', 'labels')[labelSelector] !== undefined) &&
		fields.every(([path = '', value]) => text(live.body, ...path.split('.')) === value);
}

export function kindOf(body: JsonObject): ServedKind {
	const kind = [...kinds.values()].flat().find(one => one.kind === text(body, 'kind'));
	if (!kind) {
		throw new Error(`the fake cluster serves no ${text(body, 'kind')}`);
	}

	return kind;
}

export type Watcher = {
	readonly isWanted: (live: Live) => boolean;
	readonly push: (event: WatchEvent) => void;
};

export function announce(watchers: ReadonlySet<Watcher>, event: WatchEvent & {readonly live: Live}): void {
	for (const {isWanted, push} of watchers) {
		if (isWanted(event.live)) {
			push(event);
		}
	}
}
