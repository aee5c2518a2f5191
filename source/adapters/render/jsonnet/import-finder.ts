import {posix} from 'node:path';
import type {Problem} from '../../../model/problem.ts';
import {showRepository} from '../../git/repository-address.ts';
import {findEntry, type Tree, type TreeEntry} from '../../git/tree.ts';
import type {Pace} from '../pace.ts';
import {printable} from '../printable.ts';
import type {ReadBlobs} from '../read-text.ts';
import {formatOf, isEncrypted} from '../sops/format.ts';
import {largestInput, mostInputBytes} from '../tools/input-limits.ts';
import type {Input, Way} from '../tools/prepared.ts';
import {type Import, importsIn} from './imports.ts';

type Commit = {readonly tree: Tree; readonly read: ReadBlobs; readonly pace: Pace};

/** Finds all that a file in Jsonnet imports, and what that imports, where Jsonnet would. */
export class ImportFinder {
	readonly #commit: Commit;
	/** Folders in which imports are looked up after the importing file's own, the first one first. */
	readonly #paths: readonly string[];
	readonly #code = new Map<string, TreeEntry>();
	readonly #left: TreeEntry[] = [];
	readonly #texts = new Map<string, TreeEntry>();
	readonly problems: Problem[] = [];

	constructor(commit: Commit, paths: readonly string[]) {
		this.#commit = commit;
		this.#paths = paths;
	}

	async find(entry: TreeEntry): Promise<void> {
		this.#addCode(entry);
		let bytes = 0;
		for (let next = this.#left.shift(); next !== undefined; next = this.#left.shift()) {
			// More than that is refused by its size.
			bytes += next.size;
			if (next.size <= largestInput && bytes <= mostInputBytes) {
				await this.#follow(next);
			}
		}
	}

	/** All that was found, with the ways in which it is read. */
	inputs(): readonly Input[] {
		const all = new Map([...this.#code, ...this.#texts]);
		return [...all.values()].map(({path, id, size}) => {
			const ways = new Set<Way>([
				...(this.#code.has(path) ? [wayOfCode(path)] : []),
				...(this.#texts.has(path) ? [formatOf(path)] : []),
			]);
			return {path, id, size, readAs: [...ways], isCode: this.#code.has(path)};
		});
	}

	async #follow(entry: TreeEntry): Promise<void> {
		const [content = ''] = await this.#commit.read([entry.id]);
		if (wayOfCode(entry.path) === 'as it is' && isEncrypted(content, formatOf(entry.path))) {
			const message =
				'SOPS has encrypted this, and of code only JSON is decrypted: name it .json, or import it by importstr';
			this.problems.push({scope: 'source', where: printable(entry.path, 300), message});
			return;
		}

		for (const one of await importsIn(content.toString('utf8'), this.#commit.pace)) {
			const found = this.#lookUp(entry, one);
			if ('message' in found) {
				const where = `${printable(entry.path, 300)}:${one.line}`;
				this.problems.push({scope: 'source', where, message: `it imports ${found.message}`});
			} else {
				this.#add(found.entry, one);
			}
		}
	}

	#add(entry: TreeEntry, {isCode}: Import): void {
		if (isCode) {
			this.#addCode(entry);
		} else {
			this.#texts.set(entry.path, entry);
		}
	}

	#addCode(entry: TreeEntry): void {
		if (!this.#code.has(entry.path)) {
			this.#code.set(entry.path, entry);
			this.#left.push(entry);
		}
	}

	#lookUp(from: TreeEntry, {path}: Import): {readonly entry: TreeEntry} | {readonly message: string} {
		const shown = `"${printable(showRepository(path), 200)}"`;
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

/** Code is given to Jsonnet as it was looked through here. JSON imports nothing, decrypted or not. */
function wayOfCode(path: string): Way {
	return path.endsWith('.json') ? 'json' : 'as it is';
}

const kindWords = {folder: 'a folder', link: 'a symbolic link', submodule: 'a submodule'} as const;
