import path from 'node:path';
import {loadAll} from 'js-yaml';
import {expect, test} from 'vitest';
import {sourcesOf} from '../../../source/adapters/render/helm/sources.ts';
import type {KustomizeOptions} from '../../../source/model/application.ts';
import {keyOf, whereOf} from '../../../source/model/resource.ts';
import {chartFiles, subchartFiles} from '../../support/charts.ts';
import {overlayFiles} from '../../support/overlays.ts';
import {runProgram} from '../../support/program.ts';
import {createTemporaryFolder, type Files, under} from '../../support/temporary-folder.ts';
import {toolTest} from '../../support/tool-test.ts';
import {helmWith, kustomizeWith, render} from './support/with-tool.ts';

/** What the program itself prints, as objects. */
async function printed(files: Files, program: string, args: readonly string[]) {
	await using place = await createTemporaryFolder(files);
	const {stdout, stderr, code} = await runProgram(program, args, {cwd: place.folder, env: {HOME: place.folder}});
	expect({code, stderr: code === 0 ? '' : stderr}).toEqual({code: 0, stderr: ''});
	return loadAll(stdout).filter(document => document !== null && document !== undefined);
}

const bodies = ({manifests}: Awaited<ReturnType<typeof render>>) => manifests.map(({body}) => body);

const production = 'overlays/production';

toolTest('a kustomization makes what `kustomize build` prints', async ({tools}) => {
	const files = overlayFiles();
	const rendered = await render(files, {folder: production, program: tools.kustomize});
	expect(rendered).toMatchObject({problems: [], tool: 'kustomize v5.8.2', remarks: []});
	expect(bodies(rendered)).toEqual(await printed(files, tools.kustomize, ['build', production]));
});

toolTest('each object of a kustomization knows the file that it comes from', async ({tools}) => {
	const {manifests} = await render(overlayFiles(), {folder: production, program: tools.kustomize});
	const origins = new Map(manifests.map(({id, origin}) => [`${id.kind} ${id.name}`, whereOf(origin)]));
	expect(origins.get('Deployment shop-object-01-north')).toBe('base/object-01.yaml:1');
	expect(origins.get('Service shop-object-47-north')).toBe('base/object-47.yaml:1');
	const generated = [...origins].filter(([name]) => /^(?:ConfigMap shop-settings|Secret shop-token)-north-/.test(name));
	expect(generated.map(([, origin]) => origin)).toEqual(Array(2).fill(`${production}/kustomization.yaml`));
	expect([...origins.values()].filter(origin => origin.startsWith('base/'))).toHaveLength(50);
});

test('an object of a chart knows its template, and no line that nobody has told', () => {
	const output = '---\n# Source: web/templates/a.yaml\nkind: ConfigMap\n';
	const files = ['web/Chart.yaml', 'web/templates/a.yaml'].map(file => ({path: file, content: 'name: web\n'}));
	const attribute = sourcesOf('web')(output, files);
	expect(whereOf(attribute({}, {file: 'web', line: 3}).origin)).toBe('web/templates/a.yaml');
});

toolTest('what an application asks for besides is what `kustomize edit` would write', async ({tools}) => {
	const files = overlayFiles({objects: 10});
	const added: Partial<KustomizeOptions> = {
		namePrefix: 'a-',
		nameSuffix: '-z',
		namespace: 'elsewhere',
		images: ['registry.example.test/web=other.example.test/web:2'],
		replicas: [{name: 'object-06', count: 7}],
		labels: {team: 'north'},
		annotations: {contact: 'ann'},
	};
	const rendered = await render(files, {folder: production, program: tools.kustomize, tool: kustomizeWith(added)});
	await using place = await createTemporaryFolder(files);
	const cwd = path.join(place.folder, production);
	const run = (...args: readonly string[]) => runProgram(tools.kustomize, args, {cwd, env: {HOME: place.folder}});
	for (const edit of [
		['set', 'nameprefix', '--', 'a-'],
		['set', 'namesuffix', '--', '-z'],
		['set', 'namespace', 'elsewhere'],
		['set', 'image', 'registry.example.test/web=other.example.test/web:2'],
		['set', 'replicas', 'object-06=7'],
		['add', 'label', 'team:north'],
		['add', 'annotation', 'contact:ann'],
	]) {
		expect(await run('edit', ...edit)).toMatchObject({code: 0});
	}

	expect(rendered.problems).toEqual([]);
	expect(bodies(rendered)).toEqual(loadAll((await run('build', '.')).stdout));
});

for (const version of ['helm3', 'helm4'] as const) {
	toolTest(`a chart makes what \`helm template\` prints, with ${version}`, async ({tools}) => {
		const files = {...under('charts/web', chartFiles()), 'shared/north.yaml': 'labels: {side: north}\n'};
		const tool = helmWith({
			releaseName: 'prod',
			valueFiles: ['values-production.yaml', '/shared/*.yaml'],
			values: 'replicas: 5\nextra: {own: "1"}\n',
			parameters: [
				{name: 'image.tag', value: '1.10', forceString: true},
				{name: 'labels.list', value: 'a,b', forceString: false},
			],
			fileParameters: [{name: 'extra.file', path: '/shared/north.yaml'}],
			apiVersions: ['example.test/v1/Widget'],
			skipTests: true,
		});
		const rendered = await render(files, {folder: 'charts/web', program: tools[version], tool});
		const own = {...files, 'own.yaml': 'replicas: 5\nextra: {own: "1"}\n'};
		const expected = await printed(own, tools[version], [
			...[
				'template',
				'prod',
				'charts/web',
				'--namespace=shop',
				'--kube-version=v1.36.3',
				'--include-crds',
				'--skip-tests',
			],
			...['--values=charts/web/values-production.yaml', '--values=shared/north.yaml', '--values=own.yaml'],
			...['--set-string=image.tag=1.10', '--set=labels.list=a\\,b', '--set-file=extra.file=shared/north.yaml'],
			'--api-versions=example.test/v1/Widget',
		]);
		expect(rendered).toMatchObject({problems: [], remarks: []});
		expect(bodies(rendered)).toEqual(expected);
		const origins = new Map(rendered.manifests.map(({id, origin}) => [keyOf(id), origin.file]));
		expect([...origins.values()]).toContain('charts/web/templates/deployment-01.yaml');
		expect([...origins.values()]).toContain('charts/web/charts/metrics/templates/configmap.yaml');
		expect([...origins.values()]).toContain('charts/web/crds/widgets.yaml');
	});
}

toolTest('a dependency by file:// is rendered with the chart', async ({tools}) => {
	const web = chartFiles({templates: 2, dependencies: {cache: 'file://../cache'}});
	const files = {...under('charts/web', web), ...under('charts/cache', subchartFiles('cache'))};
	const {manifests, problems} = await render(files, {folder: 'charts/web', program: tools.helm4});
	expect(problems).toEqual([]);
	expect(manifests.map(({id}) => id.name)).toContain('shop-cache');
});

toolTest('a chart that makes something else each time says so, and holds nothing back', async ({tools}) => {
	const template =
		'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n# {{/* now */}}\ndata:\n  id: {{ randAlphaNum 8 | quote }}\n';
	const files = {'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n', 'web/templates/a.yaml': template};
	const {manifests, remarks} = await render(files, {folder: 'web', program: tools.helm4});
	expect(manifests).toHaveLength(1);
	expect(remarks).toEqual([
		'web/templates/a.yaml:6 uses randAlphaNum, which makes something else of it at each render: the application may never be in sync',
	]);
});
