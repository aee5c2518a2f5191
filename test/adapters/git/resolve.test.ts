import {existsSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {UsageError} from '../../../source/model/operator-error.ts';
import {
	createRepository,
	forever,
	mirrorIn,
	openSources,
	runGit,
	shorten,
	temporaryFolder,
} from './support/repositories.ts';

const missing = '0123456789'.repeat(4);

test('branches, tags, commits and HEAD are resolved together', async () => {
	const repository = createRepository();
	const first = repository.commit({'a.yaml': '1'});
	repository.git('tag', 'light');
	repository.git('tag', '--annotate', '--message', 'Version 1', 'v1');
	repository.git('branch', 'feature/one');
	const second = repository.commit({'a.yaml': '2'});
	repository.git('update-ref', 'refs/pull/7/head', first);

	const revisions = [
		'HEAD',
		'main',
		'feature/one',
		'light',
		'v1',
		'refs/heads/main',
		'refs/tags/v1',
		'refs/pull/7/head',
	];
	const expected = {
		...{HEAD: second, main: second, 'feature/one': first, light: first, v1: first},
		...{'refs/heads/main': second, 'refs/tags/v1': first, 'refs/pull/7/head': first},
		...{[first]: first, [first.slice(0, 8)]: first, [second.slice(0, 7)]: second},
	};
	// Named one by one: an abbreviation of digits alone would come first among an object's keys.
	const commits = [first, first.slice(0, 8), second.slice(0, 7)];
	const answers = await openSources().resolve(repository.path, [...revisions, ...commits], forever);
	expect(shorten(answers)).toEqual(expected);
});

test('a commit is told with its subject, author and time', async () => {
	const repository = createRepository();
	const id = repository.commit({}, 'Raise the limit\n\nBecause of load.');
	const commit = (await openSources().resolve(repository.path, ['main'], forever)).get('main');
	expect(commit).toEqual({
		id,
		subject: 'Raise the limit',
		author: 'Ada Lovelace',
		time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
	});
});

test('HEAD is where the remote says, whatever the branch is called', async () => {
	const repository = createRepository();
	repository.commit({'a.yaml': '1'});
	repository.git('checkout', '--quiet', '-b', 'trunk');
	const id = repository.commit({'a.yaml': '2'});
	expect(shorten(await openSources().resolve(repository.path, ['HEAD'], forever))).toEqual({HEAD: id});
});

test('a branch wins over a tag of the same name', async () => {
	const repository = createRepository();
	repository.commit({'a.yaml': '1'});
	repository.git('tag', 'both');
	const branch = repository.commit({'a.yaml': '2'});
	repository.git('branch', 'both');
	expect(shorten(await openSources().resolve(repository.path, ['both'], forever))).toEqual({both: branch});
});

test('a revision that is not there is an error in its place, which names the nearest ones', async () => {
	const repository = createRepository();
	const id = repository.commit({'a.yaml': '1'});
	for (const name of ['a', 'b', 'c', 'd', 'release/1.0', 'release/1.1']) {
		repository.git('branch', name);
	}

	const answers = await openSources().resolve(
		repository.path,
		['release/2', missing, 'abcdef123', '--x', 'main'],
		forever,
	);
	const at = `in ${repository.path}; it has`;
	expect(shorten(answers)).toEqual({
		'release/2': `There is no branch, tag or commit "release/2" ${at} release/1.0, release/1.1, a, b, c and 2 more`,
		[missing]: `There is no branch, tag or commit "${missing}" ${at} a, b, c, d, main and 2 more`,
		abcdef123: `There is no branch, tag or commit "abcdef123" ${at} a, b, c, d, main and 2 more`,
		'--x': 'the revision "--x" begins with -: git would take it for an option',
		main: id,
	});
	expect(answers.get('--x')).toBeInstanceOf(UsageError);
});

test('an empty repository says so', async () => {
	const repository = createRepository();
	expect(shorten(await openSources().resolve(repository.path, ['HEAD', 'main'], forever))).toEqual({
		HEAD: `${repository.path} is empty: it has no branch and no tag, so HEAD is not there`,
		main: `${repository.path} is empty: it has no branch and no tag, so main is not there`,
	});
});

test('a HEAD that names no branch says so', async () => {
	const repository = createRepository();
	repository.commit({'a.yaml': '1'});
	repository.git('symbolic-ref', 'HEAD', 'refs/heads/gone');
	const {HEAD} = shorten(await openSources().resolve(repository.path, ['HEAD'], forever));
	expect(HEAD).toBe(`HEAD of ${repository.path} names a branch that is not there; it has main`);
});

test('a tag that names no commit says so', async () => {
	const repository = createRepository();
	repository.commit({'a.yaml': '1'});
	repository.git('tag', 'tree', 'HEAD^{tree}');
	const {tree} = shorten(await openSources().resolve(repository.path, ['tree'], forever));
	expect(tree).toBe(`"tree" of ${repository.path} names no commit`);
});

test('digits that begin several commits ask for more of them', async () => {
	const repository = createRepository();
	const tree = runGit(repository.path, ['mktree']);
	// Found by trying: of these two times the commits begin with the same seven digits.
	const ids = [8779, 10_741].map(time => {
		const people = ['author', 'committer'].map(role => `${role} A <a@b> ${time} +0000\n`).join('');
		const content = `tree ${tree}\n${people}\nx\n`;
		return runGit(repository.path, ['hash-object', '-t', 'commit', '-w', '--stdin'], content);
	});
	for (const id of ids) {
		repository.git('branch', `with-${id}`, id);
	}

	const answers = await openSources().resolve(repository.path, ['c695aa2', ...ids.map(id => id.slice(0, 12))], forever);
	expect(Object.values(shorten(answers))).toEqual(['Several commits begin with c695aa2', ...ids]);
});

test('a branch that is force-pushed is followed, and the history is known to be rewritten', async () => {
	const repository = createRepository();
	const base = repository.commit({'a.yaml': '1'});
	const old = repository.commit({'a.yaml': '2'});
	const sources = openSources();
	await sources.resolve(repository.path, ['main'], forever);
	repository.git('reset', '--quiet', '--hard', base);
	const forced = repository.commit({'a.yaml': '3'});
	expect(shorten(await sources.resolve(repository.path, ['main'], forever))).toEqual({main: forced});
	expect(await sources.descends(repository.path, forced, old)).toBe(false);
	expect(await sources.descends(repository.path, forced, base)).toBe(true);
});

test('a branch may make room for others below its name', async () => {
	const repository = createRepository();
	const id = repository.commit({'a.yaml': '1'});
	repository.git('branch', 'release');
	const sources = openSources();
	await sources.resolve(repository.path, ['release'], forever);
	repository.git('branch', '-D', 'release');
	repository.git('branch', 'release/1', id);
	repository.git('checkout', '--quiet', 'release/1');
	const second = repository.commit({'a.yaml': '2'});
	expect(shorten(await sources.resolve(repository.path, ['release/1'], forever))).toEqual({'release/1': second});
});

test('commits that the mirror has are resolved without the remote', async () => {
	const repository = createRepository();
	const id = repository.commit({'a.yaml': '1'});
	const sources = openSources();
	await sources.resolve(repository.path, ['main'], forever);
	rmSync(repository.path, {recursive: true});
	expect(shorten(await sources.resolve(repository.path, [id], forever))).toEqual({[id]: id});
	expect([await sources.has(repository.path, id), await sources.has(repository.path, missing)]).toEqual([true, false]);
	await expect(sources.resolve(repository.path, [id, 'main'], forever)).rejects.toThrow('is not a Git repository');
});

test('a commit that no branch holds any more is had as long as the remote keeps it', async () => {
	const repository = createRepository();
	const base = repository.commit({'a.yaml': '1'});
	const dangling = repository.commit({'a.yaml': '2'});
	repository.git('reset', '--quiet', '--hard', base);
	expect(shorten(await openSources().resolve(repository.path, [dangling], forever))).toEqual({[dangling]: dangling});
});

test('a kept commit survives whatever is cleaned up', async () => {
	const repository = createRepository();
	const base = repository.commit({'a.yaml': '1'});
	const old = repository.commit({'a.yaml': '2'});
	const cacheFolder = temporaryFolder();
	const sources = openSources({cacheFolder});
	await sources.resolve(repository.path, ['main'], forever);
	await sources.keep(repository.path, old, 'cluster-1/web');
	repository.git('reset', '--quiet', '--hard', base);
	repository.commit({'a.yaml': '3'});
	await sources.resolve(repository.path, ['main'], forever);
	runGit(mirrorIn(cacheFolder), ['gc', '--quiet', '--prune=now']);
	// Others than the one that may still have the old files open.
	expect(await openSources({cacheFolder}).has(repository.path, old)).toBe(true);
});

test.for(['../x', 'a b', '', 'a//b', 'a..b'])('%j is no name to keep a commit by', async name => {
	const repository = createRepository();
	const id = repository.commit({});
	await expect(openSources().keep(repository.path, id, name)).rejects.toThrow(UsageError);
});

test('a mirror is never looked for in the folders above the cache', async () => {
	const outer = createRepository();
	outer.commit({'a.yaml': '1'});
	const inner = createRepository();
	const id = inner.commit({'b.yaml': '1'});
	const sources = openSources({cacheFolder: join(outer.path, 'cache')});
	await sources.resolve(inner.path, ['main'], forever);
	writeFileSync(join(mirrorIn(join(outer.path, 'cache')), 'HEAD'), 'rubbish');
	inner.commit({'b.yaml': '2'});
	const {main} = shorten(await sources.resolve(inner.path, ['main'], forever));
	expect([main === id, outer.git('for-each-ref', '--format=%(refname)')]).toEqual([false, 'refs/heads/main']);
});

test('a shallow copy on this machine can be read', async () => {
	const origin = createRepository();
	origin.commit({'a.yaml': '1'});
	const id = origin.commit({'a.yaml': '2'});
	const copy = join(temporaryFolder(), 'copy');
	runGit(origin.path, ['clone', '--quiet', '--depth=1', `file://${origin.path}`, copy]);
	expect(shorten(await openSources().resolve(copy, ['main'], forever))).toEqual({main: id});
	expect(existsSync(join(copy, '.git', 'shallow'))).toBe(true);
});
