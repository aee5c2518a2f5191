import {expect, test} from 'vitest';
import {Renderer} from '../../../source/adapters/render/render.ts';
import {commitOf, type Files, forever, requestOf, sourceOf, toolbox} from './support/files.ts';

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const leftOver = 'what it declared before is left over';

test.for<[string, Files, Parameters<typeof sourceOf>[1], readonly string[]]>([
	['without files', {'README.md': 'x'}, {}, [`.: no file of this folder declares an object: ${leftOver}`]],
	['with comments alone', {'a.yaml': '# nothing\n'}, {}, [`.: no file of this folder declares an object: ${leftOver}`]],
	[
		'whose files are in subfolders',
		{'web/a.yaml': configMap},
		{},
		[`.: no file of this folder declares an object: ${leftOver}; its subfolders are read with directory.recurse alone`],
	],
	[
		'of which nothing is included',
		{'a.yaml': configMap},
		{include: '*.yml', recurse: true},
		[`.: no file that directory.include "*.yml" leaves declares an object: ${leftOver}`],
	],
	['with an object', {'a.yaml': configMap}, {}, []],
	['with a problem', {'a.yaml': 'a: b: c'}, {}, []],
])('a folder %s', async ([, files, directory, expected]) => {
	const renderer = new Renderer({toolbox});
	const request = requestOf(sourceOf('.', directory), commitOf(files));
	const rendered = await renderer.render(request, forever);
	expect(rendered.remarks).toEqual(expected);
	expect(await renderer.render(request, forever), 'what is not new').toBe(rendered);
});
