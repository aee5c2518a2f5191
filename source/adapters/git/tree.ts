import type {Pace} from '../render/pace.ts';

/** One line of `git ls-tree`. */
export type TreeEntry = {
	/** From the top of the repository. */
	readonly path: string;
	readonly name: string;
	readonly kind: 'file' | 'folder' | 'link' | 'submodule';
	readonly id: string;
	readonly size: number;
};

/** What a commit holds: the entries of each folder, in git's order; the top is the empty path. */
export type Tree = ReadonlyMap<string, readonly TreeEntry[]>;

/** Options of `git ls-tree` for `parseTree`. */
export const treeOptions = ['-r', '-t', '-l', '-z', '--full-tree'] as const;

/** More than the largest repositories have: each takes some 300 bytes of memory. */
export const mostEntries = 500_000;

const linesAtOnce = 2000;
const missingSize = -1;

/** Reads what `git ls-tree` prints, or nothing where objects are missing. */
export async function parseTree(output: Buffer, pace: Pace): Promise<Tree | 'too large' | undefined> {
	const tree = new Map<string, TreeEntry[]>([['', []]]);
	if (countLines(output) > mostEntries) {
		return 'too large';
	}

	let count = 0;
	for (let end = output.indexOf(0), start = 0; end >= 0; end = output.indexOf(0, start)) {
		if (count % linesAtOnce === 0) {
			await pace();
		}

		const entry = parseEntry(output.toString('utf8', start, end));
		if (entry?.size === missingSize) {
			return undefined;
		}

		if (entry !== undefined) {
			add(tree, entry);
		}

		start = end + 1;
		count += 1;
	}

	return tree;
}

function countLines(output: Buffer): number {
	let count = 0;
	for (let end = output.indexOf(0); end >= 0 && count <= mostEntries; end = output.indexOf(0, end + 1)) {
		count += 1;
	}

	return count;
}

function add(tree: Map<string, TreeEntry[]>, entry: TreeEntry): void {
	const folder = entry.path.slice(0, Math.max(entry.path.lastIndexOf('/'), 0));
	const siblings = tree.get(folder);
	if (siblings === undefined) {
		tree.set(folder, [entry]);
	} else {
		siblings.push(entry);
	}
}

function parseEntry(line: string): TreeEntry | undefined {
	const [, mode = '', type = '', id = '', size = '', path] =
		/^(\d+) (\w+) ([0-9a-f]+) +(\S+)\t([\s\S]+)$/.exec(line) ?? [];
	return path === undefined
		? undefined
		: {
				path,
				name: path.slice(path.lastIndexOf('/') + 1),
				kind: kindOf(mode, type),
				id,
				size: size === 'BAD' ? missingSize : Number(size) || 0,
			};
}

function kindOf(mode: string, type: string): TreeEntry['kind'] {
	if (type === 'tree') {
		return 'folder';
	}

	if (type === 'commit') {
		return 'submodule';
	}

	return mode === '120000' ? 'link' : 'file';
}

/** The entries of large folders by their paths, made when one of them is looked for. */
const indexes = new WeakMap<readonly TreeEntry[], ReadonlyMap<string, TreeEntry>>();
const fewEntries = 16;

/** The entry at a path; nothing for the top, which is none. */
export function findEntry(tree: Tree, path: string): TreeEntry | undefined {
	const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
	const entries = tree.get(folder) ?? [];
	return entries.length <= fewEntries ? entries.find(entry => entry.path === path) : indexOf(entries).get(path);
}

function indexOf(entries: readonly TreeEntry[]): ReadonlyMap<string, TreeEntry> {
	const known = indexes.get(entries);
	// Of two with one name the first counts.
	const index = known ?? new Map(entries.toReversed().map(entry => [entry.path, entry]));
	indexes.set(entries, index);
	return index;
}

/** What is in a folder and in all below it, in git's order. */
export function* filesBelow(tree: Tree, folder: string): Iterable<TreeEntry> {
	// Not by calls within calls: folders may lie within each other thousands of times.
	const open = [(tree.get(folder) ?? []).values()];
	for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
		const {done, value: entry} = last.next();
		if (done) {
			open.pop();
		} else if (entry.kind === 'folder') {
			open.push((tree.get(entry.path) ?? []).values());
		} else {
			yield entry;
		}
	}
}
