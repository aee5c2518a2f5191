import type {JsonObject} from '../../../source/model/json.ts';
import {apply, inNamespace, patch, post, put, remove, type Sequence} from '../sequence.ts';

const all = inNamespace('v1', 'services');
const service = inNamespace('v1', 'services', 'a');

const sample = (spec: JsonObject = {}, name = 'a') => ({
	apiVersion: 'v1',
	kind: 'Service',
	metadata: {name},
	spec: {ports: [{port: 80}], ...spec},
});

export const services: readonly Sequence[] = [
	{
		title: 'a Service is given an address, and keeps it',
		steps: [
			post(all, sample()),
			put(service, sample({selector: {app: 'x'}})),
			patch('merge', service, {spec: {ports: [{port: 81}]}}),
			patch('merge', service, {spec: {clusterIP: '10.96.77.77'}}),
			patch('merge', service, {spec: {clusterIP: null}}),
			patch('merge', service, {spec: {clusterIP: ''}}),
		],
	},
	{
		title: 'an applied Service keeps the address it was given',
		steps: [
			apply('one', service, sample()),
			apply('one', service, sample()),
			apply('one', service, sample({selector: {app: 'x'}})),
		],
	},
	{
		title: 'a headless Service has no address, and cannot be given one',
		steps: [
			post(all, sample({clusterIP: 'None', selector: {app: 'x'}})),
			patch('merge', service, {spec: {clusterIP: '10.96.77.77', clusterIPs: ['10.96.77.77']}}),
			patch('merge', service, {spec: {ports: []}}),
		],
	},
	{
		title: 'a headless Service without a selector asks for both families',
		steps: [post(all, sample({clusterIP: 'None'}))],
	},
	{
		title: 'addresses that cannot be are refused',
		steps: [
			post(all, sample({clusterIP: 'nowhere'})),
			post(all, sample({clusterIP: '1.2.3.4'})),
			post(all, sample({clusterIP: '10.96.77.78', clusterIPs: ['10.96.77.79']})),
			post(all, sample({clusterIPs: ['None', '10.96.1.1']})),
		],
	},
	{
		title: 'an address that is taken is refused',
		steps: [
			post(all, sample()),
			post(all, sample({clusterIP: '{0.spec.clusterIP}'}, 'b')),
			remove(service),
			post(all, sample({clusterIP: '{0.spec.clusterIP}'}, 'b')),
		],
	},
	{
		title: 'a Service by name alone has no address',
		steps: [
			post(all, sample({type: 'ExternalName', externalName: 'a.example.com'})),
			post(all, sample({type: 'ExternalName'}, 'b')),
			post(all, sample({type: 'ExternalName', externalName: 'a.example.com', clusterIP: '10.96.1.1'}, 'b')),
		],
	},
	{
		title: 'a Service becomes one by name, and gives its address back',
		steps: [
			post(all, sample()),
			patch('merge', service, {
				spec: {type: 'ExternalName', externalName: 'a.example.com', clusterIP: null, clusterIPs: null},
			}),
			patch('merge', service, {spec: {type: 'ClusterIP', externalName: null}}),
		],
	},
	{
		title: 'defaults and rules of the ports of a Service',
		steps: [
			post(
				all,
				sample({
					ports: [
						{port: 80, targetPort: 'http', name: 'a'},
						{port: 80, protocol: 'UDP', name: 'b'},
					],
				}),
			),
			post(all, sample({ports: [{port: 80}, {port: 81}]}, 'b')),
			post(all, sample({ports: [{port: 80, nodePort: 30001}]}, 'b')),
			post(all, sample({ports: []}, 'b')),
			post(all, sample({ports: [{port: 0}, {port: 70000, name: 'x'}]}, 'b')),
		],
	},
	{
		title: 'the session affinity of a Service has a time',
		steps: [
			post(all, sample({sessionAffinity: 'ClientIP'})),
			patch('merge', service, {spec: {sessionAffinity: 'None'}}),
			patch('merge', service, {spec: {sessionAffinity: 'None', sessionAffinityConfig: null}}),
		],
	},
	{
		title: 'a node port that is out of range or taken is refused',
		steps: [
			post(all, sample({type: 'NodePort', ports: [{port: 80, nodePort: 1}]})),
			post(all, sample({type: 'NodePort', ports: [{port: 80, nodePort: 30999, name: 'a'}]})),
			post(all, sample({type: 'NodePort', ports: [{port: 80, nodePort: 30999}]}, 'b')),
			patch('merge', service, {spec: {type: 'ClusterIP'}}),
			remove(service),
		],
	},
	{
		title: 'services that are not valid are refused',
		steps: [
			post(all, sample({type: 'Other'})),
			post(all, sample({externalTrafficPolicy: 'Local'})),
			post(all, sample({ipFamilies: ['IPv6']})),
			post(all, sample({internalTrafficPolicy: 'Here'})),
			post(all, sample({}, '1a')),
			post(all, sample({}, 'a.b')),
			post(all, sample({loadBalancerClass: 'x'})),
		],
	},
];
