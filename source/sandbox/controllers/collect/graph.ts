import * as z from 'zod';
import type {Sighting} from '../../follow.ts';
import {metadataSchema, type OwnerReference} from '../store/metadata.ts';
import {pathOfAll, type Resource} from '../store/resource.ts';

/** An object, as far as who owns it. */
export type Vertex = {
	readonly resource: Resource;
	readonly namespace: string;
	readonly name: string;
	readonly uid: string;
	readonly resourceVersion: string;
	readonly owners: readonly OwnerReference[];
	readonly finalizers: readonly string[];
	readonly isDeleted: boolean;
};

const objectSchema = z.object({metadata: metadataSchema});

/** How many of the objects that went last are remembered. */
const rememberedGone = 10_000;

/** Who owns whom, over all kinds. */
export class Graph {
	readonly #vertices = new Map<string, Vertex>();
	readonly #byPath = new Map<string, Set<string>>();
	readonly #dependents = new Map<string, Set<string>>();
	readonly #counts = new Map<string, number>();
	readonly #gone = new Set<string>();

	get(uid: string): Vertex | undefined {
		return this.#vertices.get(uid);
	}

	/** Whether the object was there, and is not any more. */
	hasGone(uid: string): boolean {
		return this.#gone.has(uid);
	}

	dependentsOf(uid: string): readonly Vertex[] {
		return [...(this.#dependents.get(uid) ?? [])]
			.map(id => this.#vertices.get(id))
			.filter(vertex => vertex !== undefined);
	}

	/** How many objects of the namespace are known. */
	countIn(namespace: string): number {
		return this.#counts.get(namespace) ?? 0;
	}

	/** Takes note, and returns the uids of those to look at because of it. */
	see(resource: Resource, sighting: Sighting): readonly string[] {
		switch (sighting.kind) {
			case 'listed': {
				const vertices = sighting.objects.map(object => vertexOf(resource, object));
				const listed = new Set(vertices.map(({uid}) => uid));
				const lost = [...(this.#byPath.get(pathOfAll(resource)) ?? [])].filter(uid => !listed.has(uid));
				return [...lost.flatMap(uid => this.#remove(uid)), ...vertices.flatMap(vertex => this.#put(vertex))];
			}

			case 'changed':
				return this.#put(vertexOf(resource, sighting.object));
			case 'gone':
				return this.#remove(vertexOf(resource, sighting.object).uid);
		}
	}

	#put(vertex: Vertex): readonly string[] {
		const {uid, namespace, owners} = vertex;
		const before = this.#vertices.get(uid);
		this.#vertices.set(uid, vertex);
		const path = pathOfAll(vertex.resource);
		setOf(this.#byPath, path).add(uid);
		if (before === undefined) {
			this.#counts.set(namespace, this.countIn(namespace) + 1);
		}

		for (const owner of before?.owners ?? []) {
			this.#dependents.get(owner.uid)?.delete(uid);
		}

		for (const owner of owners) {
			setOf(this.#dependents, owner.uid).add(uid);
		}

		return this.#affectedBy(vertex, before);
	}

	/** Itself where its owners or its own deletion are news, and those owners that it blocks no more. */
	#affectedBy(vertex: Vertex, before: Vertex | undefined): readonly string[] {
		const released = (before?.owners ?? []).filter(({uid}) => !vertex.owners.some(owner => owner.uid === uid));
		const isNews = vertex.isDeleted || (vertex.owners.length > 0 && !sameOwners(vertex, before));
		return [...released.map(({uid}) => uid), ...(isNews ? [vertex.uid] : [])];
	}

	#remove(uid: string): readonly string[] {
		this.#gone.add(uid);
		const [oldest] = this.#gone;
		if (this.#gone.size > rememberedGone && oldest !== undefined) {
			this.#gone.delete(oldest);
		}

		const vertex = this.#vertices.get(uid);
		if (vertex === undefined) {
			return [];
		}

		const affected = [...(this.#dependents.get(uid) ?? []), ...vertex.owners.map(owner => owner.uid)];
		this.#vertices.delete(uid);
		this.#byPath.get(pathOfAll(vertex.resource))?.delete(uid);
		const rest = this.countIn(vertex.namespace) - 1;
		if (rest === 0) {
			this.#counts.delete(vertex.namespace);
		} else {
			this.#counts.set(vertex.namespace, rest);
		}

		for (const owner of vertex.owners) {
			const others = this.#dependents.get(owner.uid);
			others?.delete(uid);
			if (others?.size === 0) {
				this.#dependents.delete(owner.uid);
			}
		}

		return affected;
	}
}

function vertexOf(resource: Resource, object: unknown): Vertex {
	const {metadata} = objectSchema.parse(object);
	const {namespace, name, uid, resourceVersion, ownerReferences, finalizers, deletionTimestamp} = metadata;
	const isDeleted = deletionTimestamp !== undefined;
	return {resource, namespace, name, uid, resourceVersion, owners: ownerReferences, finalizers, isDeleted};
}

function sameOwners({owners}: Vertex, before: Vertex | undefined): boolean {
	const texts = (list: readonly OwnerReference[]) =>
		list.map(({uid, blockOwnerDeletion}) => `${uid}${blockOwnerDeletion}`);
	return before !== undefined && texts(owners).join() === texts(before.owners).join();
}

function setOf(index: Map<string, Set<string>>, key: string): Set<string> {
	const set = index.get(key) ?? new Set<string>();
	index.set(key, set);
	return set;
}
