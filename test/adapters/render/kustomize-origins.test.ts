import {expect, test} from 'vitest';
import {type Clues, findOrigins} from '../../../source/adapters/render/kustomize/origins.ts';
import type {JsonObject} from '../../../source/model/json.ts';
import {whereOf} from '../../../source/model/resource.ts';

const all = `# Both of the shop.
apiVersion: v1
kind: ConfigMap
metadata:
  labels:
    name: not-this
  name: "first" # by hand
data:
  kind: Deployment
---
apiVersion: v1
kind: Service
metadata: {name: flow}
---

{"kind": "ConfigMap", "metadata": {"name": "json"}}
---
kind: ConfigMap
metadata:
  annotations:
    long: ${'x'.repeat(5000)}
  name: late
---
not: an object
`;

const clues: Clues = {
	resources: new Set(['base/all.yaml', 'other.yaml']),
	generated: [{kind: 'ConfigMap', name: 'settings', file: 'overlay/kustomization.yaml'}],
	prefixes: ['shop-', 'a-'],
	suffixes: ['-north'],
};
const files = [
	{path: 'base/all.yaml', content: Buffer.from(all)},
	{path: 'other.yaml', content: all.replaceAll('first', 'second')},
	{path: 'patch.yaml', content: all.replaceAll('first', 'patched')},
];

const object = (kind: string, name: string): JsonObject => ({apiVersion: 'v1', kind, metadata: {name}});

test.for([
	['ConfigMap', 'first', 'base/all.yaml:2'],
	['ConfigMap', 'shop-first-north', 'base/all.yaml:2'],
	['ConfigMap', 'a-shop-first-north', 'base/all.yaml:2'],
	['ConfigMap', 'second', 'other.yaml:2'],
	['Service', 'flow', 'base/all.yaml:11'],
	['ConfigMap', 'json', 'base/all.yaml:16'],
	['ConfigMap', 'late', 'base/all.yaml:18'],
	['ConfigMap', 'shop-settings-north-5d4hk2t7cb', 'overlay/kustomization.yaml'],
	['ConfigMap', 'patched', 'overlay/kustomization.yaml'],
	['Deployment', 'first', 'overlay/kustomization.yaml'],
	['ConfigMap', 'not-this', 'overlay/kustomization.yaml'],
	['ConfigMap', 'shop-', 'overlay/kustomization.yaml'],
] as const)('%s %s comes from %s', async ([kind, name, expected]) => {
	const attribute = await findOrigins(files, clues, async () => undefined);
	const body = object(kind, name);
	const found = attribute(body, {file: 'overlay/kustomization.yaml', line: 99});
	expect([whereOf(found.origin), found.body]).toEqual([expected, body]);
});

test('hostile names and prefixes cost nothing to speak of', async () => {
	const prefixes = Array.from({length: 200}, (_, index) => 'a'.repeat(index + 1));
	const attribute = await findOrigins(files, {...clues, prefixes, suffixes: prefixes}, async () => undefined);
	const begun = process.threadCpuUsage();
	for (let length = 0; length < 1000; length++) {
		attribute(object('ConfigMap', 'a'.repeat(length)), {file: 'kustomization.yaml', line: 1});
	}

	expect(process.threadCpuUsage(begun).user / 1000).toBeLessThan(1000);
});
