import {posix} from 'node:path';
import type {Problem} from '../../../model/problem.ts';
import {findEntry, type Tree, type TreeEntry} from '../../git/tree.ts';
import type {Pace} from '../pace.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';
import {largestInput, mostInputBytes} from '../tools/input-limits.ts';
import {type Import, importsIn} from './imports.ts';

type Commit = {readonly tree: Tree; readonly read: ReadBlobs; readonly pace: Pace};

/** Finds all that a file in Jsonnet imports, and what that imports, where Jsonnet would. */
export class ImportFinder {
	readonly #commit: Commit;
	/** Folders in which imports are looked up after the importing file's own, the first one first. */
	readonly #paths: readonly string[];
	readonly #code = new Map<string, TreeEntry>();
	readonly #left: TreeEntry[] = [];
	readonly entries = new Map<string, TreeEntry>();
	readonly problems: Problem[] = [];

	constructor(commit: Commit, paths: readonly string[]) {
		this.#commit = commit;
		this.#paths = paths;
	}

	async find(entry: TreeEntry): Promise<void> {
		this.#add(entry, true);
		let bytes = 0;
		for (let next = this.#left.shift(); next !== undefined; next = this.#left.shift()) {
			// More than that is refused by its size.
			bytes += next.size;
			if (next.size <= largestInput && bytes <= mostInputBytes) {
				await this.#follow(next);
			}
		}
	}

	async #follow(entry: TreeEntry): Promise<void> {
		const [content] = await this.#commit.read([entry.id]);
		for (const one of await importsIn(content?.toString('utf8') ?? '', this.#commit.pace)) {
			const found = this.#lookUp(entry, one);
			if ('message' in found) {
				const where = `${printable(entry.path, 300)}:${one.line}`;
				this.problems.push({scope: 'source', where, message: `it imports ${found.message}`});
			} else {
				this.#add(found.entry, one.isCode);
			}
		}
	}

	#add(entry: TreeEntry, isCode: boolean): void {
		this.entries.set(entry.path, entry);
		if (isCode && !this.#code.has(entry.path)) {
			this.#code.set(entry.path, entry);
			this.#left.push(entry);
		}
	}

	#lookUp(from: TreeEntry, {path}: Import): {readonly entry: TreeEntry} | {readonly message: string} {
		const shown = `"${printable(path, 200)}"`;
		if (path.startsWith('/')) {
			return {message: `${shown}, which is outside of the repository: write a path within it`};
		}

		for (const folder of [posix.dirname(from.path), ...this.#paths]) {
			const candidate = posix.join(folder, path);
			if (candidate === '..' || candidate.startsWith('../')) {
				return {message: `${shown}, which leads out of the repository from ${folder}: write a path within it`};
			}

			const entry = findEntry(this.#commit.tree, candidate);
			if (entry?.kind === 'file') {
				return {entry};
			}

			if (entry !== undefined) {
				return {message: `${shown}, which is ${kindWords[entry.kind]}: commit the file itself`};
			}
		}

		return {message: `${shown}, which is not there: check the path, and directory.jsonnet.libs`};
	}
}

const kindWords = {folder: 'a folder', link: 'a symbolic link', submodule: 'a submodule'} as const;
