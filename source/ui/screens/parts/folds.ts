import type {TreeNode} from '../../../model/question.ts';
import type {ResourceKey} from '../../../model/resource.ts';
import {below, parentOf} from './tree-rows.ts';

/** Which branches of a tree are folded. */
export class Folds {
	#keys: ReadonlySet<ResourceKey> = new Set();

	get keys(): ReadonlySet<ResourceKey> {
		return this.#keys;
	}

	/** Folding what has nothing below, or is folded, leads to what it hangs on. Returns where the cursor goes. */
	turn(how: 'toggle' | 'fold' | 'unfold', {key}: TreeNode, nodes: readonly TreeNode[]): ResourceKey {
		const isFolded = this.#keys.has(key);
		const canFold = !isFolded && below(nodes, key).length > 0;
		if (canFold && how !== 'unfold') {
			this.#keys = new Set([...this.#keys, key]);
			return key;
		}

		if (isFolded && how !== 'fold') {
			this.#keys = new Set([...this.#keys].filter(folded => folded !== key));
			return key;
		}

		return how === 'fold' ? (parentOf(nodes, key)?.key ?? key) : key;
	}
}
