import {type Json, type JsonObject, listAt, objectAt, sameJson, textAt, valueAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {forbidden, immutable, invalidValue} from './field-errors.ts';
import {volumeFields} from './validate-kinds.ts';

type Rule = (before: JsonObject, after: JsonObject) => readonly Cause[];
const rbac = 'rbac.authorization.k8s.io';

/** What an update may not change, by `group/Kind`: `Validate*Update` of pkg/apis/*\/validation. */
export const immutableRules: Readonly<Record<string, readonly Rule[]>> = {
	'apps/Deployment': [fixed('spec.selector')],
	'apps/ReplicaSet': [fixed('spec.selector')],
	'apps/DaemonSet': [fixed('spec.selector')],
	'apps/StatefulSet': [statefulSet],
	'batch/Job': [
		fixed('spec.selector'),
		jobTemplate,
		fixed('spec.completionMode'),
		fixed('spec.podFailurePolicy'),
		fixed('spec.backoffLimitPerIndex'),
		completions,
	],
	'/Service': [clusterAddress],
	'/PersistentVolumeClaim': [volumeClaim],
	'/PersistentVolume': [volumeSource, fixed('spec.volumeMode', 'volumeMode')],
	'/Secret': [sealed(['data']), fixed('type')],
	'/ConfigMap': [sealed(['data', 'binaryData'])],
	'/Pod': [pod],
	[`${rbac}/RoleBinding`]: [roleRef],
	[`${rbac}/ClusterRoleBinding`]: [roleRef],
	'storage.k8s.io/StorageClass': [
		fixed('parameters'),
		fixed('provisioner'),
		fixed('reclaimPolicy'),
		fixed('volumeBindingMode'),
	],
	'networking.k8s.io/IngressClass': [fixed('spec.controller')],
	'scheduling.k8s.io/PriorityClass': [unchanged('value'), unchanged('preemptionPolicy')],
	'apiextensions.k8s.io/CustomResourceDefinition': [
		fixed('spec.group'),
		fixed('spec.scope'),
		fixed('spec.names.kind'),
		fixed('spec.names.plural'),
	],
	'discovery.k8s.io/EndpointSlice': [fixed('addressType')],
	'node.k8s.io/RuntimeClass': [fixed('handler')],
};

function at(object: JsonObject, path: string): Json | undefined {
	return valueAt(object, ...path.split('.'));
}

/** A field that stays as it was made; `field` where the API server calls it something else. */
function fixed(path: string, field = path): Rule {
	return (before, after) => (sameJson(at(before, path), at(after, path)) ? [] : [immutable(field, at(after, path))]);
}

function unchanged(path: string): Rule {
	return (before, after) =>
		sameJson(at(before, path), at(after, path)) ? [] : [forbidden(path, 'may not be changed in an update.')];
}

function sameBut(before: JsonObject, after: JsonObject, allowed: readonly string[]): boolean {
	const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
	return [...fields].every(field => allowed.includes(field) || sameJson(before[field], after[field]));
}

function specs(before: JsonObject, after: JsonObject): readonly [JsonObject, JsonObject] {
	return [objectAt(before, 'spec') ?? {}, objectAt(after, 'spec') ?? {}];
}

const statefulFields = [
	'replicas',
	'ordinals',
	'template',
	'updateStrategy',
	'revisionHistoryLimit',
	'persistentVolumeClaimRetentionPolicy',
	'minReadySeconds',
];

function statefulSet(before: JsonObject, after: JsonObject): readonly Cause[] {
	const [old, young] = specs(before, after);
	const names = statefulFields.map(field => `'${field}'`);
	const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
	return sameBut(old, young, statefulFields)
		? []
		: [forbidden('spec', `updates to statefulset spec for fields other than ${list} are forbidden`)];
}

/** What a Job that has not started yet may still be told about where to run. */
const scheduling = ['nodeSelector', 'affinity', 'tolerations', 'schedulingGates'];

function jobTemplate(before: JsonObject, after: JsonObject): readonly Cause[] {
	const template = ['spec', 'template', 'spec'] as const;
	const [old, young] = [objectAt(before, ...template) ?? {}, objectAt(after, ...template) ?? {}];
	const isWaiting = at(before, 'spec.suspend') === true && at(before, 'status.startTime') === undefined;
	return sameBut(old, young, isWaiting ? scheduling : []) ? [] : [immutable('spec.template.spec', young)];
}

function completions(before: JsonObject, after: JsonObject): readonly Cause[] {
	const isElastic =
		at(after, 'spec.completionMode') === 'Indexed' && at(after, 'spec.completions') === at(after, 'spec.parallelism');
	return isElastic ? [] : fixed('spec.completions')(before, after);
}

function clusterAddress(before: JsonObject, after: JsonObject): readonly Cause[] {
	const [old, young] = specs(before, after);
	const isKept =
		old.type === 'ExternalName' || young.type === 'ExternalName' || (textAt(old, 'clusterIP') ?? '') === '';
	const given = listAt(young, 'clusterIPs');
	const shown = given.length > 0 && given[0] === young.clusterIP ? given : [young.clusterIP ?? ''];
	return isKept || old.clusterIP === young.clusterIP
		? []
		: [invalidValue('spec.clusterIPs[0]', shown, 'may not change once set')];
}

const claimDetail =
	'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

function volumeClaim(before: JsonObject, after: JsonObject): readonly Cause[] {
	const [old, young] = specs(before, after);
	const isBound = at(before, 'status.phase') === 'Bound';
	const named = (textAt(old, 'volumeName') ?? '') === '' ? ['volumeName'] : [];
	const allowed = isBound ? ['resources', 'volumeAttributesClassName', ...named] : named;
	const isSameLimits = sameJson(at(old, 'resources.limits'), at(young, 'resources.limits'));
	return sameBut(old, young, allowed) && isSameLimits ? [] : [forbidden('spec', claimDetail)];
}

function volumeSource(before: JsonObject, after: JsonObject): readonly Cause[] {
	const [old, young] = specs(before, after);
	const detail = 'spec.persistentvolumesource is immutable after creation';
	return sameBut(old, young, volumeFields) ? [] : [forbidden('spec.persistentvolumesource', detail)];
}

/** What is said to be immutable stays so, and so does its data. */
function sealed(fields: readonly string[]): Rule {
	return (before, after) => {
		if (before.immutable !== true) {
			return [];
		}

		const detail = 'field is immutable when `immutable` is set';
		const isOpened = after.immutable !== true;
		const changed = fields.filter(field => !sameJson(before[field], after[field]));
		return [...(isOpened ? ['immutable'] : []), ...changed].map(field => forbidden(field, detail));
	};
}

function roleRef(before: JsonObject, after: JsonObject): readonly Cause[] {
	const {apiGroup = '', kind = '', name = ''} = objectAt(after, 'roleRef') ?? {};
	return sameJson(before.roleRef, after.roleRef)
		? []
		: [invalidValue('roleRef', {APIGroup: apiGroup, Kind: kind, Name: name}, 'cannot change roleRef')];
}

const podDetail =
	'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function pod(before: JsonObject, after: JsonObject): readonly Cause[] {
	const [old, young] = specs(before, after);
	const allowed = [
		'containers',
		'initContainers',
		'ephemeralContainers',
		'activeDeadlineSeconds',
		'tolerations',
		'schedulingGates',
	];
	// A Pod is bound to its node by an update of its binding.
	const bound = (textAt(old, 'nodeName') ?? '') === '' ? ['nodeName'] : [];
	const areSame = ['containers', 'initContainers'].every(field =>
		sameContainers(listAt(old, field), listAt(young, field)),
	);
	return areSame && sameBut(old, young, [...allowed, ...bound]) ? [] : [forbidden('spec', podDetail)];
}

function sameContainers(before: readonly Json[], after: readonly Json[]): boolean {
	return (
		before.length === after.length &&
		before.every((container, index) =>
			sameBut(objectAt(container) ?? {}, objectAt(after[index]) ?? {}, ['image', 'resources']),
		)
	);
}
