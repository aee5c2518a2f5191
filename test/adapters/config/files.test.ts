import {symlinkSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {readConfiguration} from '../../../source/adapters/config/read-configuration.ts';
import {OperatorError, UsageError} from '../../../source/model/operator-error.ts';
import {runProgram} from '../../support/program.ts';
import {application, type Files, folderOf, good, read} from './folder.ts';

const namesIn = async (files: Files, ...names: readonly string[]) =>
	(await read(files, ...names)).applications.map(({name, origin}) => `${name} ${origin}`);

const json = JSON.stringify(
	{
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name: 'json'},
		spec: {source: {repoURL: 'https://git.example.com/shop.git', path: '.'}},
	},
	undefined,
	'\t',
);

test.for<[string, Files, readonly string[], readonly string[]]>([
	['one file', {'web.yaml': application('web')}, ['web.yaml'], ['web web.yaml:1']],
	['a file of any name', {applications: application('web')}, ['applications'], ['web applications:1']],
	[
		'several documents of a file',
		{'all.yaml': `# ours\n---\n${application('web')}---\n# none\n---\n${application('cart')}`},
		['all.yaml'],
		['web all.yaml:3', 'cart all.yaml:11'],
	],
	[
		"a folder's *.yaml, *.yml and *.json in the order of their names, its subfolders left out",
		{
			'apps/b.yml': application('b'),
			'apps/a.yaml': application('a'),
			'apps/c.json': json,
			'apps/d.txt': application('d'),
			'apps/sub.yaml/e.yaml': application('e'),
		},
		['apps'],
		['a apps/a.yaml:1', 'b apps/b.yml:1', 'json apps/c.json:1'],
	],
	[
		'several -f in their order',
		{'x.yaml': application('x'), 'apps/a.yaml': application('a')},
		['./x.yaml', 'apps/'],
		['x ./x.yaml:1', 'a apps/a.yaml:1'],
	],
	[
		'a file that is named twice once',
		{'apps/a.yaml': application('a'), 'apps/b.yaml': application('b')},
		['apps/b.yaml', 'apps', 'apps/../apps/a.yaml'],
		['b apps/b.yaml:1', 'a apps/a.yaml:1'],
	],
	[
		'the items of a list',
		{'list.yaml': `kind: List\nitems:\n- ${application('web').trimEnd().replaceAll('\n', '\n  ')}\n`},
		['list.yaml'],
		['web list.yaml:1'],
	],
	['a file with a byte order mark', {'web.yaml': `\uFEFF${application('web')}`}, ['web.yaml'], ['web web.yaml:1']],
])('applications are read from %s', async ([, files, names, expected]) => {
	expect(await namesIn(files, ...names)).toEqual(expected);
});

test('a link to a file that was read is not read again', async () => {
	using folder = folderOf({'web.yaml': application('web')});
	symlinkSync('web.yaml', join(folder.path, 'link.yaml'));
	const {applications} = await readConfiguration({files: ['web.yaml', 'link.yaml'], cwd: folder.path});
	expect(applications).toHaveLength(1);
});

test('applications are read from what a command prints', async () => {
	using folder = folderOf({});
	const fifo = join(folder.path, 'fifo');
	await runProgram('mkfifo', [fifo], {env: {PATH: process.env.PATH ?? ''}});
	const reading = readConfiguration({files: [fifo], cwd: folder.path});
	const [{applications}] = await Promise.all([reading, writeFile(fifo, application('web'))]);
	expect(applications).toHaveLength(1);
});

test('a relative repository is meant from the folder of its file', async () => {
	const files = {
		'a/here.yaml': application('here', {repository: '.'}),
		'a/below.yaml': application('below', {repository: './repo'}),
		'a/beside.yaml': application('beside', {repository: '../repo'}),
	};
	const {applications, folder} = await read(files, 'a');
	expect(Object.fromEntries(applications.map(({name, sources: [{repository}]}) => [name, repository]))).toEqual({
		here: join(folder, 'a'),
		below: join(folder, 'a/repo'),
		beside: join(folder, 'repo'),
	});
});

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n';

test.for<[string, Files, readonly string[], string]>([
	['a file that is not there', {}, ['web.yaml'], '-f web.yaml: no such file or folder'],
	['a file below a file', {'a.yaml': application('a')}, ['a.yaml/b.yaml'], '-f a.yaml/b.yaml: no such file or folder'],
	['a folder without files of applications', {'apps/a.txt': ''}, ['apps'], '-f apps: the folder holds no *.yaml'],
	['a device', {}, ['/dev/zero'], '-f /dev/zero: this is neither a file nor a folder'],
	['an empty file', {'web.yaml': ''}, ['web.yaml'], '-f web.yaml: no Argo CD Application can be read from it'],
	[
		'a file without an Application',
		{'web.yaml': configMap},
		['web.yaml'],
		'can be read from it; web.yaml:1: ConfigMap web is not an Application',
	],
	[
		'a file without an Application beside a good one',
		{'web.yaml': configMap, 'good.yaml': good},
		['good.yaml', 'web.yaml'],
		'-f web.yaml: no Argo CD Application can be read from it',
	],
	[
		'a folder without an Application',
		{'apps/1.yaml': configMap.repeat(1), 'apps/2.yaml': `${configMap}---\n${configMap}---\n${configMap}`},
		['apps'],
		'apps/2.yaml:5: ConfigMap web is not an Application, and is left out: what is to be applied belongs into a repository; and 1 more',
	],
	[
		'a file that is not text',
		{'web.yaml': Buffer.from([0xff, 0xfe, 0x61])},
		['web.yaml'],
		'the file is not UTF-8 text',
	],
	['a huge file', {'web.yaml': Buffer.alloc(10 * 1024 * 1024 + 1, '#')}, ['web.yaml'], 'the file has more than 10 MB'],
	[
		'two applications of one name',
		{'a.yaml': good, 'b.yaml': application('web') + good},
		['a.yaml', 'b.yaml'],
		'two applications are called good, at a.yaml:2 and at b.yaml:7',
	],
])('%s is wrong use, and is named', async ([, files, names, expected]) => {
	const failure = read(files, ...names);
	await expect(failure).rejects.toThrow(expected);
	await expect(failure).rejects.toBeInstanceOf(UsageError);
});

test('what -f can be is said as advice', async () => {
	const error = await read({}, 'web.yaml').catch(reason => reason);
	expect(error instanceof OperatorError && error.advice).toBe(
		'Give a file of Argo CD Applications, YAML or JSON, or a folder of such files',
	);
});

test('an application by flags stands beside those of files, under a name of its own', async () => {
	using folder = folderOf({'web.yaml': application('web')});
	const readWith = (name: string) =>
		readConfiguration({
			files: ['web.yaml'],
			flags: {repo: './shop', name, recurse: false, auto: false, autoPrune: false, selfHeal: false},
			cwd: folder.path,
		});
	expect((await readWith('other')).applications.map(({name}) => name)).toEqual(['web', 'other']);
	await expect(readWith('web')).rejects.toThrow('two applications are called web, at web.yaml:1 and at flags');
});
