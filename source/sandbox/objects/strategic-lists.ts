import {isObject, type Json, type JsonObject} from './json.ts';
import {goValue} from './reading/go-value.ts';

export type MergeItems = (original: JsonObject, patch: JsonObject) => JsonObject;

/** Lists of strategic merge patches whose strategy is to merge: by a key, or of values that stand once. */
export class ListMerge {
	readonly #key: string | undefined;
	readonly #mergeItems: MergeItems;
	readonly #fail: (message: string) => never;

	constructor(key: string | undefined, mergeItems: MergeItems, fail: (message: string) => never) {
		this.#key = key;
		this.#mergeItems = mergeItems;
		this.#fail = fail;
	}

	merge(original: readonly Json[], patch: readonly Json[]): readonly Json[] {
		if (original.length === 0 && patch.length === 0) {
			return original;
		}

		if (this.#key === undefined) {
			return this.#sorted([...new Set([...original, ...patch])], patch, original);
		}

		if (patch.some(item => isObject(item) && item.$patch === 'replace')) {
			return patch.filter(item => !(isObject(item) && item.$patch !== undefined));
		}

		const merged = patch.reduce<readonly Json[]>((list, item) => this.#mergeItem(list, item), original);
		const plain = patch.filter(item => !(isObject(item) && item.$patch !== undefined));
		return this.#sorted(merged, plain, original);
	}

	#mergeItem(list: readonly Json[], item: Json): readonly Json[] {
		const patch = isObject(item) ? item : {};
		const key = this.#keyOf(patch);
		const {$patch: directive} = patch;
		if (directive === undefined) {
			return this.#withItem(list, key, patch);
		}

		if (directive === 'delete') {
			return list.filter(one => !this.#has(one, key));
		}

		return this.#fail(
			directive === 'merge'
				? 'merging lists cannot yet be specified in the patch'
				: `unknown patch type: ${goValue(directive)} in map: ${goValue(patch)}`,
		);
	}

	#withItem(list: readonly Json[], key: Json, patch: JsonObject): readonly Json[] {
		const index = list.findIndex(one => this.#has(one, key));
		const before = list[index];
		return isObject(before)
			? list.with(index, this.#mergeItems(before, patch))
			: [...list, this.#mergeItems({}, patch)];
	}

	#keyOf(item: JsonObject): Json {
		const value = this.#key === undefined ? undefined : item[this.#key];
		if (value === undefined) {
			return this.#fail(`map: ${goValue(item)} does not contain declared merge key: ${this.#key}`);
		}

		return value ?? null;
	}

	#has(item: Json | undefined, key: Json): boolean {
		return isObject(item) && this.#key !== undefined && item[this.#key] === key;
	}

	/** What identifies an item: the value of its key, or itself. */
	#name(item: Json): Json | undefined {
		return this.#key !== undefined && isObject(item) ? item[this.#key] : item;
	}

	#indexIn(list: readonly Json[], item: Json): number {
		const name = this.#name(item);
		return list.findIndex(one => this.#name(one) === name);
	}

	/** The order that a patch names has to hold the patch's own items, in their order. */
	checkOrder(patch: readonly Json[], wanted: readonly Json[]): void {
		const plain = patch.filter(item => !(isObject(item) && item.$patch !== undefined));
		let at = 0;
		for (const item of plain) {
			const found = wanted.findIndex((one, index) => index >= at && this.#name(one) === this.#name(item));
			if (found === -1) {
				this.#fail(
					`The order in patch list:\n${goValue(plain)}\n doesn't match $setElementOrder list:\n${goValue(wanted)}\n`,
				);
			}

			at = found + 1;
		}
	}

	inOrder(merged: readonly Json[], wanted: readonly Json[], server: readonly Json[]): readonly Json[] {
		return this.#sorted(merged, wanted, server);
	}

	/** Items of the patch in its order, others in the server's, between them where the server has both. */
	#sorted(merged: readonly Json[], patchOrder: readonly Json[], serverOrder: readonly Json[]): readonly Json[] {
		const isPatched = (item: Json) => this.#indexIn(patchOrder, item) !== -1;
		const right = this.#by(merged.filter(isPatched), patchOrder);
		const left = this.#by(
			merged.filter(item => !isPatched(item)),
			serverOrder,
		);
		const result: Json[] = [];
		while (left.length > 0 && right.length > 0) {
			const [first, second] = [
				this.#indexIn(serverOrder, left[0] ?? null),
				this.#indexIn(serverOrder, right[0] ?? null),
			];
			const isFirst = first >= 0 && second >= 0 && first < second;
			result.push(...(isFirst ? left : right).splice(0, 1));
		}

		return [...result, ...left, ...right];
	}

	#by(items: readonly Json[], order: readonly Json[]): Json[] {
		return [...items].sort((a, b) => this.#indexIn(order, a) - this.#indexIn(order, b));
	}
}
