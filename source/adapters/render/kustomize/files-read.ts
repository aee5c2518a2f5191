import type {TreeEntry} from '../../git/tree.ts';
import {largestInput, mostInputBytes, mostInputs} from '../tools/input-limits.ts';
import type {Input, Way} from '../tools/prepared.ts';

/** The files that a build reads, each with the ways in which it does. */
export class FilesRead {
	readonly #ways = new Map<string, Set<Way>>();
	readonly #entries = new Map<string, TreeEntry>();

	#bytes = 0;

	note(entry: TreeEntry, way: Way = 'as it is'): void {
		this.#bytes += this.#entries.has(entry.path) ? 0 : entry.size;
		this.#entries.set(entry.path, entry);
		this.#ways.set(entry.path, (this.#ways.get(entry.path) ?? new Set()).add(way));
	}

	/** With them it is refused before anything is run: what they hold is not looked at. */
	isTooMuch({size}: TreeEntry): boolean {
		return size > largestInput || this.#bytes > mostInputBytes || this.#entries.size > mostInputs;
	}

	inputs(): readonly Input[] {
		return [...this.#entries.values()].map(({path, id, size}) => {
			return {path, id, size, readAs: [...(this.#ways.get(path) ?? [])]};
		});
	}
}
