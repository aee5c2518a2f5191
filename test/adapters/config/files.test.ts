import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect, test} from 'vitest';
import {readConfiguration} from '../../../source/adapters/config/read-configuration.ts';
import {OperatorError, UsageError} from '../../../source/model/operator-error.ts';
import type {Problem} from '../../../source/model/problem.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

const folderOf = (files: Files) => {
	const folder = mkdtempDisposableSync(join(tmpdir(), 'trueup-config-'));
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder.path, name)), {recursive: true});
		writeFileSync(join(folder.path, name), content);
	}

	return folder;
};

const application = (
	name: string,
	{repository = 'https://git.example.com/shop.git', more = ''} = {},
) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}}
spec:
  source: {repoURL: ${JSON.stringify(repository)}${more}}
`;

async function read(files: Files, ...names: readonly string[]) {
	using folder = folderOf(files);
	return {folder: folder.path, ...(await readConfiguration({files: names, cwd: folder.path}))};
}

const namesIn = async (files: Files, ...names: readonly string[]) =>
	(await read(files, ...names)).applications.map(({name, origin}) => `${name} ${origin}`);

const json = JSON.stringify(
	{
		apiVersion: 'argoproj.io/v1alpha1',
		kind: 'Application',
		metadata: {name: 'json'},
		spec: {source: {repoURL: 'https://git.example.com/shop.git'}},
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
	execFileSync('mkfifo', [fifo]);
	const reading = readConfiguration({files: [fifo], cwd: folder.path});
	writeFileSync(fifo, application('web'));
	expect((await reading).applications).toHaveLength(1);
});

test('a relative repository is meant from the folder of its file', async () => {
	const files = {
		'a/here.yaml': application('here', {repository: '.'}),
		'a/below.yaml': application('below', {repository: './repo'}),
		'a/beside.yaml': application('beside', {repository: '../repo'}),
	};
	const {applications, folder} = await read(files, 'a');
	expect(Object.fromEntries(applications.map(({name, source}) => [name, source.repository]))).toEqual({
		here: join(folder, 'a'),
		below: join(folder, 'a/repo'),
		beside: join(folder, 'repo'),
	});
});

const good = `---\n${application('good')}`;

test.for<[string, string, Problem]>([
	[
		'an AppProject',
		'apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: {name: team}\n',
		{
			scope: 'application',
			where: 'all.yaml:1',
			message: 'AppProject team is not supported yet: what it allows and forbids is not enforced',
		},
	],
	[
		'an ApplicationSet',
		'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all}\n',
		{
			scope: 'application',
			where: 'all.yaml:1',
			message: 'ApplicationSet all is not supported yet: it makes no applications here; write them as Applications',
		},
	],
	[
		'another kind',
		'# ours\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "odd\\e[2J"}\n',
		{
			scope: 'application',
			where: 'all.yaml:2',
			message:
				'ConfigMap odd\\x1b[2J is not an Application, and is left out: what is to be applied belongs into a repository',
		},
	],
	[
		'no object',
		'just text\n',
		{
			scope: 'application',
			where: 'all.yaml:1',
			message:
				'a document without a kind is not an Application, and is left out: what is to be applied belongs into a repository',
		},
	],
	[
		'a duplicate key',
		'kind: Application\nkind: Application\n',
		{scope: 'application', where: 'all.yaml:2', message: expect.stringContaining('duplicate key "kind"')},
	],
	[
		'an Application without a name',
		'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {}\n',
		{scope: 'application', where: 'all.yaml:1', message: expect.stringContaining('metadata')},
	],
])('a document that is %s is a problem, and does not hide the next one', async ([, document, expected]) => {
	const {applications, problems, problemsOf} = await read({'all.yaml': document + good}, 'all.yaml');
	expect(applications.map(({name}) => name)).toEqual(['good']);
	expect(problems).toContainEqual(expected);
	expect(problemsOf.get('good') ?? []).toEqual([]);
});

test.for<[string, Parameters<typeof application>[1], string]>([
	[
		'a repository that runs a program',
		{repository: 'ext::sh -c evil'},
		'the repository "ext::sh -c evil" can\'t be used',
	],
	['a repository in the home folder', {repository: '~/shop'}, 'the repository "~/shop" can\'t be used'],
	['a path out of the repository', {more: ', path: apps/../../x'}, 'leads out of the repository'],
	['an absolute path', {more: ', path: /etc'}, 'is absolute'],
	['a revision that is an option', {more: ', targetRevision: --upload-pack=x'}, 'git would take it for an option'],
	['a field that is not supported', {more: ', chart: nginx'}, 'spec.source.chart is not supported yet'],
])('an application with %s is listed, with the problem under its name', async ([, options, expected]) => {
	const {applications, problems, problemsOf} = await read({'all.yaml': application('web', options) + good}, 'all.yaml');
	expect(applications.map(({name}) => name)).toEqual(['web', 'good']);
	expect(problemsOf.get('web')).toEqual([
		{scope: 'application', where: 'all.yaml:1', message: expect.stringContaining(expected)},
	]);
	expect(problemsOf.get('web')?.[0]?.message).toMatch('trueup does nothing for application web');
	expect([problems, problemsOf.get('good') ?? []]).toEqual([[], []]);
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
