import {expect, test} from 'vitest';
import {parse, parseAllDocuments} from 'yaml';
import {type} from './support/run-verb.ts';
import {problem, row} from './support/samples.ts';

const manifests = [
	{apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}},
	{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'x'}, data: {on: 'yes'}},
];

test('a render is YAML documents that kubectl reads', async () => {
	const {code, out} = await type('render web', {printed: {manifests}});
	expect(code).toBe(0);
	expect(out).toContain('---\n');
	expect(parseAllDocuments(out).map(document => document.toJS())).toEqual(manifests);
});

test('a render as JSON is one object, with the program, how long it took, and what there is to know', async () => {
	const {out} = await type('render web -o json', {printed: {manifests, remarks: ['a remark']}});
	expect(JSON.parse(out)).toEqual({
		app: 'web',
		revision: row.revision,
		tool: 'kustomize v5.8.2',
		tookMs: 120,
		objects: manifests,
		problems: [],
		remarks: ['a remark'],
	});
});

test.for([
	['render web', 'render'],
	['render web --offline', 'render offline'],
])('%s asks to %s, and needs no kubeconfig', async ([command = '', call]) => {
	const {calls, options} = await type(command);
	expect(calls).toContain(call);
	expect(options).toMatchObject([{mayLackCluster: true}]);
});

test('a render tells remarks on stderr, and is done all the same', async () => {
	const {code, err} = await type('render web', {printed: {manifests, remarks: ['without the cluster: \u001b[2J']}});
	expect([code, err]).toEqual([0, 'remark: without the cluster: \\u001b[2J\n']);
});

test('a render tells problems on stderr and fails, beside what is good', async () => {
	const {code, out, err} = await type('render web', {
		printed: {manifests: manifests.slice(0, 1), problems: [problem]},
	});
	expect([code, parse(out), err]).toEqual([1, manifests[0], 'problem: apps/web/broken.yaml:3: not YAML\n']);
});
