import {isIP} from 'node:net';
import {isObject, type Json, type JsonObject, listAt, objectAt, textAt} from '../json.ts';
import type {Cause} from '../refusal.ts';
import {duplicate, eachOf, forbidden, invalidValue, oneOf, repeated, required} from './field-errors.ts';
import {named, portName} from './names.ts';
import {portNumber} from './validate-container.ts';
import {validateLabels} from './validate-metadata.ts';

const serviceTypes = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

export function validateService(object: JsonObject): readonly Cause[] {
	const spec = objectAt(object, 'spec') ?? {};
	const isExternal = spec.type === 'ExternalName';
	const ports = listAt(spec, 'ports');
	const isHeadless = spec.clusterIP === 'None';
	return [
		...(ports.length === 0 && !isExternal && !isHeadless ? [required('spec.ports')] : []),
		...(isExternal && (textAt(spec, 'externalName') ?? '') === '' ? [required('spec.externalName')] : []),
		...eachOf(spec.ports, 'spec.ports', (port, place) => servicePort(port, place, ports.length)),
		...repeated(spec.ports, 'spec.ports', 'name'),
		...repeatedPorts(ports),
		...validateLabels(spec.selector, 'spec.selector'),
		...oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']),
		...oneOf('spec.type', spec.type, serviceTypes),
		...(isExternal ? externalAddress(spec) : address(spec)),
		...families(spec),
		...traffic(spec),
		...nodePorts(spec),
		...balancer(object, spec),
	];
}

function balancer(object: JsonObject, spec: JsonObject): readonly Cause[] {
	const isUsed = listAt(object, 'status', 'loadBalancer', 'ingress').length > 0;
	const detail = "may only be used when `spec.type` is 'LoadBalancer'";
	return isUsed && spec.type !== 'LoadBalancer' ? [forbidden('status.loadBalancer.ingress', detail)] : [];
}

function externalAddress(spec: JsonObject): readonly Cause[] {
	const isSet = (textAt(spec, 'clusterIP') ?? '') !== '' || listAt(spec, 'clusterIPs').length > 0;
	return isSet ? [forbidden('spec.clusterIPs', 'may not be set for ExternalName services')] : [];
}

function address(spec: JsonObject): readonly Cause[] {
	const ip = textAt(spec, 'clusterIP') ?? '';
	const all = listAt(spec, 'clusterIPs');
	const words = [
		...(ip === '' && all.length > 0 ? ['must be empty when `clusterIP` is not specified'] : []),
		...(all.length > 1 && all.includes('None') ? ["'None' must be the first and only value"] : []),
	];
	const isAddress = ip === '' || ip === 'None' || isIP(ip) > 0;
	return [
		...words.map(detail => invalidValue('spec.clusterIPs', all, detail)),
		...(isAddress
			? []
			: [invalidValue('spec.clusterIPs[0]', ip, 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)')]),
	];
}

function families(spec: JsonObject): readonly Cause[] {
	const wrong = eachOf(spec.ipFamilies, 'spec.ipFamilies', (family, path) =>
		family === 'IPv6' && spec.clusterIP !== 'None'
			? [invalidValue(path, family, 'not configured on this cluster')]
			: [],
	);
	return [
		...wrong,
		...oneOf('spec.ipFamilyPolicy', spec.ipFamilyPolicy, ['PreferDualStack', 'RequireDualStack', 'SingleStack']),
	];
}

const policies = ['Cluster', 'Local'];

function traffic(spec: JsonObject): readonly Cause[] {
	const isReachable =
		['NodePort', 'LoadBalancer'].includes(String(spec.type)) || listAt(spec, 'externalIPs').length > 0;
	const outside = spec.externalTrafficPolicy;
	return [
		...(outside !== undefined && !isReachable
			? [invalidValue('spec.externalTrafficPolicy', outside, 'may only be set for externally-accessible services')]
			: oneOf('spec.externalTrafficPolicy', outside, policies)),
		...oneOf('spec.internalTrafficPolicy', spec.internalTrafficPolicy, policies),
		...(spec.loadBalancerClass !== undefined && spec.type !== 'LoadBalancer'
			? [forbidden('spec.loadBalancerClass', "may only be used when `type` is 'LoadBalancer'")]
			: []),
	];
}

function nodePorts(spec: JsonObject): readonly Cause[] {
	const detail = "may not be used when `type` is 'ClusterIP'";
	return spec.type === 'ClusterIP'
		? eachOf(spec.ports, 'spec.ports', (port, path) =>
				(objectAt(port)?.nodePort ?? 0) === 0 ? [] : [forbidden(`${path}.nodePort`, detail)],
			)
		: [];
}

function servicePort(port: Json, path: string, count: number): readonly Cause[] {
	const {name, protocol, targetPort, port: number} = isObject(port) ? port : {};
	return [
		...(count > 1 && (name === undefined || name === '') ? [required(`${path}.name`)] : []),
		...portNumber(`${path}.port`, number),
		...oneOf(`${path}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']),
		...(typeof targetPort === 'string'
			? named(`${path}.targetPort`, targetPort, portName)
			: portNumber(`${path}.targetPort`, targetPort)),
	];
}

function repeatedPorts(ports: readonly Json[]): readonly Cause[] {
	const seen = new Set<string>();
	return ports.flatMap((port, index) => {
		const {protocol = 'TCP', port: number = 0, nodePort} = isObject(port) ? port : {};
		const key = `${protocol}/${number}`;
		const isRepeated = seen.has(key);
		seen.add(key);
		const shown = {
			Name: '',
			Protocol: protocol,
			AppProtocol: null,
			Port: number,
			TargetPort: 0,
			NodePort: nodePort === undefined ? 0 : 0,
		};
		return isRepeated ? [duplicate(`spec.ports[${index}]`, shown)] : [];
	});
}

/** Of a changed Service one of the two follows the other. */
export function validateNewService(object: JsonObject): readonly Cause[] {
	const ip = textAt(object, 'spec', 'clusterIP') ?? '';
	const all = listAt(object, 'spec', 'clusterIPs');
	const isSame = ip === '' || all.length === 0 || all[0] === ip;
	return isSame ? [] : [invalidValue('spec.clusterIPs', all, 'first value must match `clusterIP`')];
}
