import type {Entity} from './metadata.ts';

/** Objects by something that several have in common, then by uid. */
export type Grouped<T> = Map<string, Map<string, T>>;

export function enter<T extends Entity>(index: Grouped<T>, key: string, object: T): void {
	const entries = index.get(key) ?? new Map<string, T>();
	entries.set(object.metadata.uid, object);
	index.set(key, entries);
}

export function leave<T>(index: Map<string, Map<string, T>>, key: string, uid: string): void {
	const entries = index.get(key);
	entries?.delete(uid);
	if (entries?.size === 0) {
		index.delete(key);
	}
}
