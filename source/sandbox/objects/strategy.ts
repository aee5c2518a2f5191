import {emptySet, type FieldSet} from './fields/field-set.ts';
import {isList, type Json, type JsonObject, listAt, objectAt, sameJson, textAt, withField} from './json.ts';
import {kindOf} from './kind-of.ts';
import {finishCreate, finishUpdate} from './kind-strategy.ts';
import {sameMeaning} from './same-meaning.ts';
import {builtInSchema, type StructSchema, zeroOf} from './schema.ts';

/** What is to be known of a resource to say what a request may change. */
export type Facts = {
	/** There is a status subresource: then only it changes the status. */
	readonly hasStatus: boolean;
	readonly custom: boolean;
};

export type UpdateFacts = Facts & {
	/** Empty for the object itself. */
	readonly subresource: string;
};

/** What `PrepareForCreate` of the kind's strategy does. The object has its uid and creation time already. */
export function prepareCreate(object: JsonObject, {hasStatus, custom}: Facts): JsonObject {
	const bare = hasStatus ? withField(object, 'status', custom ? undefined : newStatus(object)) : object;
	const {
		deletionTimestamp: _time,
		deletionGracePeriodSeconds: _seconds,
		...metadata
	} = objectAt(bare, 'metadata') ?? {};
	// Where nobody counts, it is as it was sent.
	const generation = custom || generations.has(kindOf(object)) ? 1 : metadata.generation;
	const created = {...bare, metadata: withField(withField(metadata, 'generation', generation), 'selfLink', undefined)};
	return custom ? created : withNulls(finishCreate(created));
}

/** Nothing has been observed yet. What a Node brings along stays. */
function newStatus(object: JsonObject): Json | undefined {
	const status = schemaFor(object)?.fields.get('status');
	return status === undefined || kindOf(object) === '/Node' ? object.status : zeroOf(status.schema);
}

function schemaFor(object: JsonObject): StructSchema | undefined {
	const [version = '', group = ''] = (textAt(object, 'apiVersion') ?? '').split('/').reverse();
	return builtInSchema({group, version, kind: textAt(object, 'kind') ?? ''});
}

/** Lists that are always written are null when they come back from the store with nothing in them. */
function withNulls(object: JsonObject): JsonObject {
	const empty = schemaFor(object)?.always.filter(
		([field, zero]) => zero === null && isList(object[field]) && listAt(object, field).length === 0,
	);
	return empty === undefined || empty.length === 0 ? object : {...object, ...Object.fromEntries(empty)};
}

/** What `PrepareForUpdate` of the kind's strategy, or of its subresource's, does. */
export function prepareUpdate(before: JsonObject, after: JsonObject, facts: UpdateFacts): JsonObject {
	const kept = facts.subresource === 'status' ? ofStatus(before, after, facts) : ofObject(before, after, facts);
	const finished = facts.custom || facts.subresource !== '' ? kept : withNulls(finishUpdate(before, kept));
	return withMetadata(before, finished, isNewGeneration(before, finished, facts));
}

function ofObject(before: JsonObject, after: JsonObject, {hasStatus}: UpdateFacts): JsonObject {
	return hasStatus ? withField(after, 'status', before.status) : after;
}

// Metadata that writers of the status leave as it is, by `group/Kind`.
const metadataOfOwner = new Map([
	['apps/Deployment', 'labels'],
	['/Pod', 'ownerReferences'],
]);
/** Kinds of whose metadata writers of the status leave all. */
const withoutMetadata = [
	'apiextensions.k8s.io/CustomResourceDefinition',
	'flowcontrol.apiserver.k8s.io/FlowSchema',
	'flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration',
	'storage.k8s.io/VolumeAttachment',
];

/** A write of the status leaves all else, but for some metadata. */
function ofStatus(before: JsonObject, after: JsonObject, {custom}: UpdateFacts): JsonObject {
	const [old, young] = [objectAt(before, 'metadata') ?? {}, objectAt(after, 'metadata') ?? {}];
	const kind = kindOf(after);
	if (custom || withoutMetadata.includes(kind)) {
		const metadata = withField(old, 'managedFields', young.managedFields);
		const versioned = withField(metadata, 'resourceVersion', young.resourceVersion ?? old.resourceVersion);
		return withField({...before, metadata: versioned}, 'status', after.status);
	}

	const own = metadataOfOwner.get(kind);
	const metadata = own === undefined ? young : withField(young, own, old[own]);
	return withField(withField(after, 'spec', before.spec), 'metadata', metadata);
}

// What nobody can change by writing: rest.BeforeUpdate of apiserver.
const kept = ['creationTimestamp', 'generation', 'selfLink'];
const filled = ['uid', 'namespace', 'name', 'resourceVersion', 'deletionTimestamp', 'deletionGracePeriodSeconds'];

function withMetadata(before: JsonObject, after: JsonObject, isNew: boolean): JsonObject {
	const old = objectAt(before, 'metadata') ?? {};
	let metadata = objectAt(after, 'metadata') ?? {};
	for (const field of kept) {
		metadata = withField(metadata, field, old[field]);
	}

	for (const field of filled) {
		metadata = metadata[field] === undefined ? withField(metadata, field, old[field]) : metadata;
	}

	const generation = typeof old.generation === 'number' ? old.generation + 1 : 1;
	return withField(after, 'metadata', isNew ? {...metadata, generation} : metadata);
}

// The kinds whose strategies count generations, and what counts besides `spec` (pkg/registry/*/strategy.go).
const generations = new Map<string, readonly string[]>([
	['/Pod', []],
	['/PodTemplate', ['template']],
	['/ReplicationController', []],
	['apps/DaemonSet', []],
	['apps/Deployment', ['metadata.annotations']],
	['apps/ReplicaSet', []],
	['apps/StatefulSet', []],
	['batch/CronJob', []],
	['batch/Job', []],
	['discovery.k8s.io/EndpointSlice', ['endpoints', 'ports', 'addressType', 'metadata.labels']],
	['flowcontrol.apiserver.k8s.io/FlowSchema', []],
	['flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration', []],
	['networking.k8s.io/Ingress', []],
	['networking.k8s.io/IngressClass', []],
	['networking.k8s.io/NetworkPolicy', []],
	['policy/PodDisruptionBudget', []],
	['resource.k8s.io/DeviceClass', []],
	['resource.k8s.io/ResourceSlice', []],
	['scheduling.k8s.io/PriorityClass', []],
	['admissionregistration.k8s.io/MutatingWebhookConfiguration', ['webhooks']],
	['admissionregistration.k8s.io/ValidatingWebhookConfiguration', ['webhooks']],
	['admissionregistration.k8s.io/ValidatingAdmissionPolicy', []],
	['admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding', []],
	['admissionregistration.k8s.io/MutatingAdmissionPolicy', []],
	['admissionregistration.k8s.io/MutatingAdmissionPolicyBinding', []],
	['apiextensions.k8s.io/CustomResourceDefinition', []],
]);

function isNewGeneration(
	before: JsonObject,
	after: JsonObject,
	{custom, hasStatus, subresource}: UpdateFacts,
): boolean {
	if (subresource === 'status') {
		return false;
	}

	if (custom) {
		return !sameJson(content(before, hasStatus), content(after, hasStatus));
	}

	const more = generations.get(kindOf(after));
	const isSame = (path: string) =>
		sameMeaning(schemaFor(after)?.fields.get(path)?.schema, at(before, path), at(after, path));
	return more !== undefined && !['spec', ...more].every(isSame);
}

/** Of a custom resource everything counts but metadata, and status where it is a subresource. */
function content({metadata: _metadata, status, ...rest}: JsonObject, hasStatus: boolean): JsonObject {
	return hasStatus || status === undefined ? rest : {...rest, status};
}

function at(object: JsonObject, path: string) {
	const [first = '', second] = path.split('.');
	return second === undefined ? object[first] : objectAt(object, first)?.[second];
}

const leaf = emptySet;

/** What a way of writing can't change, and so never owns: `GetResetFields` of the strategies. Goes in as `ignored`. */
export function resetFields({hasStatus, custom, subresource}: UpdateFacts, kind = ''): FieldSet | undefined {
	if (subresource === 'status') {
		return custom ? customStatus : (statusResets.get(kind) ?? builtInStatus);
	}

	return hasStatus && subresource === '' ? main : undefined;
}

const main: FieldSet = {'f:status': leaf};
const builtInStatus: FieldSet = {'f:spec': leaf};
const customStatus: FieldSet = {'f:metadata': leaf, 'f:spec': leaf};
/** By `group/Kind`. */
const statusResets = new Map<string, FieldSet>([
	['apps/Deployment', {'f:spec': leaf, 'f:metadata': {'f:labels': leaf}}],
	['/Pod', {'f:spec': leaf, 'f:metadata': {'f:deletionTimestamp': leaf, 'f:ownerReferences': leaf}}],
	['flowcontrol.apiserver.k8s.io/FlowSchema', customStatus],
	['flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration', customStatus],
	['storage.k8s.io/VolumeAttachment', customStatus],
	['apiextensions.k8s.io/CustomResourceDefinition', customStatus],
	['apiregistration.k8s.io/APIService', builtInStatus],
]);
