import {isEmpty, isObject, type Json, type JsonObject, objectAt, textAt} from '../json.ts';
import {compareQuantities} from '../reading/quantity.ts';
import type {Cause} from '../refusal.ts';
import {eachOf, forbidden, invalidValue, notNegative, oneOf, repeated, required} from './field-errors.ts';
import {dnsLabel, environmentName, named, portName, qualifiedName} from './names.ts';

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];

export function validateContainer(container: JsonObject, path: string): readonly Cause[] {
	const [name, image] = [textAt(container, 'name') ?? '', textAt(container, 'image') ?? ''];
	return [
		...(name === '' ? [required(`${path}.name`)] : named(`${path}.name`, name, dnsLabel)),
		...(image === '' ? [required(`${path}.image`)] : []),
		...probes.flatMap(probe => probeCauses(container, probe, path)),
		...portCauses(container.ports, `${path}.ports`),
		...eachOf(container.env, `${path}.env`, environmentCauses),
		...oneOf(`${path}.imagePullPolicy`, container.imagePullPolicy, pullPolicies),
		...resourceCauses(objectAt(container, 'resources') ?? {}, `${path}.resources`),
	];
}

const portRange = 'must be between 1 and 65535, inclusive';

/** A port number; `field` says where. */
export function portNumber(field: string, value: Json | undefined): readonly Cause[] {
	return typeof value === 'number' && value >= 1 && value <= 65_535 ? [] : [invalidValue(field, value ?? 0, portRange)];
}

function portCauses(ports: Json | undefined, path: string): readonly Cause[] {
	return [
		...eachOf(ports, path, (port, place) => {
			const {containerPort, name, protocol} = isObject(port) ? port : {};
			return [
				...(typeof name === 'string' ? named(`${place}.name`, name, portName) : []),
				...(containerPort === undefined || containerPort === 0
					? [required(`${place}.containerPort`)]
					: portNumber(`${place}.containerPort`, containerPort)),
				...oneOf(`${place}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']),
			];
		}),
		...repeated(ports, path, 'name'),
	];
}

const podFields =
	/^(?:metadata\.(?:name|namespace|uid|labels|annotations|(?:labels|annotations)\['[^']+'\])|spec\.(?:nodeName|serviceAccountName)|status\.(?:hostIP|hostIPs|podIP|podIPs))$/;

function environmentCauses(variable: Json, path: string): readonly Cause[] {
	const name = textAt(variable, 'name') ?? '';
	const source = objectAt(variable, 'valueFrom');
	return [
		...(name === '' ? [required(`${path}.name`)] : named(`${path}.name`, name, environmentName)),
		...(source === undefined ? [] : sourceCauses(variable, source, `${path}.valueFrom`)),
	];
}

function sourceCauses(variable: Json, source: JsonObject, path: string): readonly Cause[] {
	const fieldPath = textAt(source, 'fieldRef', 'fieldPath');
	if (isEmpty(source)) {
		const kinds =
			'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
		return [invalidValue(path, '', kinds)];
	}

	if ((textAt(variable, 'value') ?? '') !== '') {
		return [invalidValue(path, '', 'may not be specified when `value` is not empty')];
	}

	return fieldPath === undefined || podFields.test(fieldPath)
		? []
		: [
				invalidValue(
					`${path}.fieldRef.fieldPath`,
					fieldPath,
					`error converting fieldPath: field label not supported: ${fieldPath}`,
				),
			];
}

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const counts = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

function probeCauses(container: JsonObject, name: string, path: string): readonly Cause[] {
	const probe = objectAt(container, name);
	if (probe === undefined) {
		return [];
	}

	const place = `${path}.${name}`;
	const [first, ...more] = handlers.filter(handler => probe[handler] !== undefined);
	const port = first === undefined ? undefined : objectAt(probe, first)?.port;
	const isOnce = name !== 'readinessProbe' && typeof probe.successThreshold === 'number' && probe.successThreshold > 1;
	return [
		...(first === undefined ? [required(place, 'must specify a handler type')] : []),
		...more.map(handler => forbidden(`${place}.${handler}`, 'may not specify more than 1 handler type')),
		...(typeof port === 'number' ? portNumber(`${place}.${first}.port`, port) : []),
		...counts.flatMap(count => notNegative(`${place}.${count}`, probe[count])),
		...(isOnce ? [invalidValue(`${place}.successThreshold`, probe.successThreshold, 'must be 1')] : []),
	];
}

const standardResources = /^(?:cpu|memory|storage|ephemeral-storage|hugepages-.+)$/;

function resourceCauses(resources: JsonObject, path: string): readonly Cause[] {
	const [limits, requests] = [objectAt(resources, 'limits') ?? {}, objectAt(resources, 'requests') ?? {}];
	const amounts = (list: JsonObject, kind: string) =>
		Object.entries(list).flatMap(([name, amount]) => [
			...resourceName(name, `${path}.${kind}[${name}]`),
			...negative(String(amount), `${path}.${kind}[${name}]`),
		]);
	return [
		...amounts(limits, 'limits'),
		...amounts(requests, 'requests'),
		...Object.entries(requests).flatMap(([name, amount]) => {
			const limit = limits[name];
			return limit !== undefined && compareQuantities(String(amount), String(limit)) > 0
				? [invalidValue(`${path}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`)]
				: [];
		}),
	];
}

function resourceName(name: string, field: string): readonly Cause[] {
	if (name.includes('/') || standardResources.test(name)) {
		return named(field, name, qualifiedName);
	}

	return ['must be a standard resource type or fully qualified', 'must be a standard resource for containers'].map(
		detail => invalidValue(field, name, detail),
	);
}

function negative(amount: string, field: string): readonly Cause[] {
	return amount.startsWith('-') ? [invalidValue(field, amount, 'must be greater than or equal to 0')] : [];
}
