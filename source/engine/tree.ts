import {assess} from '../health/assess.ts';
import {items, number, text} from '../model/json.ts';
import type {TreeNode} from '../model/question.ts';
import {keyOf, type Live} from '../model/resource.ts';
import type {Right} from '../model/right.ts';
import type {ResourceRow} from '../model/row.ts';
import {compareForApply} from '../plan/order.ts';
import type {Compared, Examined} from './examine.ts';
import {explainAll} from './permissions.ts';

/** Kinds of these groups own no pods: their namespaces need not be followed for them. */
const childless: ReadonlySet<string> = new Set([
	'admissionregistration.k8s.io',
	'apiextensions.k8s.io',
	'autoscaling',
	'networking.k8s.io',
	'policy',
	'rbac.authorization.k8s.io',
	'scheduling.k8s.io',
	'storage.k8s.io',
]);

/**
 * The application's objects in the order of their application, each followed by what it made.
 * `rows` are theirs: of what is declared, then of what is left over.
 */
export async function treeOf(
	{compared, leftovers, site}: Examined,
	rows: readonly ResourceRow[],
	signal: AbortSignal,
): Promise<readonly TreeNode[]> {
	const heads = [...compared, ...leftovers].flatMap((one, index) => {
		const row = rows[index];
		return row ? [{one, row}] : [];
	});
	const ordered = heads.toSorted((a, b) => compareForApply(sortable(a.one), sortable(b.one)));
	const parts = await Promise.all(
		ordered.map(async ({one: {key, live, desired}, row: {wave: _, ...row}}) => {
			const owned = live && mayOwn(live) ? await site.owned.of(live, signal) : [];
			const origin = desired === undefined ? ('leftover' as const) : ('declared' as const);
			const head: TreeNode = {...row, key, depth: 0, createdAt: createdAt(live), origin};
			return [head, ...(live ? branches(live, familyOf(live, owned), 1) : [])];
		}),
	);
	return parts.flat();
}

/** `context namespace` of each namespace in which something of it may be made by others. */
export function placesOf({compared, leftovers, site}: Examined): ReadonlySet<string> {
	const all = [...compared, ...leftovers].filter(({live}) => live && mayOwn(live));
	return new Set(all.map(({id}) => `${site.context} ${id.namespace}`));
}

/** What was made by others may be there, and is not shown. */
export async function unseenOwned(
	{compared, leftovers, site}: Examined,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const owners = [...compared, ...leftovers].flatMap(({live}) => (live && mayOwn(live) ? [live] : []));
	const namespaces = [...new Set(owners.map(({id}) => id.namespace))];
	const lacking = await Promise.all(namespaces.map(namespace => site.owned.lackingIn(namespace, signal)));
	const meaningOf = (rights: readonly Right[]) =>
		rights.some(({verb}) => verb === 'list')
			? 'those that its objects made are not shown'
			: 'those that its objects made are looked at every few seconds';
	return explainAll(lacking.flat(), site, meaningOf, signal);
}

function mayOwn({id: {group, kind, namespace}}: Live): boolean {
	const isCore = group === '' && kind !== 'ReplicationController';
	return namespace !== '' && !isCore && !childless.has(group);
}

function sortable({id, wave, change}: Compared) {
	return {phase: change?.phase ?? 'Sync', wave, id} as const;
}

/** What each of them made, by its uid. */
type Children = ReadonlyMap<string, readonly Live[]>;

/** Each object in one place only: one may have several owners, and nothing keeps owners from naming each other. */
function familyOf(root: Live, owned: readonly Live[]): Children {
	const claims = owned.flatMap(live => [...ownersOf(live)].map(owner => ({owner, live})));
	const claimed = Map.groupBy(claims, ({owner}) => owner);
	const children = new Map<string, readonly Live[]>();
	const placed = new Set([root.uid]);
	// Grows while it is walked.
	for (const uid of placed) {
		const own = (claimed.get(uid) ?? []).map(({live}) => live).filter(live => !placed.has(live.uid));
		children.set(uid, own);
		for (const live of own) {
			placed.add(live.uid);
		}
	}

	return children;
}

function branches(owner: Live, children: Children, depth: number): readonly TreeNode[] {
	return shown(children.get(owner.uid) ?? [], children)
		.toSorted(byKindAndAge)
		.flatMap(live => [nodeOf(live, below(live, children), depth), ...branches(live, children, depth + 1)]);
}

function below(live: Live, children: Children): readonly Live[] {
	return (children.get(live.uid) ?? []).flatMap(one => [one, ...below(one, children)]);
}

/** Without the ReplicaSets of earlier rollouts, which are empty; the newest stays where there is nothing else. */
function shown(all: readonly Live[], children: Children): readonly Live[] {
	const full = all.filter(live => !isEmpty(live) || (children.get(live.uid) ?? []).length > 0);
	const newest = all.toSorted((a, b) => revisionOf(b) - revisionOf(a)).slice(0, 1);
	return full.length > 0 ? full : newest;
}

function isEmpty({id, body}: Live): boolean {
	return id.kind === 'ReplicaSet' && number(body, 'spec', 'replicas') === 0;
}

function revisionOf({body}: Live): number {
	return Number(text(body, 'metadata', 'annotations', 'deployment.kubernetes.io/revision')) || 0;
}

function ownersOf({body}: Live): ReadonlySet<string> {
	return new Set(items(body, 'metadata', 'ownerReferences').map(owner => text(owner, 'uid')));
}

/** The newest ReplicaSet and Job first; Pods by name, so that they stay in their place. */
function byKindAndAge(a: Live, b: Live): number {
	const byKind = compare(a.id.kind, b.id.kind);
	const byAge = a.id.kind === 'Pod' ? 0 : compare(createdAt(b), createdAt(a));
	return byKind || byAge || compare(a.id.name, b.id.name);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function nodeOf(live: Live, owned: readonly Live[], depth: number): TreeNode {
	const {status, message} = assess(live, owned);
	return {
		...live.id,
		key: keyOf(live.id),
		depth,
		sync: '',
		health: status,
		message,
		createdAt: createdAt(live),
		origin: 'owned',
	};
}

function createdAt(live: Live | undefined): string {
	return text(live?.body, 'metadata', 'creationTimestamp');
}
