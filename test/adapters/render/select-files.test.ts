import {expect, test} from 'vitest';
import type {DirectoryOptions, Source} from '../../../source/model/application.ts';
import {configMap, type Files, sourceOf, summarize} from './support/files.ts';
import {render} from './support/with-tool.ts';

const files: Files = {
	'README.md': 'x',
	'web/a.yaml': configMap('a'),
	'web/b.yml': configMap('b'),
	'web/c.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}',
	'web/.d.yaml': configMap('d'),
	'web/notes.txt': 'x',
	'web/E.YAML': configMap('e'),
	'web/values.yaml.bak': 'x',
	'web/sub/f.yaml': configMap('f'),
	'web/sub/deep/g.yaml': configMap('g'),
	'web2/h.yaml': configMap('h'),
	'nothing/README.md': 'x',
};

const everything = {recurse: true};

test.for<[string, string, Partial<DirectoryOptions>, string]>([
	['a folder', 'web', {}, 'a b c d'],
	['a folder with its subfolders', 'web', everything, 'a b c d f g'],
	['a subfolder', 'web/sub', {}, 'f'],
	['a path with needless parts', './web//sub/.', {}, 'f'],
	['the top', '.', {}, ''],
	['the top, written as nothing', '', everything, 'a b c d f g h'],
	['what is included', 'web', {include: '*.yml'}, 'b'],
	['what is included, below a folder', 'web', {recurse: true, include: 'sub/*'}, 'f g'],
	['what is included by alternatives', 'web', {recurse: true, include: '{a.yaml,sub/deep/*}'}, 'a g'],
	['what is not excluded', 'web', {recurse: true, exclude: 'sub/*'}, 'a b c d'],
	['what is included and not excluded', 'web', {recurse: true, include: '*.yaml', exclude: '*g.yaml'}, 'a d f'],
	['no folder by its name alone', 'web', {recurse: true, include: 'sub'}, ''],
	['a folder without manifests', 'nothing', {}, ''],
])('%s is read', async ([, path, directory, names]) => {
	const {manifests, problems} = await summarize(files, sourceOf(path, directory));
	const read = manifests.map(manifest => /\/(\w) /.exec(manifest)?.[1]);
	expect([read.toSorted().join(' '), problems]).toEqual([names, []]);
});

const place = 'at abcdef0 of https://host/x.git: check the path';

test.for<[string, Source, string]>([
	['a path that is not there', sourceOf('shop'), `source shop: the folder shop is not there ${place}`],
	[
		'a path below a file',
		sourceOf('web/a.yaml/b'),
		`source web/a.yaml/b: the folder web/a.yaml/b is not there ${place}`,
	],
	['a path to a file', sourceOf('web/a.yaml'), `source web/a.yaml: the folder web/a.yaml is a file ${place}`],
	[
		'a path upwards',
		sourceOf('../x'),
		'application ../x: the path leaves the repository: write it relative to its top, without ".."',
	],
	[
		'a path up and down',
		sourceOf('web/../web'),
		'application web/../web: the path leaves the repository: write it relative to its top, without ".."',
	],
	[
		'an absolute path',
		sourceOf('/web'),
		'application /web: the path leaves the repository: write it relative to its top, without ".."',
	],
	[
		'a path with control characters',
		sourceOf('a\u001b[31m'),
		`source a\\x1b[31m: the folder a\\x1b[31m is not there ${place}`,
	],
	[
		'a pattern to include by that is none',
		sourceOf('web', {include: '{a'}),
		'application web: directory.include is no pattern: a { is never closed',
	],
	[
		'a pattern to exclude by that is none',
		sourceOf('web', {exclude: '[a'}),
		'application web: directory.exclude is no pattern: a [ is never closed, or \\ stands at the end',
	],
])('%s is told', async ([, source, problem]) => {
	expect(await summarize(files, source)).toEqual({manifests: [], problems: [problem]});
});

test('a folder that is said to hold plain files is read as such, whatever is in it', async () => {
	const chosen = sourceOf('web', {exclude: 'Chart.yaml'});
	const {manifests, problems} = await summarize({'web/a.yaml': configMap('a'), 'web/Chart.yaml': 'x: 1'}, chosen);
	expect([manifests.length, problems]).toEqual([1, []]);
});

test('a tool file below the folder makes it no source of that tool', async () => {
	const {manifests, problems} = await summarize(
		{'web/a.yaml': configMap('a'), 'web/chart/Chart.yaml': 'x'},
		sourceOf('web'),
	);
	expect([manifests.length, problems]).toEqual([1, []]);
});

test('without the program, Jsonnet holds the application back', async () => {
	const {manifests, problems} = await render(
		{'web/a.yaml': configMap('a'), 'web/b.jsonnet': '{}'},
		{folder: 'web', program: '/nowhere/jsonnet'},
	);
	expect([manifests.map(({id}) => id.name), problems]).toEqual([
		['a'],
		[{scope: 'application', where: 'web/b.jsonnet', message: expect.stringContaining('jsonnet is not on the PATH')}],
	]);
});

test('Jsonnet that is not selected is ignored', async () => {
	const source = sourceOf('.', {exclude: '*.jsonnet'});
	expect((await summarize({'a.yaml': configMap('a'), 'b.jsonnet': '{}'}, source)).problems).toEqual([]);
});

test.for<[string, string | Buffer, string]>([
	[
		'is too large',
		Buffer.alloc(16 * 1024 * 1024 + 1, '#'),
		'x.yaml:1: the file has 16.0 MB, more than the 16 MB that are read: split it',
	],
	['is not UTF-8', Buffer.from('a: 1\nb: \xff\n', 'latin1'), 'x.yaml:2: the file is not UTF-8 text'],
	['is UTF-16', Buffer.from('\uFEFFa: 1\n', 'utf16le'), 'x.yaml:1: the file is not UTF-8 text'],
	[
		'is kept by Git LFS',
		'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n',
		'x.yaml:1: this is only a pointer of Git LFS, which is not supported: commit the file itself',
	],
])('a file that %s is told, and hides no other file', async ([, content, problem]) => {
	expect(await summarize({'a.yaml': configMap('a'), 'x.yaml': content})).toEqual({
		manifests: ['/v1 ConfigMap /a a.yaml:1'],
		problems: [`file ${problem}`],
	});
});

test('a file name with control characters is shown escaped', async () => {
	const {problems} = await summarize({'a\u001b[31m\n.yaml': 'x: 1'});
	expect(problems[0]).toMatch(/^file a\\x1b\[31m\\x0a\.yaml:1: /);
});

test('more files than anybody keeps in one application are refused', async () => {
	const many = Object.fromEntries(Array.from({length: 20_001}, (_, index) => [`f${index}.yaml`, '']));
	expect((await summarize(many)).problems).toEqual([
		'source .: 20001 files of 0 MB are selected, more than 20000 files or 64 MB: split the application',
	]);
});

test('more bytes than anybody keeps in one application are refused', async () => {
	const content = Buffer.alloc(3 * 1024 * 1024, '#');
	const many = Object.fromEntries(Array.from({length: 22}, (_, index) => [`f${index}.yaml`, content]));
	expect((await summarize(many)).problems).toEqual([
		'source .: 22 files of 66 MB are selected, more than 20000 files or 64 MB: split the application',
	]);
});
