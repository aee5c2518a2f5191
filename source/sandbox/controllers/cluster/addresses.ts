import {isDeleted} from '../store/metadata.ts';
import {hasEnded, isReady, type Pod} from '../workload/pod.ts';
import type {Service} from './service.ts';

type Port = {readonly name?: string; readonly port: number; readonly protocol: string};

/** Whether the service is for the pod: it selects something, and the pod has it all. */
export function isFor({spec}: Service, {metadata}: Pod): boolean {
	const wanted = Object.entries(spec.selector);
	return wanted.length > 0 && wanted.every(([key, value]) => metadata.labels[key] === value);
}

/** The pods that answer for the service, in a steady order. */
export function backends(service: Service, pods: Iterable<Pod>): readonly Pod[] {
	return [...pods]
		.filter(pod => pod.status.podIP !== '' && !hasEnded(pod) && isFor(service, pod))
		.sort((a, b) => a.metadata.name.localeCompare(b.metadata.name));
}

/** What an EndpointSlice holds. */
export function sliceOf(service: Service, pods: readonly Pod[]) {
	const endpoints = pods.map(pod => {
		const isServing = isReady(pod) || service.spec.publishNotReadyAddresses;
		return {
			addresses: [pod.status.podIP],
			conditions: {ready: isServing && !isDeleted(pod), serving: isServing, terminating: isDeleted(pod)},
			nodeName: pod.spec.nodeName,
			targetRef: referenceTo(pod),
			...hostnameOf(service, pod),
		};
	});
	return {endpoints, ports: portsOf(service, pods, 'slice')};
}

/** What Endpoints hold: addresses that serve, and those that do not yet. */
export function subsetsOf(service: Service, pods: readonly Pod[]): object[] {
	const standing = pods.filter(pod => !isDeleted(pod));
	const isServing = (pod: Pod) => isReady(pod) || service.spec.publishNotReadyAddresses;
	const addressOf = (pod: Pod) => ({
		ip: pod.status.podIP,
		nodeName: pod.spec.nodeName,
		targetRef: referenceTo(pod),
		...hostnameOf(service, pod),
	});
	const addresses = standing.filter(isServing).map(addressOf);
	const notReadyAddresses = standing.filter(pod => !isServing(pod)).map(addressOf);
	const ports = portsOf(service, pods, 'endpoints');
	return standing.length === 0
		? []
		: [
				{
					...(addresses.length > 0 && {addresses}),
					...(notReadyAddresses.length > 0 && {notReadyAddresses}),
					...(ports.length > 0 && {ports}),
				},
			];
}

/** A pod has a name of its own under the service that it names as its subdomain. */
function hostnameOf({metadata}: Service, {spec}: Pod) {
	return spec.hostname !== '' && spec.subdomain === metadata.name ? {hostname: spec.hostname} : {};
}

function referenceTo({metadata: {name, namespace, uid}}: Pod) {
	return {kind: 'Pod', name, namespace, uid};
}

/** A slice names each port, be it with nothing; Endpoints leave an empty name out. */
function portsOf({spec}: Service, pods: readonly Pod[], use: 'slice' | 'endpoints'): Port[] {
	return spec.ports.flatMap(({name, port, protocol, targetPort = port}) => {
		const number = typeof targetPort === 'number' ? targetPort : namedPort(targetPort, pods);
		const named = use === 'slice' || name !== '' ? {name} : {};
		return number === undefined ? [] : [{...named, port: number, protocol}];
	});
}

function namedPort(name: string, pods: readonly Pod[]): number | undefined {
	const ports = pods.flatMap(({spec}) => spec.containers).flatMap(container => container.ports);
	return ports.find(port => port.name === name)?.containerPort;
}

/** A loopback address for a service of type LoadBalancer, by its uid. */
export function loadBalancerAddress(uid: string): string {
	return `127.0.0.${2 + (Number.parseInt(uid.slice(0, 8), 16) % 250)}`;
}
