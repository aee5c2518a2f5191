import {items, text} from '../model/json.ts';
import type {ServedKind} from '../model/ports.ts';
import {groupVersion, keyOf, type Live, type ResourceKey} from '../model/resource.ts';

/** Objects by who owns them. */
export class Family {
	readonly #objects = new Map<ResourceKey, Live>();
	readonly #children = new Map<string, Set<ResourceKey>>();

	set(live: Live): void {
		this.#objects.set(keyOf(live.id), live);
		for (const uid of ownersOf(live)) {
			this.#children.set(uid, (this.#children.get(uid) ?? new Set()).add(keyOf(live.id)));
		}
	}

	remove(live: Live): void {
		this.#objects.delete(keyOf(live.id));
		for (const uid of ownersOf(live)) {
			this.#children.get(uid)?.delete(keyOf(live.id));
		}
	}

	/** All that there are of one kind. */
	replace(kind: ServedKind, all: readonly Live[]): void {
		for (const live of [...this.#objects.values()]) {
			if (live.id.kind === kind.kind) {
				this.remove(live);
			}
		}

		for (const live of all) {
			this.set(live);
		}
	}

	find(key: ResourceKey): Live | undefined {
		return this.#objects.get(key);
	}

	/** All that it hangs on, as far as that is known: nothing keeps owners from naming each other. */
	ancestors(live: Live): ReadonlySet<ResourceKey> {
		const found = new Set(ownerKeysOf(live));
		for (const key of found) {
			const owner = this.#objects.get(key);
			for (const above of owner ? ownerKeysOf(owner) : []) {
				found.add(above);
			}
		}

		return found;
	}

	/** Everything that hangs on the object with that uid, each once: nothing keeps owners from naming each other. */
	descendants(uid: string): readonly Live[] {
		const found = new Map<string, Live>();
		const open = [uid];
		for (const owner of open) {
			for (const key of this.#children.get(owner) ?? []) {
				const live = this.#objects.get(key);
				if (live && live.uid !== uid && !found.has(live.uid)) {
					found.set(live.uid, live);
					open.push(live.uid);
				}
			}
		}

		return [...found.values()];
	}
}

function ownersOf({body}: Live): readonly string[] {
	return items(body, 'metadata', 'ownerReferences').map(owner => text(owner, 'uid'));
}

function ownerKeysOf({id: {namespace}, body}: Live): readonly ResourceKey[] {
	return items(body, 'metadata', 'ownerReferences').map(owner => {
		const {group} = groupVersion(text(owner, 'apiVersion'));
		return keyOf({group, kind: text(owner, 'kind'), namespace, name: text(owner, 'name')});
	});
}
