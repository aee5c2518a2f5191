import {isList, isObject, items, type Json, type JsonObject, members} from '../model/json.ts';
import type {ResourceId} from '../model/resource.ts';

/**
 * What a dry-run answers, without the addresses and ports that it makes up for a Service: the apply gets others. `known`
 * are the objects whose own are kept: as Git declares it, and as it is.
 */
export function withoutAllocated({group, kind}: ResourceId, answer: JsonObject, known: readonly Json[]): JsonObject {
	if (group !== '' || kind !== 'Service' || !isObject(answer.spec)) {
		return answer;
	}

	const kept = new Set(known.flatMap(allocatedIn));
	const isMadeUp = (value: Json | undefined) => [value].flat().some(one => one !== undefined && !kept.has(one));
	const spec = without(answer.spec, ['clusterIP', 'clusterIPs', 'healthCheckNodePort'], isMadeUp);
	return isList(spec.ports)
		? {...answer, spec: {...spec, ports: spec.ports.map(port => portOf(port, isMadeUp))}}
		: {...answer, spec};
}

function portOf(port: Json, isMadeUp: (value: Json | undefined) => boolean): Json {
	return isObject(port) ? without(port, ['nodePort'], isMadeUp) : port;
}

function without(
	object: JsonObject,
	names: readonly string[],
	isMadeUp: (value: Json | undefined) => boolean,
): JsonObject {
	return Object.fromEntries(
		Object.entries(object).filter(([name, value]) => !(names.includes(name) && isMadeUp(value))),
	);
}

function allocatedIn(body: Json): readonly Json[] {
	const {clusterIP = '', healthCheckNodePort = 0} = members(body, 'spec');
	const ports = items(body, 'spec', 'ports').flatMap(port => (isObject(port) ? (port.nodePort ?? []) : []));
	return [clusterIP, healthCheckNodePort, ...items(body, 'spec', 'clusterIPs'), ...ports];
}
