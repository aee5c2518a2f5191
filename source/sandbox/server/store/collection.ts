import type {Stored} from './stored.ts';

/** What happened to one object; `object` of a deletion is its last state, at the version of the deletion. */
export type Change = {
	readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
	readonly version: number;
	readonly object: Stored;
	readonly before: Stored | undefined;
};

export type Listener = (change: Change) => void;

/** How much of the past is kept for watches that resume: changes, and characters of objects. */
export type HistoryLimit = {readonly changes: number; readonly characters: number};

/** All objects of one kind in the order of their keys, and what happened to them of late. */
export class Collection {
	readonly #objects = new Map<string, Stored>();
	readonly #keys: string[] = [];
	readonly #listeners = new Map<Listener, () => void>();
	readonly #limit: HistoryLimit;
	#history: Change[] = [];
	#characters = 0;
	/** The latest version whose change is forgotten. */
	#forgotten = 0;

	constructor(limit: HistoryLimit) {
		this.#limit = limit;
	}

	get size(): number {
		return this.#objects.size;
	}

	get forgotten(): number {
		return this.#forgotten;
	}

	get(key: string): Stored | undefined {
		return this.#objects.get(key);
	}

	/** In the order of their keys; of one namespace where it is named. */
	list(namespace: string): readonly Stored[] {
		const keys = namespace === '' ? this.#keys : this.#range(`${namespace}/`);
		return keys.flatMap(key => this.#objects.get(key) ?? []);
	}

	/** As they were at a version; undefined where that is forgotten. */
	listAt(version: number, namespace: string): readonly Stored[] | undefined {
		if (version < this.#forgotten) {
			return undefined;
		}

		const past = new Map(this.#objects);
		for (const {object, before} of this.#history.filter(change => change.version > version).reverse()) {
			if (before === undefined) {
				past.delete(object.key);
			} else {
				past.set(object.key, before);
			}
		}

		return [...past.values()]
			.filter(stored => namespace === '' || stored.namespace === namespace)
			.sort((one, other) => (one.key < other.key ? -1 : 1));
	}

	/** What happened after a version, oldest first; undefined where that is forgotten. */
	since(version: number): readonly Change[] | undefined {
		return version < this.#forgotten ? undefined : this.#history.filter(change => change.version > version);
	}

	/** Takes note of a change that has its version already, and tells who listens. */
	record(change: Change): void {
		const {key} = change.object;
		if (change.type === 'DELETED') {
			this.#objects.delete(key);
			this.#keys.splice(this.#place(key), 1);
		} else {
			if (!this.#objects.has(key)) {
				this.#keys.splice(this.#place(key), 0, key);
			}

			this.#objects.set(key, change.object);
		}

		this.#history.push(change);
		this.#characters += change.object.body.length;
		this.#forget();
		for (const listener of this.#listeners.keys()) {
			listener(change);
		}
	}

	/** `onEnd` is called when there is nothing to listen to any more. */
	subscribe(listener: Listener, onEnd: () => void): () => void {
		this.#listeners.set(listener, onEnd);
		return () => void this.#listeners.delete(listener);
	}

	/** The kind is no longer served: who listens is sent away. */
	end(): void {
		for (const onEnd of [...this.#listeners.values()]) {
			onEnd();
		}
	}

	/** Forgets the past up to a version, as the compaction of etcd does. */
	compact(version: number): void {
		this.#history = this.#history.filter(change => change.version > version);
		this.#characters = this.#history.reduce((sum, {object}) => sum + object.body.length, 0);
		this.#forgotten = Math.max(this.#forgotten, version);
	}

	// A quarter at a time, so that what is dropped need not be counted again with each change.
	#forget(): void {
		const {changes, characters} = this.#limit;
		if (this.#history.length > changes || this.#characters > characters) {
			const last = this.#history[Math.floor(this.#history.length / 4)];
			this.compact(last?.version ?? 0);
		}
	}

	#range(prefix: string): readonly string[] {
		const from = this.#place(prefix);
		let to = from;
		while (this.#keys[to]?.startsWith(prefix)) {
			to++;
		}

		return this.#keys.slice(from, to);
	}

	/** Where a key is or would be. */
	#place(key: string): number {
		let low = 0;
		let high = this.#keys.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#keys[middle] ?? '') < key) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	}
}
