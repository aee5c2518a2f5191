import type {TreeEntry} from '../../git/tree.ts';
import type {Input, Way} from '../tools/prepared.ts';

/** The files that a build reads, each with the ways in which it does. */
export class FilesRead {
	readonly #ways = new Map<string, Set<Way>>();
	readonly #entries = new Map<string, TreeEntry>();

	note(entry: TreeEntry, way: Way = 'as it is'): void {
		this.#entries.set(entry.path, entry);
		this.#ways.set(entry.path, (this.#ways.get(entry.path) ?? new Set()).add(way));
	}

	inputs(): readonly Input[] {
		return [...this.#entries.values()].map(({path, id, size}) => {
			return {path, id, size, readAs: [...(this.#ways.get(path) ?? [])]};
		});
	}
}
