import {expect} from 'vitest';
import type {Tool} from '../../../source/model/application.ts';
import {toolTest} from '../../support/tool-test.ts';
import {configMap} from './support/files.ts';
import {kustomizeWith, render} from './support/with-tool.ts';

toolTest.for<[string, string, string, Tool?]>([
	['a resource', 'resources:\n- a.yaml\n- nope.yaml\n', 'web/kustomization.yaml:3 resources: "nope.yaml"'],
	[
		'the path of a patch',
		'resources: [a.yaml]\npatches:\n- target: {kind: ConfigMap}\n  path: nope.yaml\n',
		'web/kustomization.yaml:4 patches[].path: "nope.yaml"',
	],
	[
		'a file of a generator',
		'configMapGenerator:\n- name: a\n  files:\n  - a.yaml\n  - key=nope.txt\n',
		'web/kustomization.yaml:5 configMapGenerator[].files: "nope.txt"',
	],
	[
		'an env file',
		'secretGenerator:\n- name: a\n  envs:\n  - nope.env\n',
		'web/kustomization.yaml:4 secretGenerator[].envs: "nope.env"',
	],
	[
		"an application's component",
		'resources: [a.yaml]\n',
		'spec.source.kustomize.components "../nope" is not there',
		kustomizeWith({components: ['../nope']}),
	],
	[
		"an application's patch",
		'resources: [a.yaml]\n',
		'spec.source.kustomize.patches[1].path "nope.yaml" is not there',
		kustomizeWith({patches: [{patch: configMap('a')}, {path: 'nope.yaml'}]}),
	],
	[
		"an application's name for replicas",
		'resources: [a.yaml]\n',
		'spec.source.kustomize.replicas[0].name kustomize v5.8.2: resource with name nope',
		kustomizeWith({replicas: [{name: 'nope', count: 2}]}),
	],
])('%s that is not there is told with its line or its field', async ([, kustomization, expected, tool], {tools}) => {
	const files = {'web/kustomization.yaml': kustomization, 'web/a.yaml': configMap('a')};
	const {problems} = await render(files, {folder: 'web', program: tools.kustomize, ...(tool && {tool})});
	expect(problems.map(({where, message}) => `${where} ${message}`)).toEqual([expect.stringContaining(expected)]);
});
