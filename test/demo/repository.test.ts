import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {DemoRepository} from '../../source/demo/repository.ts';

test('commits that are made at the same time come one after another, and one that fails holds up none', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'trueup-demo-repository-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	const repository = new DemoRepository(folder);
	await repository.create();
	const all = await Promise.allSettled([
		repository.commit({'a.yaml': 'a: 1\n'}, 'first'),
		repository.commit({'a.yaml': 'a: 1\n'}, 'nothing new'),
		repository.commit({'a.yaml': 'a: 2\n', 'b/c.yaml': 'c: 1\n'}, 'second'),
		repository.commit({'a.yaml': undefined}, 'third'),
	]);
	expect(all.map(({status}) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
	const git = (...args: readonly string[]) =>
		execFileSync('git', args, {cwd: folder, encoding: 'utf8'}).trim().split('\n');
	expect(git('log', '--reverse', '--format=%s')).toEqual(['first', 'second', 'third']);
	expect(git('ls-files')).toEqual(['b/c.yaml']);
});

test('once it is closed no commit is under way, and none begins', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'trueup-demo-repository-'));
	const repository = new DemoRepository(folder);
	await repository.create();
	const last = repository.commit({'a.yaml': 'a: 1\n'}, 'first');
	await repository.close();
	rmSync(folder, {recursive: true});
	await expect(last).resolves.toBeUndefined();
	await expect(repository.commit({'b.yaml': 'b: 1\n'}, 'late')).rejects.toThrow('the demo has ended');
	expect(existsSync(folder)).toBe(false);
});
