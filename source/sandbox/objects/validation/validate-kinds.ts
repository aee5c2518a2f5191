import {isEmpty, isObject, type Json, type JsonObject, listAt, objectAt, textAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {eachOf, invalidValue, oneOf, required, unsupported} from './field-errors.ts';
import {dnsSubdomain, named} from './names.ts';
import {configRules} from './validate-config.ts';
import {validateCustomResourceDefinition} from './validate-definition.ts';
import {validateService} from './validate-service.ts';
import {validateEndpointSlice} from './validate-slice.ts';

type Rule = (object: JsonObject) => readonly Cause[];
const rbac = 'rbac.authorization.k8s.io';

/** What people meet of pkg/apis/*\/validation, by `group/Kind`. */
export const kindRules: Readonly<Record<string, Rule>> = {
	...configRules,
	'/Service': validateService,
	'/PersistentVolumeClaim': volumeClaim,
	'/PersistentVolume': volume,
	'storage.k8s.io/StorageClass': object => [
		...(textAt(object, 'provisioner') ? [] : [required('provisioner')]),
		...oneOf('reclaimPolicy', object.reclaimPolicy, ['Delete', 'Retain']),
		...oneOf('volumeBindingMode', object.volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']),
	],
	[`${rbac}/Role`]: object => eachOf(object.rules, 'rules', roleRule),
	[`${rbac}/ClusterRole`]: object => eachOf(object.rules, 'rules', roleRule),
	[`${rbac}/RoleBinding`]: object => binding(object, ['Role', 'ClusterRole']),
	[`${rbac}/ClusterRoleBinding`]: object => binding(object, ['ClusterRole']),
	'networking.k8s.io/Ingress': ingress,
	'networking.k8s.io/NetworkPolicy': object =>
		eachOf(objectAt(object, 'spec')?.policyTypes, 'spec.policyTypes', (type, place) =>
			oneOf(place, type, ['Ingress', 'Egress']),
		),
	'autoscaling/HorizontalPodAutoscaler': autoscaler,
	'policy/PodDisruptionBudget': object => {
		const {minAvailable, maxUnavailable} = objectAt(object, 'spec') ?? {};
		return minAvailable !== undefined && maxUnavailable !== undefined
			? [invalidValue('spec', objectAt(object, 'spec'), 'minAvailable and maxUnavailable cannot be both set')]
			: [];
	},
	'discovery.k8s.io/EndpointSlice': validateEndpointSlice,
	'apiextensions.k8s.io/CustomResourceDefinition': validateCustomResourceDefinition,
};

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

function modes(spec: JsonObject, detail: string): readonly Cause[] {
	const given = listAt(spec, 'accessModes');
	return given.length === 0
		? [required('spec.accessModes', detail)]
		: given
				.filter(mode => !accessModes.includes(String(mode)))
				.map(mode => unsupported('spec.accessModes', mode, accessModes));
}

function volumeClaim(object: JsonObject): readonly Cause[] {
	const spec = objectAt(object, 'spec') ?? {};
	const storage = objectAt(spec, 'resources', 'requests')?.storage;
	return [
		...modes(spec, 'at least 1 access mode is required'),
		...(storage === undefined ? [required('spec.resources[storage]')] : []),
	];
}

/** All fields of a volume's spec that are no source. */
export const volumeFields: readonly string[] = [
	'accessModes',
	'capacity',
	'claimRef',
	'mountOptions',
	'nodeAffinity',
	'persistentVolumeReclaimPolicy',
	'storageClassName',
	'volumeAttributesClassName',
	'volumeMode',
];

function volume(object: JsonObject): readonly Cause[] {
	const spec = objectAt(object, 'spec') ?? {};
	const capacity = objectAt(spec, 'capacity');
	const hasSource = Object.keys(spec).some(field => !volumeFields.includes(field));
	return [
		...modes(spec, ''),
		...(capacity === undefined || isEmpty(capacity) ? [required('spec.capacity')] : []),
		...(capacity?.storage === undefined ? [unsupported('spec.capacity', capacity, ['storage'])] : []),
		...(hasSource ? [] : [required('spec', 'must specify a volume type')]),
	];
}

function roleRule(rule: Json, path: string): readonly Cause[] {
	const isForUrls = listAt(rule, 'nonResourceURLs').length > 0;
	const needed = [['verbs', 'verbs must contain at least one value'], ...(isForUrls ? [] : resourceNeeds)];
	return needed.flatMap(([field = '', detail]) =>
		listAt(rule, field).length === 0 ? [required(`${path}.${field}`, detail)] : [],
	);
}

const resourceNeeds = [
	['apiGroups', 'resource rules must supply at least one api group'],
	['resources', 'resource rules must supply at least one resource'],
];

function binding(object: JsonObject, kinds: readonly string[]): readonly Cause[] {
	const reference = objectAt(object, 'roleRef') ?? {};
	return [
		...oneOf('roleRef.apiGroup', reference.apiGroup, [rbac]),
		...oneOf('roleRef.kind', reference.kind ?? '', kinds),
		...((textAt(reference, 'name') ?? '') === '' ? [required('roleRef.name')] : []),
		...eachOf(object.subjects, 'subjects', (subject, path) => [
			...((textAt(subject, 'name') ?? '') === '' ? [required(`${path}.name`)] : []),
			...oneOf(`${path}.kind`, textAt(subject, 'kind') ?? '', ['ServiceAccount', 'User', 'Group']),
		]),
	];
}

function ingress(object: JsonObject): readonly Cause[] {
	const spec = objectAt(object, 'spec') ?? {};
	const isOpen = listAt(spec, 'rules').length === 0 && spec.defaultBackend === undefined;
	return [
		...(isOpen ? [invalidValue('spec', null, 'either `defaultBackend` or `rules` must be specified')] : []),
		...backend(spec.defaultBackend, 'spec.defaultBackend'),
		...eachOf(spec.rules, 'spec.rules', (rule, path) => [
			...named(`${path}.host`, (textAt(rule, 'host') ?? 'a').replace(/^\*\./, ''), dnsSubdomain),
			...eachOf(objectAt(rule, 'http')?.paths, `${path}.http.paths`, ingressPath),
		]),
	];
}

function ingressPath(rule: Json, path: string): readonly Cause[] {
	const [place, type] = [textAt(rule, 'path') ?? '', textAt(rule, 'pathType')];
	const isAbsolute = place.startsWith('/') || (type === 'ImplementationSpecific' && place === '');
	return [
		...(type === undefined
			? [required(`${path}.pathType`, 'pathType must be specified')]
			: oneOf(`${path}.pathType`, type, ['Exact', 'ImplementationSpecific', 'Prefix'])),
		...(isAbsolute || type === undefined ? [] : [invalidValue(`${path}.path`, place, 'must be an absolute path')]),
		...backend(objectAt(rule, 'backend') ?? {}, `${path}.backend`),
	];
}

function backend(value: Json | undefined, path: string): readonly Cause[] {
	const [target, resource] = [objectAt(value, 'service'), objectAt(value, 'resource')];
	if (!isObject(value) || resource !== undefined) {
		return [];
	}

	if (target === undefined) {
		return [invalidValue(path, '', 'resource or service backend is required')];
	}

	const {name, number} = objectAt(target, 'port') ?? {};
	const isNamed = (typeof name === 'string' && name !== '') || (typeof number === 'number' && number !== 0);
	return isNamed ? [] : [required(path, 'port name or number is required')];
}

function autoscaler(object: JsonObject): readonly Cause[] {
	const {minReplicas = 1, maxReplicas = 0, scaleTargetRef} = objectAt(object, 'spec') ?? {};
	const [kind, name, version] = ['kind', 'name', 'apiVersion'].map(field => textAt(scaleTargetRef, field) ?? '');
	const path = 'spec.scaleTargetRef';
	const isLess = typeof maxReplicas === 'number' && typeof minReplicas === 'number' && maxReplicas < minReplicas;
	return [
		...(typeof maxReplicas === 'number' && maxReplicas < 1
			? [required('spec.maxReplicas', 'must be set and greater than 0')]
			: []),
		...(isLess
			? [invalidValue('spec.maxReplicas', maxReplicas, 'must be greater than or equal to `minReplicas`')]
			: []),
		...(kind === '' ? [required(`${path}.kind`)] : []),
		...(name === '' ? [required(`${path}.name`)] : []),
		...(version?.includes('/') || (version === 'v1' && kind === 'ReplicationController')
			? []
			: [invalidValue(`${path}.apiVersion`, version, 'apiVersion must specify API group')]),
	];
}
