import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, rmSync, statSync, utimesSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {createPrivateFolder, removeFoldersOfProcess} from '../../../source/adapters/credentials/private-folder.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';

test('what is secret is written where nothing is on a disk, for nobody else, and gone at the end', async () => {
	await using files = await createTemporaryFolder();
	let file = '';
	{
		await using folder = createPrivateFolder('secrets', {XDG_RUNTIME_DIR: files.folder});
		file = await folder.write('key', 'secret');
		expect(path.dirname(path.dirname(file))).toBe('/dev/shm');
		const modes = [file, path.dirname(file)].map(one => statSync(one).mode & 0o777);
		expect(modes).toEqual([0o600, 0o700]);
	}

	expect(existsSync(path.dirname(file))).toBe(false);
});

test('it is gone too where the process ends before', () => {
	const script = `
		import {createPrivateFolder, removeFoldersOfProcess} from '${path.resolve('source/adapters/credentials/private-folder.ts')}';
		console.log(await createPrivateFolder('secrets', {}).write('key', 'secret'));
		process.exit();
	`;
	const file = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {encoding: 'utf8'}).trim();
	expect(file).toMatch(/^\/dev\/shm\/trueup-access-/);
	expect(existsSync(path.dirname(file))).toBe(false);
});

test('what a thread of this process has left behind can be removed', async () => {
	await using folder = createPrivateFolder('secrets', {});
	const file = await folder.write('key', 'secret');
	removeFoldersOfProcess({});
	expect(existsSync(path.dirname(file))).toBe(false);
});

test('what processes that were killed have left behind is removed after an hour', async () => {
	const dead = execFileSync(process.execPath, ['--eval', 'console.log(process.pid)'], {encoding: 'utf8'}).trim();
	const old = new Date(Date.now() - 3_700_000);
	const left = (pid: string | number, time: Date) => {
		const folder = `/dev/shm/trueup-access-${pid}-test${time.getTime()}`;
		mkdirSync(folder);
		utimesSync(folder, time, time);
		onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
		return folder;
	};
	const folders = [left(dead, old), left(dead, new Date()), left(process.pid, old)];
	await using folder = createPrivateFolder('secrets', {});
	await folder.write('key', 'secret');
	expect(folders.map(one => existsSync(one))).toEqual([false, true, true]);
});
