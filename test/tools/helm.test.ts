import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect} from 'vitest';
import {parseAllDocuments} from 'yaml';
import {chartFiles, packChart, subchartFiles} from '../support/charts.ts';
import {runProgram} from '../support/program.ts';
import {createTemporaryFolder, under} from '../support/temporary-folder.ts';
import {toolTest} from '../support/tool-test.ts';

const timeout = 60_000;
const versions = ['helm3', 'helm4'] as const;

function objectsOf(output: string) {
	return parseAllDocuments(output)
		.map(document => document.toJS())
		.filter(object => object !== null);
}

function countKinds(objects: readonly {readonly kind: string}[]) {
	const counts = new Map<string, number>();
	for (const {kind} of objects) {
		counts.set(kind, (counts.get(kind) ?? 0) + 1);
	}

	return Object.fromEntries(counts);
}

toolTest.for(versions)('%s renders a chart, and the same from its archive', {timeout}, async (version, {tools}) => {
	await using files = await createTemporaryFolder(under('web', chartFiles()));
	const archive = path.join(files.folder, 'web-1.2.3.tgz');
	await writeFile(archive, packChart('web', chartFiles()));
	const render = async (chart: string) => {
		const args = ['template', 'shop', chart, '--namespace=prod', '--include-crds'];
		const values = `--values=${path.join(files.folder, 'web/values-production.yaml')}`;
		return await runProgram(tools[version], [...args, values], {env: {HOME: files.folder}});
	};
	const {code, stdout, stderr} = await render(path.join(files.folder, 'web'));
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const objects = objectsOf(stdout);
	expect(countKinds(objects)).toEqual({
		CustomResourceDefinition: 1,
		Deployment: 10,
		Service: 10,
		// 30, and that of the sub-chart.
		ConfigMap: 31,
		Job: 1,
		Pod: 1,
	});
	const named = (name: string) => objects.find(({metadata}) => metadata.name === name);
	expect(named('shop-web-01')).toMatchObject({
		metadata: {namespace: 'prod', labels: {team: 'shop', 'helm.sh/chart': 'web-1.2.3'}},
		spec: {replicas: 3, template: {spec: {containers: [{image: 'registry.example.test/web:production'}]}}},
	});
	expect(named('shop-web-03').data).toEqual({message: 'hello from shop', region: 'north'});
	expect(named('shop-metrics').data).toEqual({level: 'high', region: 'south'});
	expect(stdout).toContain('# Source: web/templates/deployment-01.yaml\n');
	expect((await render(archive)).stdout).toBe(stdout);
});

toolTest.for(versions)('%s takes a dependency from a folder beside the chart', {timeout}, async (version, {tools}) => {
	await using files = await createTemporaryFolder({
		...under('web', chartFiles({templates: 1, dependencies: {cache: 'file://../cache'}})),
		...under('cache', subchartFiles('cache')),
	});
	const chart = path.join(files.folder, 'web');
	const helm = (...args: readonly string[]) => runProgram(tools[version], args, {env: {HOME: files.folder}});
	expect((await helm('template', 'shop', chart)).stderr).toMatch(/missing in charts\/ directory: cache/);
	expect(await helm('dependency', 'build', chart)).toMatchObject({code: 0});
	const names = objectsOf((await helm('template', 'shop', chart)).stdout).map(({metadata}) => metadata.name);
	expect(names).toEqual(expect.arrayContaining(['shop-web-01', 'shop-metrics', 'shop-cache']));
});

toolTest.for(versions)('%s renders for the Kubernetes of its release', {timeout}, async (version, {tools}) => {
	await using files = await createTemporaryFolder({
		'Chart.yaml': 'apiVersion: v2\nname: tell\nversion: 0.1.0\n',
		'templates/told.yaml': 'kube: {{ .Capabilities.KubeVersion }}\nhelm: {{ .Capabilities.HelmVersion.Version }}\n',
	});
	const {stdout} = await runProgram(tools[version], ['template', files.folder], {env: {HOME: files.folder}});
	const told = {helm3: {kube: 'v1.37.0', helm: 'v3.22.0'}, helm4: {kube: 'v1.37.0', helm: 'v4.3.1'}};
	expect(objectsOf(stdout)).toEqual([told[version]]);
});
