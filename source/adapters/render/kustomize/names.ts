import {items, type JsonObject, text} from '../../../model/json.ts';
import type {Clues} from './origins.ts';

const generators = [
	['configMapGenerator', 'ConfigMap'],
	['secretGenerator', 'Secret'],
] as const;

/** What kustomizations put before and after names, and what their generators make. */
export class Names {
	readonly #generated: Clues['generated'][number][] = [];
	readonly #prefixes = new Set<string>();
	readonly #suffixes = new Set<string>();

	note(body: JsonObject, file: string): void {
		for (const [affixes, affix] of [
			[this.#prefixes, text(body, 'namePrefix')],
			[this.#suffixes, text(body, 'nameSuffix')],
		] as const) {
			if (affix !== '') {
				affixes.add(affix);
			}
		}

		for (const [field, kind] of generators) {
			this.#generated.push(...items(body, field).map(item => ({kind, name: text(item, 'name'), file})));
		}
	}

	clues(): Omit<Clues, 'resources'> {
		return {generated: this.#generated, prefixes: [...this.#prefixes], suffixes: [...this.#suffixes]};
	}
}
