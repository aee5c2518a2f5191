import {isList, isObject, type Json, type JsonObject, listAt, objectAt, textAt} from '../json.ts';
import {kindOf} from '../kind-of.ts';
import type {Cause} from '../refusal.ts';
import {eachOf, forbidden, immutable, invalidValue, required} from './field-errors.ts';
import {
	cronJobName,
	dnsLabel,
	dnsSubdomain,
	labelKey,
	labelValue,
	type NameRule,
	named,
	pathSegment,
	qualifiedName,
} from './names.ts';

const rbac = 'rbac.authorization.k8s.io';
const nameRules = new Map<string, NameRule>([
	['/Namespace', dnsLabel],
	['/Service', dnsLabel],
	['apps/StatefulSet', dnsLabel],
	['batch/CronJob', cronJobName],
	[`${rbac}/Role`, pathSegment],
	[`${rbac}/RoleBinding`, pathSegment],
	[`${rbac}/ClusterRole`, pathSegment],
	[`${rbac}/ClusterRoleBinding`, pathSegment],
]);

export function validateMetadata(object: JsonObject): readonly Cause[] {
	const metadata = objectAt(object, 'metadata') ?? {};
	return [
		...nameCauses(object, metadata),
		...validateLabels(metadata.labels, 'metadata.labels'),
		...annotationCauses(metadata),
		...ownerCauses(metadata),
		...finalizerCauses(metadata),
	];
}

function nameCauses(object: JsonObject, {name, generateName}: JsonObject): readonly Cause[] {
	const rule = nameRules.get(kindOf(object)) ?? dnsSubdomain;
	const isGenerated = typeof generateName === 'string' && generateName !== '';
	// What is generated ends in characters of its own.
	const stem = isGenerated ? rule(generateName.replace(/-$/, 'a')) : [];
	const causes = stem.map(problem => invalidValue('metadata.generateName', generateName, problem));
	if (typeof name === 'string') {
		return [...causes, ...named('metadata.name', name, rule)];
	}

	return isGenerated ? causes : [required('metadata.name', 'name or generateName is required')];
}

export function validateLabels(labels: Json | undefined, field: string): readonly Cause[] {
	return Object.entries(isObject(labels) ? labels : {}).flatMap(([key, value]) => [
		...named(field, key, labelKey),
		...named(field, String(value), labelValue),
	]);
}

const largestAnnotations = 256 * 1024;

function annotationCauses({annotations}: JsonObject): readonly Cause[] {
	const entries = Object.entries(isObject(annotations) ? annotations : {});
	const size = entries.reduce((sum, [key, value]) => sum + key.length + String(value).length, 0);
	const field = 'metadata.annotations';
	return [
		...entries.flatMap(([key]) => qualifiedName(key.toLowerCase()).map(problem => invalidValue(field, key, problem))),
		...(size > largestAnnotations
			? [{reason: 'FieldValueTooLong', message: `Too long: may not be more than ${largestAnnotations} bytes`, field}]
			: []),
	];
}

const ownerFields = ['apiVersion', 'kind', 'name', 'uid'] as const;

function ownerCauses({ownerReferences}: JsonObject): readonly Cause[] {
	const field = 'metadata.ownerReferences';
	const controllers = isList(ownerReferences)
		? ownerReferences.filter(owner => isObject(owner) && owner.controller === true)
		: [];
	const missing = eachOf(ownerReferences, field, owner => [
		...unfit(owner),
		...ownerFields
			.filter(name => (textAt(owner, name) ?? '') === '')
			.map(name =>
				invalidValue(`${field}.${name}`, '', name === 'apiVersion' ? 'version must not be empty' : 'must not be empty'),
			),
	]);
	const [first, second] = controllers.map(owner => `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`);
	const detail = `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`;
	return second === undefined ? missing : [...missing, invalidValue(field, ownerReferences, detail)];
}

/** What can't own: a version that is none, and Events, of which there are too many. */
function unfit(owner: Json): readonly Cause[] {
	const field = 'metadata.ownerReferences';
	const version = textAt(owner, 'apiVersion') ?? '';
	if (version.split('/').length > 2) {
		return [invalidValue(`${field}.apiVersion`, version, 'version must not be empty')];
	}

	return version === 'v1' && textAt(owner, 'kind') === 'Event'
		? [invalidValue(field, owner, '/v1, Kind=Event is disallowed from being an owner')]
		: [];
}

const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion'];

function finalizerCauses(metadata: JsonObject): readonly Cause[] {
	const field = 'metadata.finalizers';
	const all = listAt(metadata, 'finalizers');
	const detail = 'finalizer orphan and foregroundDeletion cannot be both set';
	const isBoth = all.includes('orphan') && all.includes('foregroundDeletion');
	const single = all.flatMap((finalizer, index) => {
		const name = String(finalizer);
		const isStandard = name.includes('/') || standardFinalizers.includes(name);
		const detail = 'name is neither a standard finalizer name nor is it fully qualified';
		return [
			...named(field, name, qualifiedName),
			...(isStandard ? [] : [invalidValue(`${field}[${index}]`, finalizer, detail)]),
		];
	});
	return isBoth ? [...single, invalidValue(field, all, detail)] : single;
}

const fixed = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'];

export function validateMetadataUpdate(before: JsonObject, after: JsonObject): readonly Cause[] {
	const [old, young] = [objectAt(before, 'metadata') ?? {}, objectAt(after, 'metadata') ?? {}];
	return [
		...lateFinalizers(old, young),
		...fixed.filter(field => old[field] !== young[field]).map(field => immutable(`metadata.${field}`, young[field])),
		...validateLabels(young.labels, 'metadata.labels'),
		...annotationCauses(young),
		...ownerCauses(young),
	];
}

/** Who is being deleted is waited for by those alone who have said so before. */
function lateFinalizers(old: JsonObject, young: JsonObject): readonly Cause[] {
	const known = listAt(old, 'finalizers');
	const added =
		old.deletionTimestamp === undefined ? [] : listAt(young, 'finalizers').filter(one => !known.includes(one));
	const list = added
		.map(one => JSON.stringify(one))
		.sort()
		.join(', ');
	const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
	return added.length === 0 ? [] : [forbidden('metadata.finalizers', detail)];
}
