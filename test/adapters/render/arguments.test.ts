import path from 'node:path';
import {expect, test} from 'vitest';
import {argumentsOf} from '../../../source/adapters/render/helm/arguments.ts';
import {Renderer} from '../../../source/adapters/render/render.ts';
import {createToolbox} from '../../../source/adapters/render/tools/find-tool.ts';
import {plainHelm, type Tool} from '../../../source/model/application.ts';
import type {Files} from '../../support/temporary-folder.ts';
import {toolTest} from '../../support/tool-test.ts';
import {commitOf, forever, requestOf, sourceOf} from './support/files.ts';
import {canary, createOutside, show} from './support/outside.ts';
import {helmWith, render} from './support/with-tool.ts';

type Hostile = {readonly files?: Files; readonly tool: Tool};

const chart: Files = {
	'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
	'web/templates/a.yaml':
		'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: {{ .Release.Namespace | quote }}}\ndata: {all: {{ .Values | toJson | quote }}}\n',
};
/** What Helm would read first, if it took a comma for an end. */
const beginnings: Files = {'web/x': 'own: 1\n', 'web/x\\': 'own: 1\n'};
const parameter = (name: string, file: string): Tool => helmWith({fileParameters: [{name, path: file}]});

/** What is written for Helm with the path of a folder outside. */
const hostileForHelm: readonly (readonly [string, (folder: string) => Hostile])[] = [
	...['--post-renderer=%/run.sh', '--set-file=msg=%/secret.yaml', '--values=%/secret.yaml', '--output-dir=%'].map(
		name =>
			[
				`releaseName ${name}`,
				(folder: string) => ({tool: helmWith({releaseName: name.replace('%', folder)})}),
			] as const,
	),
	['a namespace', folder => ({tool: helmWith({namespace: `--output-dir=${folder}`})})],
	['a kubeVersion', folder => ({tool: helmWith({kubeVersion: `--output-dir=${folder}`})})],
	[
		'an API version',
		folder => ({tool: helmWith({apiVersions: ['x', `--output-dir=${folder}`, `--values=${folder}/secret.yaml`]})}),
	],
	[
		'a parameter',
		folder => ({
			tool: helmWith({parameters: [{name: `--set-file=a`, value: `${folder}/secret.yaml`, forceString: false}]}),
		}),
	],
	[
		'a parameter with an option within',
		folder => ({
			tool: helmWith({parameters: [{name: 'a', value: `b --values=${folder}/secret.yaml`, forceString: true}]}),
		}),
	],
	[
		'a value file with a comma',
		folder => ({
			files: {...beginnings, [`web/x,${folder}/secret.yaml`]: 'own: 1\n'},
			tool: helmWith({valueFiles: [`x,${folder}/secret.yaml`]}),
		}),
	],
	[
		'a value file with a comma and quotes',
		folder => ({
			files: {[`web/x",${folder}/secret.yaml`]: 'own: 1\n'},
			tool: helmWith({valueFiles: [`x",${folder}/secret.yaml`]}),
		}),
	],
	[
		'a file parameter with a second one',
		folder => ({tool: parameter(`msg=${folder}/secret.yaml,extra`, 'Chart.yaml')}),
	],
	['a file parameter with a comma', folder => ({tool: parameter(`a,b=${folder}/secret.yaml,c`, 'Chart.yaml')})],
	[
		'a file parameter that ends with a backslash',
		folder => ({files: {[`web/x=${folder}/secret.yaml`]: 'own'}, tool: parameter('a\\', `x=${folder}/secret.yaml`)}),
	],
	[
		'a file with a comma',
		folder => ({
			files: {...beginnings, [`web/x,a=${folder}/secret.yaml`]: 'own'},
			tool: parameter('m', `x,a=${folder}/secret.yaml`),
		}),
	],
	[
		'a file with a backslash and a comma',
		folder => ({
			files: {...beginnings, [`web/x\\,a=${folder}/secret.yaml`]: 'own'},
			tool: parameter('m', `x\\,a=${folder}/secret.yaml`),
		}),
	],
];

for (const version of ['helm3', 'helm4'] as const) {
	toolTest.for(hostileForHelm)(
		`%s gets nothing from outside and runs nothing, with ${version}`,
		async ([, make], {tools}) => {
			await using place = await createOutside();
			const {files, tool} = make(place.folder);
			const rendered = await render({...chart, ...files}, {folder: 'web', program: tools[version], tool});
			expect(show(rendered)).not.toContain(canary);
			expect(await place.isUntouched()).toBe(true);
		},
	);

	toolTest(`names that need care mean what they say, with ${version}`, async ({tools}) => {
		const files = {
			...Object.fromEntries(Object.entries(chart).map(([name, text]) => [name.replace('web/', '-x,"y/'), text])),
			'-x,"y/a,b".yaml': 'value: 1\n',
			'-x,"y/http:x/-.yaml': 'other: 2\n',
			'-x,"y/c,d\\e=f.txt': 'text',
		};
		const tool = helmWith({
			valueFiles: ['a,b".yaml', 'http:x/-.yaml'],
			fileParameters: [{name: 'lists[0].a\\,b', path: 'c,d\\e=f.txt'}],
			namespace: '--debug',
		});
		const {manifests, problems} = await render(files, {folder: '-x,"y', program: tools[version], tool});
		expect([problems, manifests.map(({id, body}) => [id.namespace, body.data])]).toEqual([
			[],
			[['--debug', {all: '{"lists":[{"a,b":"text"}],"other":2,"value":1}'}]],
		]);
	});

	toolTest.for(['--debug', 'a_b', 'A', 'a'.repeat(54), 'a.', 'a\nb'])(
		`the release name %j is refused before ${version} is run`,
		async (releaseName, {tools}) => {
			const {problems, tool} = await render(chart, {
				folder: 'web',
				program: tools[version],
				tool: helmWith({releaseName}),
			});
			expect([tool, problems]).toEqual([
				'',
				[
					{
						scope: 'application',
						where: 'spec.source.helm.releaseName',
						message: expect.stringContaining('must be a release name of Helm'),
					},
				],
			]);
		},
	);
}

toolTest('an application whose name is too long for a release is told what to set', async ({tools}) => {
	const toolbox = createToolbox({PATH: path.dirname(tools.helm4)});
	const source = {...sourceOf('web'), tool: helmWith({})};
	const request = {...requestOf(source, commitOf(chart)), app: 'a'.repeat(54)};
	const {problems} = await new Renderer({toolbox}).render(request, forever);
	expect(problems.map(({message}) => message)).toEqual([
		expect.stringMatching(/^the application's name, .* must be a release name of Helm: .*: set helm\.releaseName$/),
	]);
});

test('even a release that is called like an option is none for Helm', () => {
	const names = {release: '--post-renderer=/tmp/x.sh', folder: '-x', namespace: '', kubeVersion: '', apiVersions: []};
	const all = argumentsOf({...names, options: plainHelm, valueFiles: [], fileParameters: [], skipsSchemas: false});
	expect(all.slice(-3)).toEqual(['--', '--post-renderer=/tmp/x.sh', './-x']);
});
