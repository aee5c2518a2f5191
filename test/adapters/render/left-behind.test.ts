import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {until} from '../../cluster/support/until.ts';
import {startProgram} from '../../support/program.ts';
import {createTemporaryFolder} from '../../support/temporary-folder.ts';

test('what a program works in is removed even where trueup is killed meanwhile', async () => {
	const file = fileURLToPath(new URL('./programs/run-until-killed.ts', import.meta.url));
	await using place = await createTemporaryFolder();
	const env = {PATH: process.env.PATH ?? '', TMPDIR: place.folder};
	await using running = startProgram(process.execPath, [file, 'touch started; sleep 600'], {env});
	const folder = await until('it runs', () => {
		const names = readdirSync(place.folder).map(name => path.join(place.folder, name));
		return names.find(name => existsSync(path.join(name, 'tree', 'started')));
	});
	expect(existsSync(path.join(folder, 'tree', 'a.txt'))).toBe(true);
	running.signal('SIGKILL');
	await running.exited;
	await until('the folder is gone', () => readdirSync(place.folder).length === 0);
});
