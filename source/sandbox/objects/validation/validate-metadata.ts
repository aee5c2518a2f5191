import {isList, isObject, type Json, type JsonObject, listAt, objectAt, textAt} from '../json.ts';
import {kindOf} from '../kind-of.ts';
import type {Cause} from '../refusal.ts';
import {eachOf, forbidden, immutable, invalidValue, required} from './field-errors.ts';
import {
	cronJobName,
	dnsLabel,
	dnsSubdomain,
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
	if (typeof name === 'string') {
		return named('metadata.name', name, rule);
	}

	// What is generated ends in characters of its own.
	return typeof generateName === 'string'
		? named('metadata.generateName', generateName.replace(/-$/, 'a'), rule)
		: [required('metadata.name', 'name or generateName is required')];
}

export function validateLabels(labels: Json | undefined, field: string): readonly Cause[] {
	return Object.entries(isObject(labels) ? labels : {}).flatMap(([key, value]) => [
		...named(field, key, qualifiedName),
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
	const missing = eachOf(ownerReferences, field, owner =>
		ownerFields
			.filter(name => (textAt(owner, name) ?? '') === '')
			.map(name =>
				invalidValue(`${field}.${name}`, '', name === 'apiVersion' ? 'version must not be empty' : 'must not be empty'),
			),
	);
	const [first, second] = controllers.map(owner => `${textAt(owner, 'kind')}/${textAt(owner, 'name')}`);
	const detail = `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`;
	return second === undefined ? missing : [...missing, invalidValue(field, ownerReferences, detail)];
}

const standardFinalizers = ['kubernetes', 'orphan', 'foregroundDeletion'];

function finalizerCauses(metadata: JsonObject): readonly Cause[] {
	const field = 'metadata.finalizers';
	return listAt(metadata, 'finalizers').flatMap((finalizer, index) => {
		const name = String(finalizer);
		const isStandard = name.includes('/') || standardFinalizers.includes(name);
		const detail = 'name is neither a standard finalizer name nor is it fully qualified';
		return [
			...named(field, name, qualifiedName),
			...(isStandard ? [] : [invalidValue(`${field}[${index}]`, finalizer, detail)]),
		];
	});
}

const fixed = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'];

export function validateMetadataUpdate(before: JsonObject, after: JsonObject): readonly Cause[] {
	const [old, young] = [objectAt(before, 'metadata') ?? {}, objectAt(after, 'metadata') ?? {}];
	const changed = fixed.filter(field => old[field] !== young[field]);
	const causes = [...newFinalizers(old, young), ...changed.map(field => immutable(`metadata.${field}`, young[field]))];
	// The real server checks it twice: for any object, and for one of its kind.
	return [...causes, ...causes];
}

function newFinalizers(old: JsonObject, young: JsonObject): readonly Cause[] {
	const known = listAt(old, 'finalizers');
	const added = listAt(young, 'finalizers').filter(finalizer => !known.includes(finalizer));
	if (old.deletionTimestamp === undefined || added.length === 0) {
		return [];
	}

	const found = `[]string{${added
		.map(finalizer => JSON.stringify(finalizer))
		.sort()
		.join(', ')}}`;
	const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${found}`;
	return [forbidden('metadata.finalizers', detail)];
}
