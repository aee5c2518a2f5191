import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {
	configMap,
	createRepository,
	forever,
	openSources,
	plainFolder,
	requestOf,
	runGit,
	shorten,
} from './support/repositories.ts';

const none = '0'.repeat(39);

test('links and submodules are told and never followed', async () => {
	const repository = createRepository();
	repository.commit({'web/a.yaml': configMap('a'), 'web/plain.txt': 'x'});
	const link = (target: string, path: string) => ({mode: '120000', id: repository.blob(target), path});
	const id = repository.commitEntries([
		link('/etc/passwd', 'web/b.yaml'),
		link('../../../../etc/\u001b[31mshadow', 'web/c.yaml'),
		link('/etc', 'web/not-a-manifest'),
		link('x'.repeat(5000), 'web/d.yaml'),
		{mode: '160000', id: `${none}1`, path: 'web/module'},
		link('web', 'linked'),
		{mode: '160000', id: `${none}1`, path: 'module'},
	]);
	const sources = openSources();
	await sources.resolve(repository.path, ['main'], forever);
	const problemsOf = async (path: string, recurse = false) => {
		const {problems} = await sources.render(requestOf(plainFolder(repository.path, path, {recurse}), id), forever);
		return problems.map(({where, message}) => `${where} ${message}`);
	};

	const advice = 'and those are not followed: commit the file itself';
	const links = [
		`web/b.yaml:1 this is a symbolic link to /etc/passwd, ${advice}`,
		`web/c.yaml:1 this is a symbolic link to ../../../../etc/\\x1b[31mshadow, ${advice}`,
		`web/d.yaml:1 this is a symbolic link to a very long path, ${advice}`,
	];
	expect(await problemsOf('web')).toEqual(links);
	expect(await problemsOf('web', true)).toEqual([
		...links,
		'web/module:1 this is a submodule, and those are not read: nothing in it is applied',
	]);
	const place = `at ${id.slice(0, 7)} of ${repository.path}: check the path`;
	expect(await problemsOf('linked')).toEqual([
		`linked the folder linked is a symbolic link, which is not followed, ${place}`,
	]);
	expect(await problemsOf('module')).toEqual([`module the folder module is a submodule, which is not read, ${place}`]);
});

test('attributes and file names of any kind change nothing in what is read', async () => {
	const repository = createRepository();
	repository.commit({
		'web/a b.yaml': configMap('a'),
		'web/--x.yaml': configMap('b'),
		'web/ü\t"\n.yaml': configMap('c'),
		'web/:(top)x.yaml': configMap('d'),
	});
	const attributes = repository.blob('*.yaml export-ignore filter=x text eol=crlf working-tree-encoding=UTF-16\n');
	const id = repository.commitEntries([{mode: '100644', id: attributes, path: '.gitattributes'}]);
	const sources = openSources();
	await sources.resolve(repository.path, ['main'], forever);
	const {manifests, problems} = await sources.render(requestOf(plainFolder(repository.path, 'web'), id), forever);
	expect([manifests.map(manifest => manifest.id.name).toSorted(), problems]).toEqual([['a', 'b', 'c', 'd'], []]);
});

test.for([
	['a file that git takes for its own', '.git/config'],
	['a file above the top', '../x.yaml'],
])('%s is refused with the whole commit', async ([, path = '']) => {
	const repository = createRepository();
	repository.commit({'a.yaml': '1'});
	const blob = repository.blob('x');
	const [folder = '', name] = path.split('/');
	const inner = runGit(repository.path, ['mktree'], `100644 blob ${blob}\t${name}\n`);
	const tree = Buffer.concat([Buffer.from(`40000 ${folder}\0`), Buffer.from(inner, 'hex')]);
	const outer = runGit(repository.path, ['hash-object', '-t', 'tree', '-w', '--stdin', '--literally'], tree);
	const id = repository.git('commit-tree', '-m', 'Hostile', outer);
	repository.git('update-ref', 'refs/heads/hostile', id);
	await expect(openSources().resolve(repository.path, ['hostile'], forever)).rejects.toThrow(
		/git refuses as broken or dangerous/,
	);
});

test('what a repository configures for others is not run', async () => {
	const repository = createRepository();
	const id = repository.commit({'a.yaml': '1'});
	repository.git('config', 'uploadpack.packObjectsHook', `touch ${repository.path}/ran; false`);
	repository.git('config', 'core.fsmonitor', `touch ${repository.path}/ran; false`);
	expect(shorten(await openSources().resolve(repository.path, ['main'], forever))).toEqual({main: id});
	expect(existsSync(join(repository.path, 'ran'))).toBe(false);
});
