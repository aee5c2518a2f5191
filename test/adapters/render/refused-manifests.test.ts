import {expect, test} from 'vitest';
import {Collector} from '../../../source/adapters/render/collect-manifests.ts';

async function collect(text: string) {
	const collector = new Collector(async () => undefined);
	await collector.addText('apps/a.yaml', text);
	return {manifests: collector.manifests, problems: collector.problems()};
}

const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n';

test.for([
	['data: {key: hunter2!}', 'data: the value of "key" is not valid base64: encode it, or give it under stringData'],
	['data: {key: aHVu}\ndata2: {}', 'a Secret has no field "data2": remove it'],
	['data: {port: 3306}', 'data: the value of "port" is not text: data holds base64'],
	['stringData: {port: 3306}', 'stringData: the value of "port" is not text: quote it'],
	['stringData: {flag: yes}', 'stringData: the value of "flag" is not text: quote it'],
	['data: hunter2', 'data of a Secret is not an object'],
	['stringData: [hunter2]', 'stringData of a Secret is not an object'],
	['stringdata: {key: hunter2}', 'stringdata: did you mean stringData?'],
] as const)('a Secret with %j is a problem of its file that quotes no value', async ([content, message]) => {
	const {manifests, problems} = await collect(`# ours\n${secret}${content}\n`);
	expect(manifests).toEqual([]);
	expect(problems).toEqual([{scope: 'file', where: 'apps/a.yaml:2', message}]);
	expect(JSON.stringify(problems)).not.toMatch(/hunter2|3306/);
});

test.for([
	'data: {key: aHVudGVyMg==, empty: "", padded: YQ==}',
	'data: {key: "aHVu\\ndGVy\\r\\nMg=="}',
	'stringData: {key: "no base64!"}\ntype: Opaque\nimmutable: true',
	'data: null\nstringData:',
])('a Secret with %j is taken', async content => {
	const {manifests, problems} = await collect(`${secret}${content}\n`);
	expect(problems).toEqual([]);
	expect(manifests).toHaveLength(1);
});

test.for<[kind: string, apiVersion: string]>([
	['secret', 'v1'],
	['Secrets', 'v1'],
	['Secret', 'core/v1'],
	['Secret', 'V1'],
])('a Secret that is mistyped as %s of %s is told of', async ([kind, apiVersion]) => {
	const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: s}\ndata: {key: hunter2}\n`;
	const message = `kind ${kind} of "${apiVersion}": did you mean kind: Secret with apiVersion: v1?`;
	expect(await collect(text)).toMatchObject({manifests: [], problems: [{scope: 'file', message}]});
});

test('another kind that is called Secret may hold what it likes', async () => {
	const {problems} = await collect(
		'apiVersion: example.com/v1\nkind: Secret\nmetadata: {name: s}\nspec: {}\ndata: 1\n',
	);
	expect(problems).toEqual([]);
});

test.for([
	['uid: 9b1c', 'metadata.uid belongs to the cluster: remove it'],
	['resourceVersion: "12"', 'metadata.resourceVersion belongs to the cluster: remove it'],
	['managedFields: []', 'metadata.managedFields belongs to the cluster: remove it'],
] as const)('a manifest with metadata.%s is a problem of its file', async ([field, message]) => {
	const {manifests, problems} = await collect(
		`apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  ${field}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: b}\n`,
	);
	expect(manifests.map(({id}) => id.name)).toEqual(['b']);
	expect(problems).toEqual([{scope: 'file', where: 'apps/a.yaml:1', message}]);
});

test('what the cluster does not listen to is dropped from a manifest', async () => {
	const {manifests, problems} = await collect(
		'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, creationTimestamp: "2026-01-01T00:00:00Z", generation: 2, selfLink: /a, uid: null, labels: {a: b}}\n',
	);
	expect(problems).toEqual([]);
	expect(manifests.map(({body}) => body.metadata)).toEqual([{name: 'a', labels: {a: 'b'}}]);
});
