import type {Application} from '../model/application.ts';
import type {Change, Consent, FieldChange} from '../model/change.ts';
import {items, type Json, type JsonObject, members, texts} from '../model/json.ts';
import type {FieldManager, Live, ResourceId} from '../model/resource.ts';
import {withoutAllocated} from './allocated.ts';
import {hashOf} from './canonical.ts';
import type {Desired} from './desired.ts';
import {type Difference, differences} from './diff.ts';
import {foreignOwnerOf, isSourceOf, ownerOf} from './identity.ts';
import {listKindsOf} from './lists.ts';
import {hasPath, splitPath, withoutPath} from './path.ts';
import {lastApplied, maskSecret, withEncodedData} from './secret.ts';
import {fieldManager, localDifferences, ourManager} from './settled.ts';

/** Who an object that Git declares belongs to, as its marks in the cluster say. */
export type Claim =
	| {readonly kind: 'ours'}
	| {readonly kind: 'adopt'; readonly risk: string}
	| {readonly kind: 'take-over'; readonly risk: string};

export function claimOf(live: Live, application: Application): Claim {
	const owner = ownerOf(live.body, live.id);
	if (owner.kind !== 'marked') {
		const foreign = foreignOwnerOf(live.body);
		const risk = 'adopts an object that trueup did not make';
		return {kind: 'adopt', risk: foreign === undefined ? risk : `${risk}: it belongs to ${foreign}`};
	}

	if (owner.app !== application.name) {
		return {kind: 'take-over', risk: `takes it over from application ${owner.app}`};
	}

	return isSourceOf(application, owner.sourceId)
		? {kind: 'ours'}
		: {kind: 'take-over', risk: `takes it over from application ${owner.app} of another repository or path`};
}

/** What the server keeps for itself, and what changes without anybody's will: no part of a comparison or a digest. */
export function withoutBookkeeping(body: JsonObject): JsonObject {
	const {status: _, metadata: __, ...rest} = body;
	const {uid, resourceVersion, generation, creationTimestamp, selfLink, managedFields, ...metadata} = members(
		body,
		'metadata',
	);
	return {...rest, metadata};
}

/** What a creation would do. `answer` is what a dry-run says, where one was made. */
export function creation(desired: Desired, answer: JsonObject | undefined, secretKey: string): Change {
	const answered = answer && withoutAllocated(desired.id, maskSecret(answer, secretKey), [desired.masked]);
	const after = withoutBookkeeping(answered ?? desired.masked);
	return {
		...common(desired, desired.wave),
		op: 'create',
		fields: [],
		after,
		risks: [],
		consents: [],
		// Only what Git says: a dry-run makes up addresses and ports anew each time.
		digest: hashOf('create', desired.hash),
		seen: {uid: '', resourceVersion: ''},
		origin: desired.origin,
	};
}

function common({id}: {readonly id: ResourceId}, wave: number): Pick<Change, 'id' | 'phase' | 'wave'> {
	return {id, phase: 'Sync', wave};
}

export type Update = {
	readonly desired: Desired;
	readonly live: Live;
	readonly claim: Claim;
	/** What a dry-run with force answered; undefined where none was made. */
	readonly answer: Live | undefined;
	readonly secretKey: string;
};

/** What an update would do, or nothing where it would change nothing. */
export function update({desired, live, claim, answer, secretKey}: Update): Change | undefined {
	const liveMasked = maskSecret(live.body, secretKey, desired.masked);
	const before = withoutBookkeeping(liveMasked);
	const after = answer && afterTaking(answer, live, desired, secretKey);
	const found = after ? differences(before, after, listKindsOf([...live.managers, ...answer.managers])) : undefined;
	const fields = (found ?? localDifferences(desired.masked, {...live, body: liveMasked})).map(difference =>
		withManagers(difference, live, desired),
	);
	if (fields.length === 0) {
		return undefined;
	}

	const bound = fields.filter(field => field.isFromServer !== true);
	return {
		...common(desired, desired.wave),
		op: 'update',
		fields,
		before,
		after: after ?? withoutBookkeeping(desired.masked),
		risks: [...(claim.kind === 'ours' ? [] : [claim.risk]), ...restarts(desired.id, fields)],
		consents: claim.kind === 'ours' ? [] : [claim.kind],
		digest: hashOf('update', desired.hash, hashOf(before), ...bound.map(digestOfField)),
		seen: {uid: live.uid, resourceVersion: live.resourceVersion},
		origin: desired.origin,
	};
}

const podKinds: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** What an update does besides: it replaces the pods. */
export function restarts({group, kind}: ResourceId, fields: readonly FieldChange[]): readonly string[] {
	const hasPods = group === 'apps' && podKinds.includes(kind);
	return hasPods && fields.some(({path}) => isAt(path, 'spec.template')) ? ['restarts its pods'] : [];
}

function digestOfField({path, before, after}: FieldChange): Json {
	return [path, before ?? null, after ?? null, before === undefined, after === undefined];
}

function withManagers(difference: Difference, live: Live, desired: Desired): FieldChange {
	const managers = live.managers
		.filter(({manager, operation}) => manager !== fieldManager || operation !== 'Apply')
		.filter(({paths}) => paths.some(path => isAt(path, difference.path)))
		.map(({manager, operation}) => `${manager} (${operation})`);
	const isFromServer = difference.before === undefined && !hasPath(desired.masked, splitPath(difference.path));
	return {...difference, managers: [...new Set(managers)], ...(isFromServer ? {isFromServer} : {})};
}

/** Whether one path is the other, or within it. */
function isAt(path: string, place: string): boolean {
	return path === place || path.startsWith(`${place}.`);
}

const kubectlManagers: readonly string[] = [
	'kubectl-client-side-apply',
	'kubectl-create',
	'kubectl-replace',
	'kubectl-last-applied',
	'before-first-apply',
];

function isKubectl({manager, operation, subresource}: FieldManager): boolean {
	return operation === 'Update' && subresource === '' && kubectlManagers.includes(manager);
}

/**
 * Whether kubectl's fields have to become ours before the apply: an object that is adopted, or one on which kubectl
 * shares a field that Git dropped. Without it the field would stay.
 */
export function takesFromKubectl(desired: Desired, live: Live): boolean {
	const theirs = new Set(live.managers.filter(isKubectl).flatMap(({paths}) => paths));
	const ours = ourManager(live);
	return (
		theirs.size > 0 && (ours === undefined || ours.paths.some(path => theirs.has(path) && !isDeclared(path, desired)))
	);
}

function isDeclared(path: string, desired: Desired): boolean {
	return hasPath(desired.masked, splitPath(path));
}

const keptAnnotation = String.raw`metadata.annotations.kubectl\.kubernetes\.io/last-applied-configuration`;

/** A dry-run can't take kubectl's fields first, so what would go by that is taken out of its answer. */
function afterTaking(answer: Live, live: Live, desired: Desired, secretKey: string): JsonObject {
	const answered = withoutAllocated(desired.id, maskSecret(answer.body, secretKey, live.body), [
		desired.masked,
		live.body,
	]);
	const after = withoutBookkeeping(answered);
	if (!takesFromKubectl(desired, live)) {
		return after;
	}

	const others = new Set(live.managers.filter(manager => !isKubectl(manager)).flatMap(({paths}) => paths));
	const applied = lastAppliedOf(live);
	const dropped = live.managers
		.filter(isKubectl)
		.flatMap(({paths}) => paths)
		.filter(path => !others.has(path) && !isDeclared(path, desired))
		// kubectl owns what the server filled in for it too; that comes back by itself.
		.filter(path => applied === undefined || hasPath(applied, splitPath(path)));
	return [...dropped, keptAnnotation].reduce<JsonObject>((body, path) => {
		const left = withoutPath(body, splitPath(path));
		return left === undefined ? body : members({left}, 'left');
	}, after);
}

/** What `kubectl apply` was given, where it says so. */
function lastAppliedOf({body}: Live): Json | undefined {
	const kept = texts(body, 'metadata', 'annotations')[lastApplied];
	try {
		return kept === undefined ? undefined : withEncodedData(members({kept: JSON.parse(kept)}, 'kept'));
	} catch {
		return undefined;
	}
}

const dataKinds: readonly string[] = [
	'PersistentVolumeClaim',
	'PersistentVolume',
	'Namespace',
	'CustomResourceDefinition',
	'StatefulSet',
];

/** What goes with an object of that kind. */
export function risksOfDeletion({kind}: Pick<ResourceId, 'kind'>): readonly string[] {
	return dataKinds.includes(kind) ? [`deletes a ${kind}, and the data that hangs on it`] : [];
}

/** What a deletion would do. */
export function deletion(live: Live, wave: number, secretKey: string): Change {
	const before = withoutBookkeeping(maskSecret(live.body, secretKey));
	const dataRisks = risksOfDeletion(live.id);
	const finalizers = items(before, 'metadata', 'finalizers');
	return {
		...common(live, wave),
		op: 'delete',
		fields: [],
		before,
		risks: [...dataRisks, ...(finalizers.length > 0 ? [`waits for finalizers: ${finalizers.join(', ')}`] : [])],
		consents: dataRisks.length > 0 ? ['prune-data' satisfies Consent] : [],
		digest: hashOf('delete', hashOf(before)),
		seen: {uid: live.uid, resourceVersion: live.resourceVersion},
	};
}
