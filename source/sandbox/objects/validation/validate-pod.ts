import {isObject, type Json, type JsonObject, listAt, objectAt, textAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {duplicate, eachOf, forbidden, invalidValue, notFound, oneOf, repeated, required} from './field-errors.ts';
import {dnsLabel, dnsSubdomain, named} from './names.ts';
import {validateContainer} from './validate-container.ts';
import {validateLabels} from './validate-metadata.ts';

export const restartPolicies = ['Always', 'OnFailure', 'Never'];
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];

/** The spec of a Pod or of a template, after defaults. */
export function validatePodSpec(spec: JsonObject, path: string): readonly Cause[] {
	const volumes = new Set(listAt(spec, 'volumes').map(volume => textAt(volume, 'name') ?? ''));
	return [
		...volumeCauses(spec, `${path}.volumes`),
		...containerCauses(spec, path, volumes),
		...oneOf(`${path}.restartPolicy`, spec.restartPolicy, restartPolicies),
		...oneOf(`${path}.dnsPolicy`, spec.dnsPolicy, dnsPolicies),
		...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
		...optionalName(spec.serviceAccountName, `${path}.serviceAccountName`),
		...tolerationCauses(spec, `${path}.tolerations`),
	];
}

function optionalName(name: Json | undefined, field: string): readonly Cause[] {
	return typeof name === 'string' && name !== '' ? named(field, name, dnsSubdomain) : [];
}

function containerCauses(spec: JsonObject, path: string, volumes: ReadonlySet<string>): readonly Cause[] {
	const containers = `${path}.containers`;
	const names = new Set(listAt(spec, 'containers').map(container => textAt(container, 'name') ?? ''));
	const check = (container: Json, place: string) => [
		...validateContainer(isObject(container) ? container : {}, place),
		...mountCauses(container, `${place}.volumeMounts`, volumes),
	];
	return [
		...(listAt(spec, 'containers').length === 0 ? [required(containers)] : []),
		...eachOf(spec.containers, containers, check),
		...repeated(spec.containers, containers, 'name'),
		...eachOf(spec.initContainers, `${path}.initContainers`, (container, place) => [
			...check(container, place),
			...(names.has(textAt(container, 'name') ?? '')
				? [duplicate(`${place}.name`, textAt(container, 'name') ?? '')]
				: []),
		]),
		...repeated(spec.initContainers, `${path}.initContainers`, 'name'),
	];
}

function mountCauses(container: Json, path: string, volumes: ReadonlySet<string>): readonly Cause[] {
	const seen = new Set<string>();
	return listAt(container, 'volumeMounts').flatMap((mount, index) => {
		const [name, place] = [textAt(mount, 'name') ?? '', textAt(mount, 'mountPath') ?? ''];
		const isRepeated = seen.has(place);
		seen.add(place);
		return [
			...mountName(name, `${path}[${index}].name`, volumes),
			...(place === '' ? [required(`${path}[${index}].mountPath`)] : []),
			...(isRepeated ? [invalidValue(`${path}[${index}].mountPath`, place, 'must be unique')] : []),
		];
	});
}

function mountName(name: string, field: string, volumes: ReadonlySet<string>): readonly Cause[] {
	if (name === '') {
		return [required(field)];
	}

	return volumes.has(name) ? [] : [notFound(field, name)];
}

function volumeCauses(spec: JsonObject, path: string): readonly Cause[] {
	return [
		...eachOf(spec.volumes, path, (volume, place) => {
			const name = textAt(volume, 'name') ?? '';
			const [, ...more] = Object.keys(isObject(volume) ? volume : {})
				.filter(field => field !== 'name')
				.sort();
			return [
				...(name === '' ? [required(`${place}.name`)] : named(`${place}.name`, name, dnsLabel)),
				...more.map(type => forbidden(`${place}.${type}`, 'may not specify more than 1 volume type')),
				...volumeSource(volume, place),
			];
		}),
		...repeated(spec.volumes, path, 'name'),
	];
}

const neededFields: readonly (readonly [string, string])[] = [
	['secret', 'secretName'],
	['configMap', 'name'],
	['hostPath', 'path'],
	['persistentVolumeClaim', 'claimName'],
	['nfs', 'server'],
	['csi', 'driver'],
];

function volumeSource(volume: Json, path: string): readonly Cause[] {
	return neededFields.flatMap(([type, field]) => {
		const source = objectAt(volume, type);
		return source !== undefined && (textAt(source, field) ?? '') === '' ? [required(`${path}.${type}.${field}`)] : [];
	});
}

function tolerationCauses(spec: JsonObject, path: string): readonly Cause[] {
	return eachOf(spec.tolerations, path, (toleration, place) => {
		const {operator, effect} = isObject(toleration) ? toleration : {};
		return [
			...oneOf(`${place}.operator`, operator === '' ? undefined : operator, ['Equal', 'Exists']),
			...oneOf(`${place}.effect`, effect === '' ? undefined : effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
		];
	});
}
