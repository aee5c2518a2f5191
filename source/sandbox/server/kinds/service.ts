import {isList, isObject, type Json, type JsonObject, listAt, objectAt, textAt, withField} from '../../objects/json.ts';

/** Of node ports. */
export const firstPort = 30_000;
export const ports = 2768;

/** Addresses and ports of Services that are taken; both are given out at random, as the real server does. */
export class Allocator {
	readonly #addresses = new Set<string>(['10.96.0.0', '10.96.255.255']);
	readonly #ports = new Set<number>();

	take(service: JsonObject): void {
		this.#each(service, {address: one => this.#addresses.add(one), port: one => this.#ports.add(one)});
	}

	release(service: JsonObject): void {
		this.#each(service, {address: one => this.#addresses.delete(one), port: one => this.#ports.delete(one)});
	}

	hasAddress(address: string): boolean {
		return this.#addresses.has(address);
	}

	hasPort(port: number): boolean {
		return this.#ports.has(port);
	}

	address(): string {
		for (;;) {
			const number = Math.floor(Math.random() * 65_536);
			const address = `10.96.${number >> 8}.${number & 255}`;
			if (!this.#addresses.has(address)) {
				return address;
			}
		}
	}

	/** `besides` are those that the same Service has been given meanwhile. */
	port(besides: ReadonlySet<number>): number {
		for (;;) {
			const port = firstPort + Math.floor(Math.random() * ports);
			if ((!this.#ports.has(port) && !besides.has(port)) || this.#ports.size + besides.size >= ports) {
				return port;
			}
		}
	}

	#each(
		service: JsonObject,
		visit: {readonly address: (one: string) => void; readonly port: (one: number) => void},
	): void {
		const address = textAt(service, 'spec', 'clusterIP') ?? '';
		if (address !== '' && address !== 'None') {
			visit.address(address);
		}

		for (const port of listAt(service, 'spec', 'ports')) {
			const number = isObject(port) ? port.nodePort : undefined;
			if (typeof number === 'number' && number > 0) {
				visit.port(number);
			}
		}
	}
}

/** A Service with the addresses and ports that its type wants; `before` is undefined where it is new. */
export function allocated(allocator: Allocator, service: JsonObject, before: JsonObject | undefined): JsonObject {
	const spec = objectAt(service, 'spec') ?? {};
	const type = textAt(spec, 'type') ?? 'ClusterIP';
	const kept = before === undefined ? spec : withKept(spec, objectAt(before, 'spec') ?? {});
	return withField(service, 'spec', withPorts(allocator, withAddress(allocator, kept, type), type));
}

function wantsPorts(type: string, spec: JsonObject): boolean {
	return type === 'NodePort' || (type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
}

/** Who replaces a Service without naming what was given to it does not mean to lose it. */
function withKept(spec: JsonObject, before: JsonObject): JsonObject {
	const isNamed = (textAt(spec, 'clusterIP') ?? '') !== '';
	const old = textAt(before, 'clusterIP') ?? '';
	const fitting = withoutFormerType(spec, before);
	const withOld: JsonObject = isNamed || old === '' ? fitting : {...fitting, clusterIP: old};
	const oldPorts = listAt(before, 'ports');
	const kept = listAt(withOld, 'ports').map(port => {
		const same = oldPorts.find(
			one => objectAt(one)?.port === objectAt(port)?.port && textAt(one, 'protocol') === textAt(port, 'protocol'),
		);
		const number = objectAt(same)?.nodePort;
		return isObject(port) && port.nodePort === undefined && number !== undefined ? {...port, nodePort: number} : port;
	});
	return kept.length === 0 ? withOld : {...withOld, ports: kept};
}

const typesOf: Readonly<Record<string, readonly string[]>> = {
	externalTrafficPolicy: ['NodePort', 'LoadBalancer'],
	allocateLoadBalancerNodePorts: ['LoadBalancer'],
	loadBalancerClass: ['LoadBalancer'],
};

/** Who changes the type and leaves what only the former one had does not mean to keep it: dropTypeDependentFields. */
function withoutFormerType(spec: JsonObject, before: JsonObject): JsonObject {
	const hasNo = (field: string) => !typesOf[field]?.includes(textAt(spec, 'type') ?? '');
	const isFormer = (field: string) => typesOf[field]?.includes(textAt(before, 'type') ?? '') && hasNo(field);
	return Object.keys(typesOf).reduce(
		(rest, field) => (isFormer(field) && spec[field] === before[field] ? withField(rest, field, undefined) : rest),
		spec,
	);
}

function withAddress(allocator: Allocator, spec: JsonObject, type: string): JsonObject {
	if (type === 'ExternalName') {
		const gone = ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy'];
		return Object.fromEntries(Object.entries(spec).filter(([field]) => !gone.includes(field)));
	}

	const given = textAt(spec, 'clusterIP') || textAt(listAt(spec, 'clusterIPs')[0]) || '';
	const clusterIP = given === '' ? allocator.address() : given;
	const isHeadless = clusterIP === 'None' && objectAt(spec, 'selector') === undefined;
	const families: JsonObject = isHeadless
		? {ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack'}
		: {ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack'};
	return {...families, ...spec, clusterIP, clusterIPs: [clusterIP]};
}

function withPorts(allocator: Allocator, spec: JsonObject, type: string): JsonObject {
	const all = spec.ports;
	if (!isList(all)) {
		return spec;
	}

	if (!wantsPorts(type, spec)) {
		return {...spec, ports: type === 'LoadBalancer' ? all : all.map(withoutNodePort)};
	}

	const taken = new Set<number>();
	const given = all.map(port => {
		const own = objectAt(port)?.nodePort;
		const number = typeof own === 'number' && own > 0 ? own : allocator.port(taken);
		taken.add(number);
		return isObject(port) ? {...port, nodePort: number} : port;
	});
	return {...spec, ports: given};
}

function withoutNodePort(port: Json): Json {
	return isObject(port) ? withField(port, 'nodePort', undefined) : port;
}
