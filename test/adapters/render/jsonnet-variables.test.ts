import {expect} from 'vitest';
import type {Tool} from '../../../source/model/application.ts';
import {toolTest} from '../../support/tool-test.ts';
import {canary, createOutside, show} from './support/outside.ts';
import {jsonnetWith, render} from './support/with-tool.ts';

const manifest = "{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {x: std.extVar('x')}}";
const code = (value: string): Tool => jsonnetWith({extVars: [{name: 'x', value, code: true}]});
const wide = ' '.repeat(1001);
const tricks: readonly (readonly [string, (file: string) => string])[] = [
	['importstr', file => `importstr "${file}"`],
	['import', file => `std.manifestJson(import "${file}")`],
	['importbin', file => `std.toString(importbin "${file}")`],
	['an import after comments', file => `/* " */ importstr # '\n// |||\n@'${file}'`],
	['an import in escapes', file => `importstr "${file.replaceAll('/', '\\u002f')}"`],
	['an import after a block', file => `|||\n  text\n||| + importstr "${file}"`],
	['an import after a block that is chomped', file => `|||-\n  text\n||| + importstr "${file}"`],
	['an import after a block with a wide indent', file => `|||\n${wide}text\n${wide.slice(1)}||| + importstr "${file}"`],
	['an import after a block with a wide end', file => `|||\n ${wide}text\n${wide}||| + importstr "${file}"`],
	['an import in parts of an operator', file => `""+||| \n  a\n|||+importstr'${file}'`],
	['a path that leads out', file => `importstr "${'../'.repeat(16)}${file}"`],
];

toolTest.for(tricks)('the code of a variable in Jsonnet imports nothing: %s', async ([, make], {tools}) => {
	await using place = await createOutside();
	const value = make(place.secret);
	for (const tool of [code(value), jsonnetWith({tlas: [{name: 'x', value, code: true}]})]) {
		const rendered = await render({'web/a.jsonnet': manifest}, {folder: 'web', program: tools.jsonnet, tool});
		expect(show(rendered)).not.toContain(canary);
		expect(rendered.problems).toEqual([
			{
				scope: 'application',
				where: 'web/a.jsonnet',
				message: expect.stringMatching(/^directory\.jsonnet\.\w+ "x" imports "/),
			},
		]);
	}
});

toolTest.for(tricks)('a file in Jsonnet imports nothing from outside: %s', async ([, make], {tools}) => {
	await using place = await createOutside();
	const text = manifest.replace("std.extVar('x')", make(place.secret));
	const rendered = await render({'web/a.jsonnet': text}, {folder: 'web', program: tools.jsonnet});
	expect(show(rendered)).not.toContain(canary);
	expect(rendered.problems).toHaveLength(1);
});

toolTest.for([`"import '/etc/passwd'"`, '"a" // import "x"', '|||\n  importstr "x"\n|||', '{"import": "x"}["import"]'])(
	'the code of a variable may speak of imports: %j',
	async (value, {tools}) => {
		const {problems} = await render(
			{'web/a.jsonnet': manifest},
			{folder: 'web', program: tools.jsonnet, tool: code(value)},
		);
		expect(problems).toEqual([]);
	},
);

toolTest.for(['-', '--', '-o/x', '-e', 'a=b', ''])(
	'Jsonnet never gets %j as the name of a variable',
	async (name, {tools}) => {
		for (const kind of ['extVars', 'tlas'] as const) {
			const tool = jsonnetWith({[kind]: [{name, value: 'o', code: false}]});
			const {problems} = await render({'web/a.jsonnet': '[]'}, {folder: 'web', program: tools.jsonnet, tool});
			expect(problems.map(({message}) => message)).toEqual([
				`directory.jsonnet.${kind} "${name}" has a name that must not be empty, begin with - or hold =`,
			]);
		}
	},
);
