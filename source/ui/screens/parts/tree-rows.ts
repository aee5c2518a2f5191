import type {TreeNode} from '../../../model/question.ts';
import {keyOf, type ResourceKey} from '../../../model/resource.ts';
import {escapeLine, oneLine} from '../../../text/escape.ts';
import {matcher} from './match.ts';

/** One line of the tree as it is shown. */
export type TreeRow = {
	readonly node: TreeNode;
	/** The lines before its name: `│  └─ `. */
	readonly branch: string;
	/** How many are below it, and hidden. */
	readonly folded: number;
};

export type TreeView = {
	readonly filter: string;
	readonly hasProblemsOnly: boolean;
	/** What is below these is hidden, but not from a filter. */
	readonly folded: ReadonlySet<ResourceKey>;
};

/** What is to be seen of a tree: whatever fits the filter, and all that it hangs on. */
export function treeRows(nodes: readonly TreeNode[], view: TreeView): readonly TreeRow[] {
	const matches = matcher(view.filter);
	const isFiltered = view.filter !== '' || view.hasProblemsOnly;
	const isWanted = (node: TreeNode) => matches(searchedText(node)) && (!view.hasProblemsOnly || isProblem(node));
	const kept = isFiltered ? withAncestors(nodes, isWanted) : unfolded(nodes, view.folded);
	const branches = branchesOf(kept.map(({depth}) => depth));
	return kept.map((node, index) => ({
		node,
		branch: branches[index] ?? '',
		folded: !isFiltered && view.folded.has(node.key) ? below(nodes, node.key).length : 0,
	}));
}

/** What hangs on it, directly or not. */
export function below(nodes: readonly TreeNode[], key: ResourceKey): readonly TreeNode[] {
	const at = nodes.findIndex(node => node.key === key);
	const depth = nodes[at]?.depth ?? 0;
	const rest = at < 0 ? [] : nodes.slice(at + 1);
	const end = rest.findIndex(node => node.depth <= depth);
	return end < 0 ? rest : rest.slice(0, end);
}

/** What it hangs on directly; undefined for what is declared. */
export function parentOf(nodes: readonly TreeNode[], key: ResourceKey): TreeNode | undefined {
	const at = nodes.findIndex(node => node.key === key);
	const depth = nodes[at]?.depth ?? 0;
	return depth === 0 ? undefined : nodes.slice(0, at).findLast(node => node.depth < depth);
}

/** What Git declares, or left over, that it belongs to: what a plan knows. */
export function rootOf(nodes: readonly TreeNode[], key: ResourceKey): TreeNode | undefined {
	const at = nodes.findIndex(node => node.key === key);
	return nodes.slice(0, at + 1).findLast(({depth}) => depth === 0);
}

/** The pod itself, or the first below it. */
export function podOf(nodes: readonly TreeNode[], node: TreeNode): TreeNode | undefined {
	return [node, ...below(nodes, node.key)].find(({group, kind}) => group === '' && kind === 'Pod');
}

export function isProblem({sync, health}: TreeNode): boolean {
	return (sync !== 'Synced' && sync !== '') || health !== 'Healthy';
}

/** `Deployment/web`, and the namespace where it is not the one that the application goes to. */
export function nameOf({kind, namespace, name}: TreeNode, home: string): string {
	const text = namespace === '' || namespace === home ? `${kind}/${name}` : `${kind}/${name} (${namespace})`;
	return escapeLine(text);
}

export function messageOf({message, origin, sync}: TreeNode): string {
	return message === '' && origin === 'leftover' && sync !== 'Synced'
		? 'gone from Git; deleted only by a sync with prune'
		: oneLine(message);
}

function searchedText(node: TreeNode): string {
	return [keyOf(node), `${node.kind}/${node.name}`, node.sync, node.health, messageOf(node), node.origin].join('\n');
}

function withAncestors(nodes: readonly TreeNode[], isWanted: (node: TreeNode) => boolean): readonly TreeNode[] {
	let depth = 0;
	return nodes
		.toReversed()
		.filter(node => {
			const isKept = isWanted(node) || node.depth < depth;
			depth = isKept ? node.depth : Math.min(depth, node.depth);
			return isKept;
		})
		.reverse();
}

function unfolded(nodes: readonly TreeNode[], folded: ReadonlySet<ResourceKey>): readonly TreeNode[] {
	let hidden = Number.POSITIVE_INFINITY;
	return nodes.filter(({key, depth}) => {
		if (depth > hidden) {
			return false;
		}

		hidden = folded.has(key) ? depth : Number.POSITIVE_INFINITY;
		return true;
	});
}

/** From the last to the first: whether another one follows at each depth decides which line is drawn. */
function branchesOf(depths: readonly number[]): readonly string[] {
	const goesOn: boolean[] = [];
	const branches: string[] = [];
	for (const depth of depths.toReversed()) {
		const above = Array.from({length: Math.max(0, depth - 1)}, (_, level) => (goesOn[level + 1] ? '│  ' : '   '));
		branches.push(depth === 0 ? '' : `${above.join('')}${goesOn[depth] ? '├─ ' : '└─ '}`);
		goesOn.length = depth;
		goesOn[depth] = true;
	}

	return branches.reverse();
}
