import * as z from 'zod';
import {ApiError} from '../../api.ts';
import type {Context} from '../context.ts';
import {isDeleted, type Metadata, metadataSchema} from '../store/metadata.ts';
import {createReconciler} from '../store/reconciler.ts';
import {pathOfNamespace, pathOfObject} from '../store/resource.ts';
import type {Collector} from './collector.ts';
import type {Served} from './discovery.ts';
import {type Leftover, leftoverConditions} from './leftovers.ts';
import type {Namespace} from './namespace.ts';

const listSchema = z.object({items: z.array(z.object({metadata: metadataSchema})).nullish()});

/** How long until a namespace that is not empty yet is looked at again, if nothing is heard of it before. */
const patienceMs = 1000;

export type NamespaceOptions = Context & {
	readonly collector: Collector;
	/** The kinds that are served now. */
	readonly served: () => readonly Served[];
};

/** Empties each namespace that is deleted, and lets it go. */
export class NamespaceController {
	readonly #options: NamespaceOptions;

	constructor(options: NamespaceOptions) {
		this.#options = options;
	}

	start(): void {
		const {stores, collector} = this.#options;
		const store = stores.namespaces;
		const queue = createReconciler(uid => this.#reconcile(uid), {
			...this.#options,
			what: 'namespace',
			nameOf: uid => stores.namespaces.nameOf(uid),
		});
		const look = (namespace: Namespace | undefined) => {
			if (namespace !== undefined && isDeleted(namespace)) {
				queue.add(namespace.metadata.uid);
			}
		};
		store.onChange(({after}) => look(after));
		collector.onEmpty(name => look(store.find('', name)));
	}

	async #reconcile(uid: string): Promise<number | undefined> {
		const {namespaces: store} = this.#options.stores;
		const namespace = store.get(uid);
		if (namespace === undefined || !isDeleted(namespace) || !namespace.spec.finalizers.includes('kubernetes')) {
			return undefined;
		}

		const kinds = this.#options.served().filter(isDeletable);
		if (kinds.length === 0) {
			return patienceMs;
		}

		const emptied = await Promise.all(kinds.map(resource => this.#empty(resource, namespace.metadata.name)));
		const leftovers = emptied.filter(({count}) => count > 0);
		if (leftovers.length === 0) {
			await this.#finalize(namespace);
			return undefined;
		}

		const conditions = leftoverConditions(namespace.status.conditions, leftovers, this.#options.now());
		if (conditions !== namespace.status.conditions) {
			await store.patch(namespace, {status: {conditions}}, '/status');
		}

		return patienceMs;
	}

	async #empty(resource: Served, namespace: string): Promise<Leftover> {
		const path = pathOfNamespace(resource, namespace);
		const before = await this.#list(path);
		if (before.length === 0) {
			return {resource, count: 0, finalizers: []};
		}

		const names = before.map(({name}) => name);
		await this.#removeAll(resource, namespace, names);
		const left = await this.#list(path);
		return {resource, count: left.length, finalizers: left.flatMap(({finalizers}) => finalizers)};
	}

	async #list(path: string): Promise<readonly Metadata[]> {
		const {api, signal} = this.#options;
		try {
			const {items} = listSchema.parse(await api.call({method: 'GET', path}, signal));
			return (items ?? []).map(({metadata}) => metadata);
		} catch (error) {
			return nothingIfGone(error);
		}
	}

	async #removeAll(resource: Served, namespace: string, names: readonly string[]): Promise<void> {
		const {api, signal} = this.#options;
		const body = {apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background'};
		const paths = resource.verbs.includes('deletecollection')
			? [pathOfNamespace(resource, namespace)]
			: names.map(name => pathOfObject(resource, {namespace, name}));
		for (const path of paths) {
			await api.call({method: 'DELETE', path, body}, signal).catch(nothingIfGone);
		}
	}

	async #finalize({metadata, spec}: Namespace): Promise<void> {
		const {api, signal} = this.#options;
		const path = `/api/v1/namespaces/${metadata.name}/finalize`;
		const body = {
			apiVersion: 'v1',
			kind: 'Namespace',
			metadata: {name: metadata.name, uid: metadata.uid, resourceVersion: metadata.resourceVersion},
			spec: {finalizers: spec.finalizers.filter(finalizer => finalizer !== 'kubernetes')},
		};
		await api.call({method: 'PUT', path, body}, signal);
	}
}

function isDeletable({isNamespaced, verbs}: Served): boolean {
	return isNamespaced && verbs.includes('list') && verbs.includes('delete');
}

/** A kind that is not served any more has no objects. */
function nothingIfGone(error: unknown): never[] {
	if (error instanceof ApiError && (error.status === 404 || error.status === 405)) {
		return [];
	}

	throw error;
}
