import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect} from 'vitest';
import {createRepository} from '../support/repository.ts';
import {toolTest as test} from '../support/tool-test.ts';
import {application, configMap, text} from './support/manifests.ts';
import {sharedCluster} from './support/shared-cluster.ts';
import {createTrial, folder} from './support/trial.ts';
import {until} from './support/until.ts';

const chart = {
	'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
	'chart/values.yaml': 'greeting: hello\n',
	'chart/templates/config.yaml': [
		'apiVersion: v1',
		'kind: ConfigMap',
		'metadata: {name: greeting}',
		'data: {greeting: {{ .Values.greeting | quote }}}',
		'',
	].join('\n'),
};

test('a chart with values of another repository and a folder are one application, and a commit of the values rolls out', async ({
	tools,
}) => {
	const PATH = `${path.dirname(tools.helm4)}:${process.env.PATH}`;
	const {kubeconfig} = sharedCluster();
	await using trial = await createTrial(chart, {...sharedCluster(), env: {PATH}});
	await using values = await createRepository();
	const push = async (files: Readonly<Record<string, string>>) => {
		await values.write(files);
		const commit = await values.commit('Change');
		await values.push();
		return commit;
	};
	const first = await push({
		'web/values.yaml': 'greeting: good morning\n',
		'extra/extra.yaml': text(configMap('extra')),
	});
	const {name, repository, home} = trial;
	const targetRevision = 'HEAD';
	const helm = {valueFiles: ['$values/web/values.yaml']};
	const file = path.join(home, 'application.yaml');
	const declared = application(name, {
		sources: [
			{repoURL: repository.remote, path: `${folder}/chart`, targetRevision, helm},
			{repoURL: values.remote, path: 'extra', targetRevision, ref: 'values'},
		],
		destination: {server: 'https://kubernetes.default.svc', namespace: name},
		syncPolicy: {automated: {}},
	});
	await writeFile(file, text(declared));

	const offline = await trial.startBare('render', '-f', file, '--offline').exited;
	expect(offline).toMatchObject({code: 0, stdout: expect.stringMatching(/name: extra[\s\S]*greeting: good morning/)});

	await using engine = trial.startBare(
		'engine',
		'-f',
		file,
		'--kubeconfig',
		kubeconfig,
		'--interval',
		'300ms',
		'-o',
		'json',
	);
	await engine.line(/"kind":"finished".*"result":"succeeded"/, 30_000);
	const {kubectl} = trial.namespace;
	const greeting = () => kubectl(['get', 'configmap', 'greeting', '--output=jsonpath={.data.greeting}']);
	expect(await greeting()).toBe('good morning');
	expect(await kubectl(['get', 'configmap', 'extra', '--output=name'])).toContain('configmap/extra');

	const second = await push({'web/values.yaml': 'greeting: good evening\n'});
	await until('the chart has them', async () => (await greeting()) === 'good evening');
	const details = await trial.startBare('get', '-f', file, '--kubeconfig', kubeconfig, '-o', 'json').exited;
	const {sync, revision, sources} = JSON.parse(details.stdout);
	const [chartCommit, valuesCommit] = revision.split(',');
	expect({sync, valuesCommit, isSame: chartCommit === first}).toEqual({
		sync: 'Synced',
		valuesCommit: second,
		isSame: false,
	});
	expect(sources).toMatchObject([
		{label: 'source 1', revision: chartCommit, tool: expect.stringMatching(/^helm v4/)},
		{label: 'source 2', revision: second, ref: 'values', tool: ''},
	]);
	const history = await trial.startBare('history', '-f', file, '--kubeconfig', kubeconfig).exited;
	expect(history.stdout).toContain(`${chartCommit.slice(0, 7)},${second.slice(0, 7)}`);
});
