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

const linesAtOnce = 2000;
const missingSize = -1;

/** Reads what `git ls-tree` prints, or nothing where objects are missing. */
export async function parseTree(output: Buffer, pace: Pace): Promise<Tree | undefined> {
	const tree = new Map<string, TreeEntry[]>([['', []]]);
	const lines = output.toString('utf8').split('\0');
	for (const [index, line] of lines.entries()) {
		if (index % linesAtOnce === 0) {
			await pace();
		}

		const entry = parseEntry(line);
		if (entry?.size === missingSize) {
			return undefined;
		}

		if (entry !== undefined) {
			add(tree, entry);
		}
	}

	return tree;
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

/** The entry at a path; nothing for the top, which is none. */
export function findEntry(tree: Tree, path: string): TreeEntry | undefined {
	const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
	return tree.get(folder)?.find(entry => entry.path === path);
}

/** What is in a folder and in all below it. */
export function* filesBelow(tree: Tree, folder: string): Iterable<TreeEntry> {
	for (const entry of tree.get(folder) ?? []) {
		if (entry.kind === 'folder') {
			yield* filesBelow(tree, entry.path);
		} else {
			yield entry;
		}
	}
}
