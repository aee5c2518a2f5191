import type {Problem} from '../../../model/problem.ts';
import type {TreeEntry} from '../../git/tree.ts';
import {printable} from '../printable.ts';
import {largestInput, mostInputBytes, mostInputs} from '../tools/input-limits.ts';
import type {Input, Way} from '../tools/prepared.ts';

/** The files that a build reads, each with the ways in which it does. */
export class FilesRead {
	readonly #entries = new Map<string, TreeEntry>();
	readonly #ways = new Map<string, Set<Way>>();
	readonly #parsed = new Set<string>();
	#bytes = 0;

	/** What Kustomize gets as Git has it, or decrypted. */
	note(entry: TreeEntry, way: Way = 'as it is'): void {
		this.#add(entry);
		this.#ways.set(entry.path, (this.#ways.get(entry.path) ?? new Set()).add(way));
	}

	/** What Kustomize gets written anew, as it was read here. */
	noteParsed(entry: TreeEntry): void {
		this.#add(entry);
		this.#parsed.add(entry.path);
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

	/** Who reads content as it is would get it written anew. */
	problems(): readonly Problem[] {
		const inBothWays = [...this.#parsed].filter(path => this.#ways.has(path));
		const message =
			'this says what Kustomize does, and is also a file that it reads as content: make a file of its own for each';
		return inBothWays.map(path => ({scope: 'source', where: printable(path, 300), message}));
	}

	#add(entry: TreeEntry): void {
		this.#bytes += this.#entries.has(entry.path) ? 0 : entry.size;
		this.#entries.set(entry.path, entry);
	}
}
