import path from 'node:path';
import {expect} from 'vitest';
import {runProgram} from '../support/program.ts';
import {createTemporaryFolder} from '../support/temporary-folder.ts';
import {toolTest} from '../support/tool-test.ts';

toolTest('jsonnet takes variables, arguments and libraries', {timeout: 60_000}, async ({tools}) => {
	await using files = await createTemporaryFolder({
		'main.jsonnet':
			"local k = import 'k.libsonnet'; function(count) [k.configMap(std.extVar('name') + i) for i in std.range(1, count)]",
		'libs/k.libsonnet': "{configMap(name):: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: name}}}",
	});
	const {code, stdout} = await runProgram(
		tools.jsonnet,
		['--jpath', 'libs', '--ext-str', 'name=web-', '--tla-code', 'count=2', path.join(files.folder, 'main.jsonnet')],
		{env: {}, cwd: files.folder},
	);
	expect(code).toBe(0);
	expect(JSON.parse(stdout)).toEqual(
		['web-1', 'web-2'].map(name => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}})),
	);
});
