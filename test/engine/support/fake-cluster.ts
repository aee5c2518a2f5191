import {type JsonObject, members, text} from '../../../source/model/json.ts';
import {ChangedError, InvalidError, UnreachableError} from '../../../source/model/operator-error.ts';
import type {Cluster, Selection, ServedKind, WatchEvent} from '../../../source/model/ports.ts';
import {keyOf, type Live, type ResourceKey} from '../../../source/model/resource.ts';
import {createFakeIdentity} from './fake-identity.ts';
import {
	announce,
	createFeed,
	idOf,
	kindOf,
	kinds,
	leavesOf,
	mergedWith,
	ready,
	sorted,
	type Watcher,
	wanted,
} from './fake-objects.ts';
import {createFakeRights} from './fake-rights.ts';

/** A cluster in memory: one object after the other, server-side apply with atomic lists, watches. Deployments are ready at once. */
export function createFakeCluster(identity = 'cluster-1') {
	const objects = new Map<ResourceKey, Live>();
	const watchers = new Set<Watcher>();
	const counts: Record<string, number> = {};
	const writes: string[] = [];
	const output = new Map<string, readonly string[]>();
	let version = 100;
	let isDown = false;
	let isReady = true;
	let refuse: ((body: JsonObject) => string | undefined) | undefined;
	let beforeApply: ((body: JsonObject) => void) | undefined;

	function count(verb: string): void {
		if (isDown) {
			throw new UnreachableError('cluster test does not answer: connection refused');
		}

		counts[verb] = (counts[verb] ?? 0) + 1;
	}

	const rights = createFakeRights();
	const identities = createFakeIdentity(identity, {
		cluster: () => cluster,
		count: () => count('get'),
		mayRead: rights.mayReadKubeSystem,
	});

	async function list(kind: ServedKind, selection: Selection): Promise<readonly Live[]> {
		count('list');
		rights.check('list', kind, selection.namespace);
		return matching(kind, selection);
	}

	const matching = (kind: ServedKind, selection: Selection) => [...objects.values()].filter(wanted(kind, selection));

	function put(live: Live): Live {
		objects.set(keyOf(live.id), live);
		announce(watchers, {kind: 'changed', live});
		return live;
	}

	function withStatus(body: JsonObject): JsonObject {
		return text(body, 'kind') === 'Deployment' ? {...body, status: isReady ? ready(body) : {}} : body;
	}

	function applied(kind: ServedKind, body: JsonObject, before: Live | undefined): Live {
		const {merged, others} = mergedWith(before, body);
		const isSame = before && JSON.stringify(sorted(before.body)) === JSON.stringify(sorted(merged));
		return {
			id: idOf(kind, body),
			uid: before?.uid ?? `uid-${++version}`,
			resourceVersion: isSame ? before.resourceVersion : String(++version),
			body: withStatus(merged),
			managers: [...others, {manager: 'trueup', operation: 'Apply', subresource: '', time: '', paths: leavesOf(body)}],
		};
	}

	function check(kind: ServedKind, body: JsonObject, dryRun: boolean, resourceVersion: string | undefined): void {
		if (!dryRun) {
			beforeApply?.(body);
		}

		const refusal = refuse?.(body);
		if (refusal !== undefined) {
			throw new InvalidError(refusal);
		}

		const before = objects.get(keyOf(idOf(kind, body)));
		const uid = text(body, 'metadata', 'uid');
		const isOther = uid !== '' && before?.uid !== uid;
		if (isOther || (resourceVersion !== undefined && before?.resourceVersion !== resourceVersion)) {
			throw new ChangedError('the object has been modified');
		}
	}

	const cluster: Cluster = {
		context: 'test',
		version: async () => 'v1.36.3',
		...identities.asked,
		...rights.reviewer,
		async kinds() {
			count('discovery');
			return kinds;
		},
		list,
		listMetadata: list,
		async *watch(kind, selection, signal) {
			rights.check('list', kind, selection.namespace);
			rights.check('watch', kind, selection.namespace);
			const {push, events} = createFeed<WatchEvent>(signal);
			push({kind: 'listed', all: matching(kind, selection)});
			const watcher = {isWanted: wanted(kind, selection), push};
			watchers.add(watcher);
			yield* events();
			watchers.delete(watcher);
		},
		async read(kind, id) {
			count('get');
			rights.check('get', kind, id.namespace, id.name);
			return objects.get(keyOf(id));
		},
		async logs({name, container, tail}) {
			return (output.get(`${name}/${container}`) ?? []).slice(-tail);
		},
		async apply(kind, sent, {dryRun, resourceVersion}) {
			count(dryRun ? 'dry-run' : 'apply');
			const {namespace, name} = idOf(kind, sent);
			rights.check('patch', kind, namespace, name);
			check(kind, sent, dryRun, resourceVersion);
			const {uid: _, ...metadata} = members(sent, 'metadata');
			const body = {...sent, metadata};
			const before = objects.get(keyOf(idOf(kind, body)));
			if (!before) {
				rights.check('create', kind, namespace, name);
			}

			const live = applied(kind, body, before);
			if (!dryRun) {
				writes.push(`apply ${live.id.kind} ${live.id.name}`);
				put(live);
			}

			return {live, isNew: before === undefined, warnings: []};
		},
		async takeFromKubectl(_, live) {
			return live;
		},
		async remove(kind, id, {uid}) {
			count('delete');
			rights.check('delete', kind, id.namespace, id.name);
			const live = objects.get(keyOf(id));
			if (live?.uid === uid) {
				writes.push(`delete ${id.kind} ${id.name}`);
				objects.delete(keyOf(id));
				announce(watchers, {kind: 'gone', live});
			}
		},
		calls: () => ({...counts}),
		async close() {},
	};

	return {
		cluster,
		/** As a process that knows nothing of it. */
		open(): Cluster {
			identities.lost();
			return cluster;
		},
		writes,
		rights,
		presence: identities,
		/** What containers wrote, by `pod/container`. */
		output,
		/** Somebody else makes an object. */
		create(body: JsonObject): Live {
			return put({
				id: idOf(kindOf(body), body),
				uid: `uid-${++version}`,
				resourceVersion: String(++version),
				body,
				managers: [],
			});
		},
		/** Somebody else changes an object. */
		edit(key: string, change: (body: JsonObject) => JsonObject, manager = 'kubectl-edit'): void {
			const live = find(key);
			const body = change(live.body);
			const paths = leavesOf(body).filter(path => !leavesOf(live.body).includes(path) || path.includes('replicas'));
			put({
				...live,
				body: withStatus(body),
				resourceVersion: String(++version),
				managers: [...live.managers, {manager, operation: 'Update', subresource: '', time: '', paths}],
			});
		},
		/** Somebody else deletes an object. */
		drop(key: string): void {
			const live = find(key);
			objects.delete(keyOf(live.id));
			announce(watchers, {kind: 'gone', live});
		},
		find: (key: string) => [...objects.values()].find(({id}) => keyOf(id) === key),
		isDown(value: boolean, {reason, since} = {reason: 'connection refused', since: 0}): void {
			isDown = value;
			identities.lost();
			for (const {push} of watchers) {
				push(value ? {kind: 'stale', reason, since, within: 30_000} : {kind: 'fresh'});
			}

			if (!value) {
				identities.back();
			}
		},
		/** Its connections are lost, and made again at once: to another cluster, with nothing in it, or to the one before. */
		turnInto(other: string): void {
			identities.swap(objects, other);
			for (const {isWanted, push} of watchers) {
				push({kind: 'listed', all: [...objects.values()].filter(isWanted)});
			}

			identities.back(other);
		},
		/** Whether Deployments become ready; those that wait do with it. */
		letReady(value: boolean): void {
			isReady = value;
			for (const live of [...objects.values()].filter(({id}) => value && id.kind === 'Deployment')) {
				put({...live, body: withStatus(live.body), resourceVersion: String(++version)});
			}
		},
		refuse(rule: typeof refuse): void {
			refuse = rule;
		},
		beforeApply(hook: typeof beforeApply): void {
			beforeApply = hook;
		},
		/** How many watches are open. */
		watching: () => watchers.size,
		objects: () => [...objects.values()].map(({id}) => `${id.kind} ${id.name}`).toSorted(),
	};

	function find(key: string): Live {
		const live = [...objects.values()].find(({id}) => keyOf(id) === key);
		if (!live) {
			throw new Error(`no ${key} in the fake cluster`);
		}

		return live;
	}
}
