import type {Tree, TreeNode} from '../../../source/model/question.ts';
import {keyOf} from '../../../source/model/resource.ts';
import type {SourceRow} from '../../../source/model/row.ts';
import {openShell} from '../support/driver.ts';
import {sampleRow} from '../support/samples.ts';

const groups: Readonly<Record<string, string>> = {Deployment: 'apps', ReplicaSet: 'apps', StatefulSet: 'apps'};

export function sampleNode(kind: string, name: string, node: Partial<TreeNode> = {}): TreeNode {
	const id = {group: groups[kind] ?? '', version: 'v1', kind, namespace: 'shop', name};
	const base: TreeNode = {
		...id,
		key: keyOf(id),
		depth: 0,
		sync: 'Synced',
		health: 'Healthy',
		message: '',
		createdAt: '2026-11-20T11:00:00Z',
		origin: 'declared',
		...node,
	};
	return {...base, key: keyOf(base)};
}

export function owned(depth: number, kind: string, name: string, node: Partial<TreeNode> = {}): TreeNode {
	return sampleNode(kind, name, {depth, sync: '', origin: 'owned', ...node});
}

/** Two workloads with their pods, one of which is broken, something left over, and something elsewhere. */
export const shopNodes: readonly TreeNode[] = [
	sampleNode('ConfigMap', 'settings', {sync: 'OutOfSync'}),
	sampleNode('Deployment', 'web', {health: 'Degraded', message: 'Pod web-7d9f8b6c5d-x2x4z: ImagePullBackOff'}),
	owned(1, 'ReplicaSet', 'web-5c6d7e8f9a'),
	owned(2, 'Pod', 'web-5c6d7e8f9a-aaaaa'),
	owned(1, 'ReplicaSet', 'web-7d9f8b6c5d', {health: 'Degraded'}),
	owned(2, 'Pod', 'web-7d9f8b6c5d-x2x4z', {
		health: 'Degraded',
		message: 'ImagePullBackOff: Back-off pulling image "registry.example/shop/web:2.0.0-typo"',
	}),
	owned(2, 'Pod', 'web-7d9f8b6c5d-z9z9z'),
	sampleNode('StatefulSet', '数据库'),
	owned(1, 'Pod', '数据库-0'),
	sampleNode('Service', 'old', {sync: 'OutOfSync', origin: 'leftover'}),
	sampleNode('Role', 'reader', {namespace: 'monitoring'}),
];

export function sampleSource(source: Partial<SourceRow> = {}): SourceRow {
	return {
		label: '',
		repository: 'https://git.example/shop.git',
		path: 'apps/shop',
		chart: '',
		ref: '',
		revision: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
		tool: 'kustomize v5.8.2',
		tookMs: 120,
		...source,
	};
}

export function sampleTree(tree: Partial<Tree> = {}): Tree {
	return {
		...sampleRow({sync: 'OutOfSync', health: 'Degraded', message: '2 out of sync'}),
		sources: [sampleSource()],
		tool: 'kustomize v5.8.2',
		tookMs: 120,
		problems: [],
		remarks: [],
		nodes: shopNodes,
		...tree,
	};
}

/** The interface on the tree of an application. */
export function openTree(columns = 80, rows = 24, tree: Tree = sampleTree()) {
	const driver = openShell({columns, rows});
	driver.greet();
	driver.tell({kind: 'rows', seq: 1, upserts: [sampleRow()], deletes: []});
	driver.press('enter');
	const answer = (value: Tree) =>
		driver.tell({kind: 'answer', id: driver.session.idOf('tree'), answer: {kind: 'tree', value}});
	answer(tree);
	return {...driver, answer};
}
