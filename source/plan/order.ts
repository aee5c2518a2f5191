import type {Change, Phase} from '../model/change.ts';
import {dig, type Json, type JsonObject, text} from '../model/json.ts';
import {kindKeyOf, type ResourceId} from '../model/resource.ts';

export const waveAnnotation = 'argocd.argoproj.io/sync-wave';

/** Whether an annotation's value names a wave: a whole number, as text. */
export function isWave(value: Json | undefined): value is string {
	return typeof value === 'string' && /^[+-]?\d+$/.test(value) && Number.isSafeInteger(Number(value));
}

/** The wave that an object asks for; 0 where it asks for none. */
export function waveOf(body: JsonObject): number {
	const value = dig(body, 'metadata', 'annotations', waveAnnotation);
	// Adding zero turns -0 into 0.
	return isWave(value) ? Number(value) + 0 : 0;
}

const phases: readonly Phase[] = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];

/** Argo CD's order of kinds; those of other groups come last. */
const kinds = [
	'Namespace',
	'NetworkPolicy',
	'ResourceQuota',
	'LimitRange',
	'PodSecurityPolicy',
	'PodDisruptionBudget',
	'ServiceAccount',
	'Secret',
	'SecretList',
	'ConfigMap',
	'StorageClass',
	'PersistentVolume',
	'PersistentVolumeClaim',
	'CustomResourceDefinition',
	'ClusterRole',
	'ClusterRoleList',
	'ClusterRoleBinding',
	'ClusterRoleBindingList',
	'Role',
	'RoleList',
	'RoleBinding',
	'RoleBindingList',
	'Service',
	'DaemonSet',
	'Pod',
	'ReplicationController',
	'ReplicaSet',
	'Deployment',
	'HorizontalPodAutoscaler',
	'StatefulSet',
	'Job',
	'CronJob',
	'IngressClass',
	'Ingress',
	'APIService',
] as const;

const ranks: ReadonlyMap<string, number> = new Map(kinds.map((kind, rank) => [kind, rank]));
const firstOfTheRest = kinds.indexOf('Service');
const builtInGroups: ReadonlySet<string> = new Set(['', 'apps', 'autoscaling', 'batch', 'extensions', 'policy']);

type Placed = Pick<Change, 'phase' | 'wave'>;

/** Phase, wave, kind; then by name, so that the order is always the same. */
export function compareForApply(a: Placed & Pick<Change, 'id'>, b: Placed & Pick<Change, 'id'>): number {
	return comparePlaces(a, b) || rankOf(a.id) - rankOf(b.id) || compareTexts(sortKeyOf(a.id), sortKeyOf(b.id));
}

function comparePlaces(a: Placed, b: Placed): number {
	return phases.indexOf(a.phase) - phases.indexOf(b.phase) || a.wave - b.wave;
}

// A custom resource may share its kind's name with a built-in one, and needs its definition first all the same.
function isBuiltIn({group}: ResourceId): boolean {
	return builtInGroups.has(group) || group.endsWith('.k8s.io');
}

function rankOf(id: ResourceId): number {
	return (isBuiltIn(id) ? ranks.get(id.kind) : undefined) ?? kinds.length;
}

function sortKeyOf({group, kind, namespace, name}: ResourceId): readonly string[] {
	return [kind, group, namespace, name];
}

// By code units: the same on every machine, whatever its language.
function compareTexts(a: readonly string[], b: readonly string[]): number {
	const at = a.findIndex((part, index) => part !== b[index]);
	if (at < 0) {
		return 0;
	}

	return (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
}

/** What the API server looks at when it admits others: quotas, limits, accounts, the roles that a binding names. */
const foundations: ReadonlySet<string> = new Set([
	'ClusterRole',
	'ClusterRoleList',
	'IngressClass',
	'LimitRange',
	'PriorityClass',
	'ResourceQuota',
	'Role',
	'RoleList',
	'RuntimeClass',
	'ServiceAccount',
	'StorageClass',
]);

/** In which tier a change belongs: deletions first, from what uses to what is used; then the other way round. */
const stages = {
	namespace: {removed: 3, applied: 4},
	definition: {removed: 2, applied: 5},
	foundation: {removed: 1, applied: 5},
	configuration: {removed: 1, applied: 6},
	rest: {removed: 0, applied: 7},
} as const;

function stageOf(id: ResourceId): keyof typeof stages {
	if (rankOf(id) === 0) {
		return 'namespace';
	}

	if (isDefinition(id)) {
		return 'definition';
	}

	if (isBuiltIn(id) && foundations.has(id.kind)) {
		return 'foundation';
	}

	return rankOf(id) < firstOfTheRest ? 'configuration' : 'rest';
}

function isDefinition({group, kind}: ResourceId): boolean {
	return group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition';
}

/** The steps in which the changes of one phase and wave are applied: one after the other, each in parallel. */
export function tiers(changes: readonly Change[]): readonly (readonly Change[])[] {
	const tierOf = ({op, id}: Change) => stages[stageOf(id)][op === 'delete' ? 'removed' : 'applied'];
	const groups = Map.groupBy(changes, tierOf);
	return [...groups.entries()]
		.toSorted(([a], [b]) => a - b)
		.map(([tier, group]) => {
			const sorted = group.toSorted(compareForApply);
			return tier < stages.namespace.applied ? sorted.toReversed() : sorted;
		});
}

/** Changes that are applied, and become healthy, before those of the next wave. */
export type Wave = {readonly phase: Phase; readonly wave: number; readonly changes: readonly Change[]};

/**
 * The waves in their order, and each wave's changes in the order of its tiers. Deletions declare the wave in which
 * they were made; here they are mirrored, so that what was made last goes first.
 */
export function waves(changes: readonly Change[]): readonly Wave[] {
	const mirrored = mirror(changes.filter(({op}) => op === 'delete').map(({wave}) => wave));
	const waveIn = ({op, wave}: Change) => (op === 'delete' ? mirrored.get(wave) : undefined) ?? wave;
	const groups = Map.groupBy(changes, change => `${change.phase} ${waveIn(change)}`);
	return [...groups.values()]
		.flatMap(group => {
			const [first] = group;
			return first ? [{phase: first.phase, wave: waveIn(first), changes: tiers(group).flat()}] : [];
		})
		.toSorted(comparePlaces);
}

/** Swaps the first with the last, the second with the last but one, and so on. */
function mirror(numbers: readonly number[]): ReadonlyMap<number, number> {
	const distinct = [...new Set(numbers)].toSorted((a, b) => a - b);
	return new Map(distinct.map((wave, index) => [wave, distinct.at(-1 - index) ?? wave]));
}

/** Moves new namespaces and definitions of custom resources forward, to the first wave that needs them. */
export function bubble(changes: readonly Change[]): readonly Change[] {
	const users = new Map<string, Change>();
	for (const change of changes.filter(({op}) => op !== 'delete')) {
		for (const need of [`namespace ${change.id.namespace}`, `kind ${kindKeyOf(change.id)}`]) {
			const known = users.get(need);
			if (!known || comparePlaces(change, known) < 0) {
				users.set(need, change);
			}
		}
	}

	return changes.map(change => {
		const user = users.get(whatItBrings(change));
		return user && comparePlaces(user, change) < 0 ? {...change, phase: user.phase, wave: user.wave} : change;
	});
}

function whatItBrings({op, id, after}: Change): string {
	if (stageOf(id) === 'namespace' && op === 'create') {
		return `namespace ${id.name}`;
	}

	const brings = {group: text(after, 'spec', 'group'), kind: text(after, 'spec', 'names', 'kind')};
	return isDefinition(id) && op !== 'delete' ? `kind ${kindKeyOf(brings)}` : '';
}
