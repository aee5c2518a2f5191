import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect} from 'vitest';
import {toolTest as test} from '../support/tool-test.ts';
import type {Toolbox} from '../tools/toolbox.ts';
import {application, configMap, deployment, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, folder, type Trial} from './support/trial.ts';
import {until} from './support/until.ts';

const values = (greeting: string) => `greeting: ${greeting}\n`;

const files = {
	'base/kustomization.yaml': 'resources: [web.yaml]\n',
	'base/web.yaml': text(deployment('web', {image: 'web:1'})),
	'overlay/kustomization.yaml': 'resources: [../base]\nnameSuffix: -blue\n',
	'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
	'chart/values.yaml': values('hello'),
	'chart/templates/config.yaml': [
		'apiVersion: v1',
		'kind: ConfigMap',
		'metadata:',
		'  name: {{ .Release.Name }}',
		'data:',
		'  greeting: {{ .Values.greeting | quote }}',
		'  hasDeployments: {{ .Capabilities.APIVersions.Has "apps/v1/Deployment" | quote }}',
		'',
	].join('\n'),
	'plain/plain.yaml': text(configMap('plain')),
};

type Setting = {readonly trial: Trial; readonly tools: Toolbox};

/** With the tools on the PATH. */
function createToolTrial(tools: Toolbox): Promise<Trial> {
	const folders = [tools.kustomize, tools.helm4].map(tool => path.dirname(tool));
	return createTrial(files, {...sharedCluster(), env: {PATH: [...folders, process.env.PATH].join(':')}});
}

/** Three automated applications of the one repository, in the one file; its path. */
async function writeApplications({trial}: Pick<Setting, 'trial'>, images: readonly string[]): Promise<string> {
	const {name, repository, home} = trial;
	const of = (app: string, tool = {}) =>
		application(app, {
			source: {repoURL: repository.remote, path: `${folder}/${app}`, targetRevision: 'HEAD', ...tool},
			destination: {server: 'https://kubernetes.default.svc', namespace: name},
			syncPolicy: {automated: {}},
		});
	const file = path.join(home, 'applications.yaml');
	await writeFile(file, text(of('overlay', {kustomize: {images}}), of('chart'), of('plain')));
	return file;
}

type Told = {readonly kind: string; readonly app: string; readonly message: string; readonly revision?: string};

const toldBy = ({lines}: {readonly lines: readonly string[]}): readonly Told[] => lines.map(line => JSON.parse(line));

const succeeded = (app: string) => new RegExp(`"kind":"finished","app":"${app}".*"result":"succeeded"`);

test('a kustomization and a chart are deployed, one commit renders one of several, and an image of `kustomize.images` rolls out', async ({
	tools,
}) => {
	await using trial = await createToolTrial(tools);
	const {kubectl} = trial.namespace;
	const flags = ['--kubeconfig', sharedCluster().kubeconfig, '--interval', '300ms', '-o', 'json'];
	{
		const file = await writeApplications({trial}, ['web:2']);
		await using engine = trial.startBare('engine', '-f', file, ...flags);
		await Promise.all(['overlay', 'chart', 'plain'].map(app => engine.line(succeeded(app), 30_000)));
		expect(await kubectl(['get', 'deployment', 'web-blue', '--output=jsonpath={..image}'])).toBe('web:2');
		expect(await kubectl(['get', 'configmap', 'chart', '--output=jsonpath={.data}'])).toBe(
			'{"greeting":"hello","hasDeployments":"true"}',
		);
		const rendered = toldBy(engine).filter(({kind}) => kind === 'rendered');
		expect(rendered.map(({app, message}) => `${app}: ${message}`).toSorted()).toEqual([
			expect.stringMatching(/^chart: 1 object of app\/chart, by helm v4\.\d+\.\d+$/),
			expect.stringMatching(/^overlay: 1 object of app\/overlay, by kustomize v5\.\d+\.\d+$/),
			'plain: 1 object of app/plain',
		]);

		const before = engine.lines.length;
		const commit = await trial.declare({'chart/values.yaml': values('good evening')});
		const fetched = () => toldBy(engine).filter(({kind, revision}) => kind === 'fetched' && revision === commit);
		await until('all three are at the commit', () => fetched().length === 3);
		await until(
			'the chart has it',
			async () =>
				(await kubectl(['get', 'configmap', 'chart', '--output=jsonpath={.data.greeting}'])) === 'good evening',
		);
		const after = toldBy({lines: engine.lines.slice(before)});
		expect(after.filter(({kind}) => kind === 'rendered').map(({app}) => app)).toEqual(['chart']);
		engine.signal('SIGINT');
		expect((await engine.exited).code).toBe(0);
	}

	const file = await writeApplications({trial}, ['web:3']);
	await using engine = trial.startBare('engine', '-f', file, ...flags);
	await engine.line(succeeded('overlay'), 30_000);
	expect(toldBy(engine).filter(({kind}) => kind === 'configured')).toMatchObject([{app: 'overlay'}]);
	const pods = ['get', 'pods', '--selector=app=web', '--output=jsonpath={..spec.containers[*].image}'];
	await until('its pods run the new image', async () => (await kubectl(pods)) === 'web:3');
});

test('without a cluster it is rendered all the same, and the doctor says who needs which program', async ({tools}) => {
	await using trial = await createToolTrial(tools);
	const file = await writeApplications({trial}, []);
	const offline = await trial.startBare('render', 'overlay', '-f', file, '--offline').exited;
	expect(offline).toMatchObject({code: 0, stderr: '', stdout: expect.stringContaining('name: web-blue')});
	const chart = await trial.startBare('render', 'chart', '-f', file, '-o', 'json').exited;
	expect(JSON.parse(chart.stdout)).toMatchObject({
		app: 'chart',
		tool: expect.stringMatching(/^helm v4/),
		tookMs: expect.any(Number),
		objects: [{metadata: {name: 'chart', namespace: trial.name}}],
		problems: [],
		remarks: [
			expect.stringMatching(/^without the cluster: there is no kubeconfig/),
			expect.stringMatching(/Helm itself assumes/),
		],
	});

	const {kubeconfig} = sharedCluster();
	const doctor = await trial.startBare('doctor', '-f', file, '--kubeconfig', kubeconfig, '-o', 'json').exited;
	const {ok, findings} = JSON.parse(doctor.stdout);
	expect([doctor.code, ok]).toEqual([0, true]);
	expect(findings).toEqual(
		expect.arrayContaining([
			expect.objectContaining({name: 'helm', state: 'ok', neededBy: ['chart']}),
			expect.objectContaining({name: 'kustomize', state: 'ok', neededBy: ['overlay']}),
			expect.objectContaining({
				area: 'cluster',
				state: 'ok',
				version: expect.stringMatching(/^v1\./),
				message: expect.stringMatching(/^as \S+, who may do what is needed for 3 applications$/),
			}),
			expect.objectContaining({area: 'repository', state: 'ok', neededBy: ['overlay', 'chart', 'plain']}),
		]),
	);
	const without = await trial.startBare('doctor', '-f', file).exited;
	expect(without).toMatchObject({code: 1, stdout: expect.stringContaining('kubeconfig: there is no kubeconfig')});
});
