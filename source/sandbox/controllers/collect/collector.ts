import * as z from 'zod';
import {type Api, ApiError, contentTypes} from '../../api.ts';
import type {FollowOptions} from '../../follow.ts';
import type {WorkQueue} from '../../work-queue.ts';
import type {Hub} from '../store/hub.ts';
import {metadataSchema, type OwnerReference} from '../store/metadata.ts';
import {createReconciler} from '../store/reconciler.ts';
import {pathOfAll, pathOfObject, type Resource} from '../store/resource.ts';
import type {Served} from './discovery.ts';
import {Graph, type Vertex} from './graph.ts';
import {finalizers, isWaiting, judge, type OwnerState, type Verdict} from './verdict.ts';

/** How long an owner that is not known has to turn up before the server is asked about it. */
const doubtMs = 100;

const ownerSchema = z.object({metadata: metadataSchema});

/** Deletes what nobody owns any more, and sees to the order that a deletion asks for. */
export class Collector {
	readonly #api: Api;
	readonly #hub: Hub;
	readonly #options: FollowOptions;
	readonly #graph = new Graph();
	readonly #queue: WorkQueue;
	/** Those that others need too, whatever the server says that it serves. */
	readonly #permanent = new Set<string>();
	readonly #followed = new Map<string, Resource>();
	/** Those whose owners are not known yet: an owner's watch may be behind that of its dependent. */
	readonly #doubted = new Set<string>();
	readonly #listeners: ((namespace: string) => void)[] = [];
	#isComplete = false;

	constructor(api: Api, hub: Hub, options: FollowOptions) {
		this.#api = api;
		this.#hub = hub;
		this.#options = options;
		this.#queue = createReconciler(uid => this.#collect(uid), {
			...options,
			what: 'garbage collection of',
			nameOf: uid => this.#nameOf(uid),
		});
	}

	/** Hears of each namespace of which nothing is known any more. */
	onEmpty(listener: (namespace: string) => void): void {
		this.#listeners.push(listener);
	}

	countIn(namespace: string): number {
		return this.#graph.countIn(namespace);
	}

	/** Follows the kind for good; before the hub starts. */
	keepFollowing(resource: Resource): void {
		this.#permanent.add(pathOfAll(resource));
		this.#follow(resource);
	}

	#follow(resource: Resource): void {
		const path = pathOfAll(resource);
		this.#followed.set(path, resource);
		this.#hub.subscribe(path, sighting => {
			const namespace = sighting.kind === 'gone' ? ownerSchema.parse(sighting.object).metadata.namespace : '';
			for (const uid of this.#graph.see(resource, sighting)) {
				this.#queue.add(uid);
			}

			if (namespace !== '' && this.#graph.countIn(namespace) === 0) {
				for (const listener of this.#listeners) {
					listener(namespace);
				}
			}
		});
	}

	/** Follows exactly these from now on; until it was called once nothing is collected, since owners may be of any kind. */
	async refollow(served: readonly Served[]): Promise<void> {
		const wanted = new Map(served.filter(isCollectable).map(resource => [pathOfAll(resource), resource]));
		for (const [path, resource] of this.#followed) {
			if (!wanted.has(path) && !this.#permanent.has(path)) {
				this.#unfollow(path, resource);
			}
		}

		for (const [path, resource] of wanted) {
			if (!this.#followed.has(path)) {
				this.#follow(resource);
			}
		}

		await this.#hub.start();
		this.#isComplete = true;
	}

	#unfollow(path: string, resource: Resource): void {
		this.#hub.stop(path);
		this.#followed.delete(path);
		for (const uid of this.#graph.see(resource, {kind: 'listed', objects: []})) {
			this.#queue.add(uid);
		}
	}

	#nameOf(uid: string): string {
		const vertex = this.#graph.get(uid);
		return vertex === undefined ? uid : `${vertex.resource.kind} ${vertex.namespace}/${vertex.name}`;
	}

	async #collect(uid: string): Promise<number | undefined> {
		const vertex = this.#graph.get(uid);
		if (vertex === undefined) {
			this.#doubted.delete(uid);
			return undefined;
		}

		if (!this.#isComplete) {
			return 50;
		}

		if (this.#isDoubtful(vertex) && !this.#doubted.has(uid)) {
			this.#doubted.add(uid);
			return doubtMs;
		}

		this.#doubted.delete(uid);
		const states = new Map<string, OwnerState>();
		for (const owner of vertex.owners) {
			states.set(owner.uid, await this.#stateOf(owner, vertex.namespace));
		}

		const verdict = judge(vertex, this.#graph.dependentsOf(uid), owner => states.get(owner.uid) ?? 'there');
		await this.#execute(vertex, verdict);
		return undefined;
	}

	#isDoubtful({owners}: Vertex): boolean {
		return owners.some(({uid}) => this.#graph.get(uid) === undefined && !this.#graph.hasGone(uid));
	}

	async #stateOf(owner: OwnerReference, namespace: string): Promise<OwnerState> {
		const known = this.#graph.get(owner.uid);
		if (known !== undefined) {
			return isWaiting(known) ? 'waiting' : 'there';
		}

		return this.#graph.hasGone(owner.uid) ? 'gone' : await this.#askAbout(owner, namespace);
	}

	/** An owner that no watch has told of yet; one of an unknown kind counts as there. */
	async #askAbout({apiVersion, kind, name, uid}: OwnerReference, namespace: string): Promise<OwnerState> {
		const resource = [...this.#followed.values()].find(
			one => one.kind === kind && groupOf(one.apiVersion) === groupOf(apiVersion),
		);
		if (resource === undefined) {
			return 'there';
		}

		try {
			const path = pathOfObject(resource, {namespace, name});
			const {metadata} = ownerSchema.parse(await this.#api.call({method: 'GET', path}, this.#options.signal));
			return metadata.uid === uid ? 'there' : 'gone';
		} catch (error) {
			if (error instanceof ApiError && error.status === 404) {
				return 'gone';
			}

			throw error;
		}
	}

	async #execute(vertex: Vertex, verdict: Verdict): Promise<void> {
		switch (verdict.kind) {
			case 'keep':
				return;
			case 'delete':
				return await this.#delete(vertex, verdict.propagationPolicy);
			case 'release':
				return await this.#patch(vertex, {ownerReferences: verdict.owners});
			case 'finish':
				return await this.#patch(vertex, {finalizers: vertex.finalizers.filter(one => one !== verdict.finalizer)});
			case 'wait': {
				for (const dependent of verdict.dependents.filter(one => !one.isDeleted)) {
					this.#queue.add(dependent.uid);
				}

				return;
			}

			case 'orphan': {
				for (const dependent of verdict.dependents) {
					const ownerReferences = dependent.owners.filter(({uid}) => uid !== vertex.uid);
					await this.#patch(dependent, {ownerReferences});
				}

				await this.#patch(vertex, {finalizers: vertex.finalizers.filter(one => one !== finalizers.orphan)});
			}
		}
	}

	async #delete({resource, uid, ...place}: Vertex, propagationPolicy: string): Promise<void> {
		const body = {apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy, preconditions: {uid}};
		await this.#call('DELETE', pathOfObject(resource, place), {body});
	}

	async #patch({resource, uid, resourceVersion, ...place}: Vertex, metadata: object): Promise<void> {
		const body = {metadata: {...metadata, uid, resourceVersion}};
		await this.#call('PATCH', pathOfObject(resource, place), {body, contentType: contentTypes.merge});
	}

	/** What is gone already, or is another object of the same name by now, needs nothing. */
	async #call(
		method: 'DELETE' | 'PATCH',
		path: string,
		content: {readonly body: object; readonly contentType?: string},
	) {
		try {
			await this.#api.call({method, path, ...content}, this.#options.signal);
		} catch (error) {
			if (!(error instanceof ApiError && error.status === 404)) {
				throw error;
			}
		}
	}
}

function groupOf(apiVersion: string): string {
	return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

/** Events are told apart: they name no owners, and there are many. */
function isCollectable({kind, verbs}: Served): boolean {
	return kind !== 'Event' && ['list', 'watch', 'delete'].every(verb => verbs.includes(verb));
}
