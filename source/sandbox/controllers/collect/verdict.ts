import type {OwnerReference} from '../store/metadata.ts';
import type {Vertex} from './graph.ts';

/** How things are with an owner: there, gone, or waiting for its dependents to go first. */
export type OwnerState = 'there' | 'gone' | 'waiting';

/** What the garbage collector does with an object next. */
export type Verdict =
	| {readonly kind: 'keep'}
	| {readonly kind: 'delete'; readonly propagationPolicy: 'Background' | 'Foreground' | 'Orphan'}
	| {readonly kind: 'release'; readonly owners: readonly OwnerReference[]}
	/** Its dependents are to go first. */
	| {readonly kind: 'wait'; readonly dependents: readonly Vertex[]}
	| {readonly kind: 'orphan'; readonly dependents: readonly Vertex[]}
	| {readonly kind: 'finish'; readonly finalizer: string};

export const finalizers = {foreground: 'foregroundDeletion', orphan: 'orphan'} as const;

/** Deleted, and waits for its dependents to go first. */
export function isWaiting({isDeleted, finalizers: list}: Vertex): boolean {
	return isDeleted && list.includes(finalizers.foreground);
}

/** After attemptToDeleteItem and attemptToOrphanWorker of pkg/controller/garbagecollector. */
export function judge(
	vertex: Vertex,
	dependents: readonly Vertex[],
	stateOf: (owner: OwnerReference) => OwnerState,
): Verdict {
	if (vertex.isDeleted) {
		return judgeDeleted(vertex, dependents);
	}

	const states = new Map(vertex.owners.map(owner => [owner.uid, stateOf(owner)]));
	const there = vertex.owners.filter(({uid}) => states.get(uid) === 'there');
	if (there.length === vertex.owners.length) {
		return {kind: 'keep'};
	}

	if (there.length > 0) {
		return {kind: 'release', owners: there};
	}

	const isAwaited = [...states.values()].includes('waiting');
	return {kind: 'delete', propagationPolicy: isAwaited && dependents.length > 0 ? 'Foreground' : policyOf(vertex)};
}

function judgeDeleted(vertex: Vertex, dependents: readonly Vertex[]): Verdict {
	if (vertex.finalizers.includes(finalizers.orphan)) {
		return dependents.length > 0 ? {kind: 'orphan', dependents} : {kind: 'finish', finalizer: finalizers.orphan};
	}

	if (!isWaiting(vertex)) {
		return {kind: 'keep'};
	}

	const isBlocking = ({owners}: Vertex) =>
		owners.some(({uid, blockOwnerDeletion}) => uid === vertex.uid && blockOwnerDeletion);
	return dependents.some(isBlocking) ? {kind: 'wait', dependents} : {kind: 'finish', finalizer: finalizers.foreground};
}

/** What somebody has asked for the object before is kept to. */
function policyOf({finalizers: list}: Vertex): 'Background' | 'Foreground' | 'Orphan' {
	if (list.includes(finalizers.orphan)) {
		return 'Orphan';
	}

	return list.includes(finalizers.foreground) ? 'Foreground' : 'Background';
}
