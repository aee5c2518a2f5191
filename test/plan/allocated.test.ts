import {expect, test} from 'vitest';
import type {Json, JsonObject} from '../../source/model/json.ts';
import {withoutAllocated} from '../../source/plan/allocated.ts';

const id = {group: '', version: 'v1', kind: 'Service', namespace: 'shop', name: 'web'};
const service = (spec: Json) => ({apiVersion: 'v1', kind: 'Service', metadata: {name: 'web'}, spec});
const allocated = {clusterIP: '10.0.0.7', clusterIPs: ['10.0.0.7'], healthCheckNodePort: 30_001};
const ports = (...nodePorts: readonly number[]) => nodePorts.map((nodePort, index) => ({port: 80 + index, nodePort}));

test.for<[string, JsonObject, readonly JsonObject[], JsonObject]>([
	['of a new Service', {...allocated, ports: ports(30_080)}, [{ports: [{port: 80}]}], {ports: [{port: 80}]}],
	[
		'but not what the Service has already',
		{...allocated, ports: ports(30_080, 30_081)},
		[{ports: [{port: 80}, {port: 81}]}, {...allocated, ports: ports(30_080)}],
		{...allocated, ports: [{port: 80, nodePort: 30_080}, {port: 81}]},
	],
	[
		'but not what Git declares',
		{clusterIP: 'None', clusterIPs: ['None'], ports: ports(30_080)},
		[{clusterIP: 'None', ports: ports(30_080)}],
		{clusterIP: 'None', clusterIPs: ['None'], ports: ports(30_080)},
	],
])('addresses and ports that a dry-run makes up are left out: %s', ([, answer, known, expected]) => {
	expect(withoutAllocated(id, service(answer), known.map(service))).toEqual(service(expected));
});

test('other kinds keep fields of these names', () => {
	const body = service(allocated);
	expect(withoutAllocated({...id, kind: 'Proxy', group: 'example.com'}, body, [])).toBe(body);
});
