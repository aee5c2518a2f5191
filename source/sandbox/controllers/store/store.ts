import {type Api, ApiError, contentTypes} from '../../api.ts';
import type {FollowOptions, Sighting} from '../../follow.ts';
import {enter, type Grouped, leave} from './grouped.ts';
import type {Change, Kind, Patch} from './kind.ts';
import {controllerOf, type Entity} from './metadata.ts';
import {pathOfNamespace, pathOfObject} from './resource.ts';

/** How many of the objects that went last are remembered, so that a late answer does not bring one back. */
const rememberedGone = 2000;

/**
 * What is known of a kind's objects: what the watch says, and what our own writes answered, whichever is newer.
 * So a controller sees what it did itself, and does nothing twice.
 */
export class Store<T extends Entity> {
	readonly kind: Kind<T>;
	readonly #api: Api;
	readonly #signal: AbortSignal;
	readonly #report: FollowOptions['report'];
	readonly #objects = new Map<string, T>();
	readonly #uids = new Map<string, string>();
	readonly #owned: Grouped<T> = new Map();
	readonly #placed: Grouped<T> = new Map();
	readonly #marked: Grouped<T> = new Map();
	readonly #gone = new Set<string>();
	readonly #listeners: ((change: Change<T>) => void)[] = [];

	constructor(api: Api, kind: Kind<T>, {signal, report}: FollowOptions) {
		this.#api = api;
		this.kind = kind;
		this.#signal = signal;
		this.#report = report;
	}

	/** For messages: `shop/web`, or the uid where the object is not known. */
	nameOf(uid: string): string {
		const metadata = this.#objects.get(uid)?.metadata;
		return metadata === undefined ? uid : `${metadata.namespace}/${metadata.name}`.replace(/^\//, '');
	}

	get(uid: string): T | undefined {
		return this.#objects.get(uid);
	}

	find(namespace: string, name: string): T | undefined {
		return this.#objects.get(this.#uids.get(`${namespace}/${name}`) ?? '');
	}

	/** Those whose controller has that uid. */
	ownedBy(uid: string): readonly T[] {
		return [...(this.#owned.get(uid)?.values() ?? [])];
	}

	/** Those of the namespace that no controller answers for. */
	orphansIn(namespace: string): readonly T[] {
		return this.ownedBy(`nobody in ${namespace}`);
	}

	/** Those of the namespace that bear the mark. */
	marked(namespace: string, mark: string): Iterable<T> {
		return this.#marked.get(`${namespace} ${mark}`)?.values() ?? [];
	}

	in(namespace: string): Iterable<T> {
		return this.#placed.get(namespace)?.values() ?? [];
	}

	all(): Iterable<T> {
		return this.#objects.values();
	}

	onChange(listener: (change: Change<T>) => void): void {
		this.#listeners.push(listener);
	}

	see(sighting: Sighting): void {
		if (sighting.kind === 'listed') {
			this.#replace(sighting.objects.flatMap(object => this.#read(object)));
			return;
		}

		for (const object of this.#read(sighting.object)) {
			if (sighting.kind === 'gone') {
				this.#remember(object.metadata.uid);
				this.#drop(object.metadata.uid);
			} else {
				this.#put(object);
			}
		}
	}

	/** One object that can't be read is told of, and left out: the others are not to suffer for it. */
	#read(object: unknown): readonly T[] {
		try {
			return [this.kind.parse(object)];
		} catch (error) {
			this.#report?.(`an object of ${this.kind.plural} can't be read, and is left alone: ${messageOf(error)}`);
			return [];
		}
	}

	/** Creates an object in the namespace, and returns it as the server made it. */
	async create(namespace: string, body: object): Promise<T> {
		const {apiVersion, kind} = this.kind;
		return await this.#write('POST', pathOfNamespace(this.kind, namespace), {body: {apiVersion, kind, ...body}});
	}

	/** Merges into the very version that is known; refused with 409 where there is a newer one. */
	async patch(object: T, body: Patch, subresource: '' | '/status' = ''): Promise<T> {
		const {uid, resourceVersion} = object.metadata;
		return await this.#write('PATCH', `${pathOfObject(this.kind, object.metadata)}${subresource}`, {
			body: {...body, metadata: {...body.metadata, uid, resourceVersion}},
			contentType: contentTypes.merge,
		});
	}

	/** Deletes this very object; what is gone already is fine. */
	async remove(object: T): Promise<void> {
		const {uid} = object.metadata;
		const body = {apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', preconditions: {uid}};
		const path = pathOfObject(this.kind, object.metadata);
		try {
			await this.#api.call({method: 'DELETE', path, body}, this.#signal);
		} catch (error) {
			if (!(error instanceof ApiError && error.status === 404)) {
				throw error;
			}
		}

		const known = this.#objects.get(uid);
		if (known !== undefined && known.metadata.deletionTimestamp === undefined) {
			const deletionTimestamp = new Date().toISOString();
			this.#put({...known, metadata: {...known.metadata, deletionTimestamp}});
		}
	}

	async #write(
		method: 'POST' | 'PATCH',
		path: string,
		content: {readonly body: unknown; readonly contentType?: string},
	): Promise<T> {
		const written = this.kind.parse(await this.#api.call({method, path, ...content}, this.#signal));
		this.#put(written);
		return this.#objects.get(written.metadata.uid) ?? written;
	}

	#replace(objects: readonly T[]): void {
		const listed = new Set(objects.map(({metadata}) => metadata.uid));
		for (const uid of [...this.#objects.keys()].filter(uid => !listed.has(uid))) {
			this.#drop(uid);
		}

		for (const object of objects) {
			this.#put(object);
		}
	}

	#put(after: T): void {
		const {uid} = after.metadata;
		const before = this.#objects.get(uid);
		if (before !== undefined && !isNewer(after, before)) {
			return;
		}

		if (this.#gone.has(uid)) {
			return;
		}

		if (before !== undefined) {
			this.#unindex(before);
		}

		this.#objects.set(uid, after);
		this.#uids.set(keyOf(after), uid);
		enter(this.#placed, after.metadata.namespace, after);
		enter(this.#owned, ownerKey(after), after);
		for (const key of this.#marksOf(after)) {
			enter(this.#marked, key, after);
		}

		this.#tell({before, after});
	}

	#remember(uid: string): void {
		this.#gone.add(uid);
		const [oldest] = this.#gone;
		if (this.#gone.size > rememberedGone && oldest !== undefined) {
			this.#gone.delete(oldest);
		}
	}

	#drop(uid: string): void {
		const before = this.#objects.get(uid);
		if (before !== undefined) {
			this.#objects.delete(uid);
			this.#unindex(before);
			this.#tell({before, after: undefined});
		}
	}

	#unindex(object: T): void {
		const {uid, namespace} = object.metadata;
		// Another object may have taken the name meanwhile.
		if (this.#uids.get(keyOf(object)) === uid) {
			this.#uids.delete(keyOf(object));
		}

		leave(this.#placed, namespace, uid);
		leave(this.#owned, ownerKey(object), uid);
		for (const key of this.#marksOf(object)) {
			leave(this.#marked, key, uid);
		}
	}

	#marksOf(object: T): readonly string[] {
		return (this.kind.marksOf?.(object) ?? []).map(mark => `${object.metadata.namespace} ${mark}`);
	}

	#tell(change: Change<T>): void {
		for (const listener of this.#listeners) {
			listener(change);
		}
	}
}

function keyOf({metadata}: Entity): string {
	return `${metadata.namespace}/${metadata.name}`;
}

function ownerKey(object: Entity): string {
	return controllerOf(object)?.uid ?? `nobody in ${object.metadata.namespace}`;
}

/** What we marked as deleted ourselves bears its old version until the watch has caught up. */
function isNewer({metadata}: Entity, before: Entity): boolean {
	const [old, fresh] = [Number(before.metadata.resourceVersion), Number(metadata.resourceVersion)];
	return fresh > old || (fresh === old && metadata.deletionTimestamp !== before.metadata.deletionTimestamp);
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
