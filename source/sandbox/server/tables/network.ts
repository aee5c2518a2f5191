import {type Json, type JsonObject, listAt, objectAt, textAt, valueAt} from '../../objects/json.ts';
import {type Column, column, wide} from './column.ts';
import {age, joined, name, selectorText} from './common.ts';

export const networkColumns: Readonly<Record<string, readonly Column[]>> = {
	services: [
		name,
		column('Type', ({object}) => textAt(object, 'spec', 'type') ?? ''),
		column('Cluster-IP', ({object}) => textAt(object, 'spec', 'clusterIP') || '<none>'),
		column('External-IP', ({object}) => externalIp(object)),
		column('Port(s)', ({object}) => servicePorts(object)),
		age,
		wide('Selector', ({object}) => selectorText(objectAt(object, 'spec', 'selector'))),
	],
	'ingresses.networking.k8s.io': [
		name,
		column('Class', ({object}) => textAt(object, 'spec', 'ingressClassName') ?? '<none>'),
		column('Hosts', ({object}) => hosts(object)),
		column('Address', ({object}) => addresses(object).join(',')),
		column('Ports', ({object}) => (listAt(object, 'spec', 'tls').length > 0 ? '80, 443' : '80')),
		age,
	],
	'ingressclasses.networking.k8s.io': [
		name,
		column('Controller', ({object}) => textAt(object, 'spec', 'controller') ?? ''),
		column('Parameters', ({object}) => textAt(object, 'spec', 'parameters', 'name') ?? '<none>'),
		age,
	],
	'networkpolicies.networking.k8s.io': [
		name,
		column('Pod-Selector', ({object}) => selectorText(objectAt(object, 'spec', 'podSelector', 'matchLabels'))),
		age,
	],
	endpoints: [name, column('Endpoints', ({object}) => endpoints(object)), age],
	'endpointslices.discovery.k8s.io': [
		name,
		column('AddressType', ({object}) => textAt(object, 'addressType') ?? ''),
		column('Ports', ({object}) =>
			short(
				listAt(object, 'ports').map(port => String(objectAt(port)?.port ?? '*')),
				'<unset>',
			),
		),
		column('Endpoints', ({object}) => {
			const all = listAt(object, 'endpoints').flatMap(one => listAt(one, 'addresses').map(String));
			return short(all, '<unset>');
		}),
		age,
	],
};

function externalIp(service: JsonObject): string {
	const own = listAt(service, 'spec', 'externalIPs');
	switch (textAt(service, 'spec', 'type') ?? '') {
		case 'ExternalName':
			return textAt(service, 'spec', 'externalName') ?? '';
		case 'LoadBalancer': {
			const all = [...addresses(service), ...own];
			return all.length === 0 ? '<pending>' : all.join(',');
		}

		default:
			return joined(own);
	}
}

function addresses(object: JsonObject): readonly string[] {
	return listAt(object, 'status', 'loadBalancer', 'ingress').map(
		one => textAt(one, 'ip') || textAt(one, 'hostname') || '',
	);
}

function servicePorts(service: JsonObject): string {
	return joined(
		listAt(service, 'spec', 'ports').map(port => {
			const {port: number, nodePort, protocol} = objectAt(port) ?? {};
			return `${String(number)}${nodePort === undefined ? '' : `:${String(nodePort)}`}/${String(protocol ?? 'TCP')}`;
		}),
	);
}

function hosts(ingress: JsonObject): string {
	const all = listAt(ingress, 'spec', 'rules').flatMap(rule => textAt(rule, 'host') ?? []);
	const shown = all.slice(0, 3).join(',');
	return all.length === 0 ? '*' : all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown;
}

function endpoints(object: JsonObject): string {
	const all = listAt(object, 'subsets').flatMap(subset =>
		listAt(subset, 'addresses').flatMap(address => pairs(textAt(address, 'ip') ?? '', listAt(subset, 'ports'))),
	);
	return short(all, '<none>');
}

function pairs(ip: string, ports: readonly Json[]): readonly string[] {
	return ports.length === 0 ? [ip] : ports.map(port => `${ip}:${String(valueAt(port, 'port'))}`);
}

/** The first three, and how many more there are. */
function short(all: readonly string[], none: string): string {
	const shown = all.slice(0, 3).join(',');
	return all.length === 0 ? none : all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown;
}
