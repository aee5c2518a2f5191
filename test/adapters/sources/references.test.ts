import {expect, test} from 'vitest';
import {noSettings} from '../../../source/adapters/render/tools/settings.ts';
import {type HelmOptions, plainHelm} from '../../../source/model/application.ts';
import {members} from '../../../source/model/json.ts';
import type {Rendered} from '../../../source/model/sources.ts';
import {toolTest} from '../../support/tool-test.ts';
import {createRepository, forever, openSources, plainFolder, requestOf} from '../git/support/repositories.ts';

const template = [
	'apiVersion: v1',
	'kind: ConfigMap',
	'metadata: {name: {{ .Release.Name }}}',
	'data: {{ .Values.data | toJson }}',
	'',
].join('\n');
const chart = {
	'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
	'web/values.yaml': 'data: {a: chart, b: chart}\n',
	'web/templates/config.yaml': template,
};

/** A chart, and a repository of values that it names `$values`, at what is there now. */
function setUp(helm?: string) {
	const [charts, values] = [createRepository(), createRepository()];
	const chartCommit = charts.commit(chart);
	const tools = helm === undefined ? {} : {helm: {path: helm, versions: {}}};
	const sources = openSources({settings: {...noSettings, tools}});
	return {
		values,
		async render(options: Partial<HelmOptions>, commit = values.git('rev-parse', 'HEAD')): Promise<Rendered> {
			await sources.resolve(charts.path, ['HEAD'], forever);
			await sources.resolve(values.path, [commit], forever);
			const source = {...plainFolder(charts.path, 'web'), tool: {kind: 'helm', ...plainHelm, ...options} as const};
			const references = new Map([['values', {place: {repository: values.path, chart: ''}, commit}]]);
			return await sources.render({...requestOf(source, chartCommit), references}, forever);
		},
	};
}

const dataOf = ({manifests, problems}: Rendered) => [...manifests.map(({body}) => members(body, 'data')), ...problems];

toolTest('a chart is rendered with values of another repository, at the commit that is named', async ({tools}) => {
	const {values, render} = setUp(tools.helm4);
	const first = values.commit({'env/web.yaml': 'data: {a: first}\n', 'all.yaml': 'data: {b: all}\n'});
	values.commit({'env/web.yaml': 'data: {a: second}\n'});
	const valueFiles = ['$values/all.yaml', '$values/env/$ARGOCD_APP_NAME.yaml'];
	expect(dataOf(await render({valueFiles}, first))).toEqual([{a: 'first', b: 'all'}]);
	expect(dataOf(await render({valueFiles}))).toEqual([{a: 'second', b: 'all'}]);
});

toolTest('globs, file parameters and files that are missing mean those of the other repository', async ({tools}) => {
	const {values, render} = setUp(tools.helm4);
	values.commit({'env/1.yaml': 'data: {a: one}\n', 'env/2.yaml': 'data: {b: two}\n', 'motd.txt': 'hello'});
	const valueFiles = ['$values/env/*.yaml', '$values/gone.yaml'];
	const fileParameters = [{name: 'data.motd', path: '$values/motd.txt'}];
	const rendered = await render({valueFiles, fileParameters, ignoreMissingValueFiles: true});
	expect(dataOf(rendered)).toEqual([{a: 'one', b: 'two', motd: 'hello'}]);
});

toolTest('only a commit that touches the values that are named makes another render of it', async ({tools}) => {
	const {values, render} = setUp(tools.helm4);
	values.commit({'web.yaml': 'data: {a: one}\n'});
	const valueFiles = ['$values/web.yaml'];
	const before = await render({valueFiles});
	values.commit({'other.yaml': 'data: {a: other}\n'});
	expect((await render({valueFiles})).key).toBe(before.key);
	values.commit({'web.yaml': 'data: {a: two}\n'});
	expect((await render({valueFiles})).key).not.toBe(before.key);
});

toolTest('a file of values that is no YAML is named as the application names it', async ({tools}) => {
	const {values, render} = setUp(tools.helm4);
	values.commit({'env/web.yaml': 'data: [\n'});
	const {problems} = await render({valueFiles: ['$values/env/web.yaml']});
	expect(problems).toEqual([expect.objectContaining({scope: 'source', where: '$values/env/web.yaml:1'})]);
});

const refused: readonly (readonly [path: string, message: string])[] = [
	['$values/gone.yaml', 'the value file "$values/gone.yaml" is not there'],
	['$values/../values.yaml', '"$values/../values.yaml" leads out of the repository'],
	['$values/$ARGOCD_APP_NAME/../../x', '"$values/web/../../x" leads out of the repository'],
	['$values/link.yaml', '"$values/link.yaml" is a link, not a file'],
	['$values/linked/passwd', 'the value file "$values/linked/passwd" is not there'],
	['$values/env', '"$values/env" is a folder, not a file'],
	['$values/', 'the value file "$values/" is not there'],
	['$values', 'the value file "$values/" is not there'],
	['$values/Chart.yaml', 'the value file "$values/Chart.yaml" is not there'],
];

test('a file of another repository that is not there, no file, or outside is a problem that names it', async () => {
	const {values, render} = setUp();
	values.commit({'env/web.yaml': 'data: {}\n'});
	const link = (name: string, target: string) => ({mode: '120000', id: values.blob(target), path: name});
	const commit = values.commitEntries([link('link.yaml', 'env/web.yaml'), link('linked', '/etc')]);
	const named = refused.map(([path]) => path);
	const ofFiles = await render({valueFiles: named}, commit);
	const ofParameters = await render({fileParameters: named.map(path => ({name: 'x', path}))}, commit);
	const told = (fieldOf: (index: number) => string) =>
		refused.map(([, message], index) => ({
			scope: 'source',
			where: fieldOf(index),
			message: expect.stringContaining(message),
		}));
	expect(ofFiles.problems).toEqual(told(index => `spec.source.helm.valueFiles[${index}]`));
	expect(ofParameters.problems).toEqual(told(index => `spec.source.helm.fileParameters[${index}].path`));
});
