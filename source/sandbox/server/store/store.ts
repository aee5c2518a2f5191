import {type JsonObject, objectAt, withField} from '../../objects/json.ts';
import {Collection, type HistoryLimit} from './collection.ts';
import {keyOf, Stored} from './stored.ts';

/** Enough for a client that was away for a moment, at a cost of a few megabytes. */
const defaultLimit: HistoryLimit = {changes: 2000, characters: 3_000_000};

/** All objects, with one counter of versions for all of them, as in etcd. */
export class Store {
	readonly #collections = new Map<string, Collection>();
	readonly #limit: HistoryLimit;
	#version = 1;

	constructor(limit: HistoryLimit = defaultLimit) {
		this.#limit = limit;
	}

	/** The latest version. */
	get version(): number {
		return this.#version;
	}

	collection(name: string): Collection {
		const known = this.#collections.get(name);
		if (known !== undefined) {
			return known;
		}

		const made = new Collection(this.#limit);
		this.#collections.set(name, made);
		return made;
	}

	/** Creates or replaces. */
	put(name: string, object: JsonObject): Stored {
		const collection = this.collection(name);
		const version = ++this.#version;
		const stored = new Stored(versioned(object, version), version);
		const before = collection.get(stored.key);
		collection.record({type: before === undefined ? 'ADDED' : 'MODIFIED', version, object: stored, before});
		return stored;
	}

	/** Removes; the answer is the last state, at the version of the deletion. */
	remove(name: string, last: JsonObject): Stored {
		const collection = this.collection(name);
		const version = ++this.#version;
		const stored = new Stored(versioned(last, version), version);
		const before = collection.get(keyOf(stored.namespace, stored.name));
		collection.record({type: 'DELETED', version, object: stored, before});
		return stored;
	}

	/** Forgets all of the past. */
	compact(): void {
		for (const collection of this.#collections.values()) {
			collection.compact(this.#version);
		}
	}
}

/** Field order as the real server writes it: the metadata's first fields say which object it is. */
function versioned(object: JsonObject, version: number): JsonObject {
	const {name = null, generateName = null, namespace = null, uid = null, ...rest} = objectAt(object, 'metadata') ?? {};
	const identity = Object.fromEntries(
		Object.entries({name, generateName, namespace, uid, resourceVersion: String(version)}).filter(
			([, value]) => value !== null,
		),
	);
	const {resourceVersion: _, ...others} = rest;
	return withField(object, 'metadata', {...identity, ...others});
}
