import {expect} from 'vitest';
import type {Tool} from '../../../../source/model/application.ts';
import type {Files} from '../../../support/temporary-folder.ts';
import {toolTest} from '../../../support/tool-test.ts';
import {helmWith, render} from '../support/with-tool.ts';

const chart = {'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n'};
const subchart = {'web/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n'};
const brokenValues = 'a: 1\nb: [1,\nc: d: d\n';

type Case = {readonly files: Files; readonly tool?: Tool; readonly problem: string};

toolTest.for<[string, Case]>([
	[
		'a broken value file',
		{
			files: {...chart, 'web/own.yaml': brokenValues},
			tool: helmWith({valueFiles: ['own.yaml']}),
			problem: 'web/own.yaml:2 failed to parse ./web/own.yaml: ',
		},
	],
	[
		"a chart's own broken values, beside those of a subchart",
		{
			files: {...chart, ...subchart, 'web/charts/db/values.yaml': 'a: 1\n', 'web/values.yaml': brokenValues},
			problem: 'web/values.yaml:2 cannot load values.yaml: ',
		},
	],
	[
		'broken values of a subchart',
		{
			files: {...chart, ...subchart, 'web/charts/db/values.yaml': brokenValues, 'web/values.yaml': 'a: 1\n'},
			problem: 'web/charts/db/values.yaml:2 error unpacking subchart db in web: ',
		},
	],
	[
		'a wrong dependency of a chart of Helm 2',
		{
			files: {
				...subchart,
				'web/Chart.yaml': chart['web/Chart.yaml'].replace('v2', 'v1'),
				'web/requirements.yaml': 'dependencies: [{name: db, version: 1.0.0, alias: a/b}]\n',
			},
			problem: 'web/requirements.yaml validation: dependency "db" has disallowed characters in the alias',
		},
	],
])('%s is told with the file and the line in which it stands', async ([, {files, tool, problem}], {tools}) => {
	for (const program of [tools.helm3, tools.helm4]) {
		const {problems} = await render(files, {folder: 'web', program, tool: tool ?? helmWith({})});
		const told = problems.map(({where, message}) => `${where} ${message.replace(/^helm \S+: /, '')}`);
		expect(told).toEqual([expect.stringContaining(problem)]);
	}
});
