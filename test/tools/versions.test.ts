import path from 'node:path';
import {expect} from 'vitest';
import {runProgram} from '../support/program.ts';
import {toolTest} from '../support/tool-test.ts';

const cases = [
	{tool: 'helm4', args: ['version', '--template={{.Version}}'], says: /^v4\.3\.1$/},
	{tool: 'helm3', args: ['version', '--template={{.Version}}'], says: /^v3\.22\.0$/},
	{tool: 'kustomize', args: ['version'], says: /^v5\.8\.2$/},
	{tool: 'jsonnet', args: ['--version'], says: / v0\.22\.0$/},
	{tool: 'sops', args: ['--disable-version-check', '--version'], says: /^sops 3\.13\.3$/},
	{tool: 'ageKeygen', args: ['--version'], says: /^v1\.3\.1$/},
	{tool: 'registry', args: ['--version'], says: / v3\.1\.2$/},
] as const;

toolTest.for(cases)('$tool tells its version', async ({tool, args, says}, {tools}) => {
	const {code, stdout} = await runProgram(tools[tool], args, {env: {HOME: path.dirname(tools[tool])}});
	expect(code).toBe(0);
	expect(stdout.trimEnd()).toMatch(says);
});
