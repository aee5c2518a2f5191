import {existsSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {until} from '../../cluster/support/until.ts';
import {startProgram} from '../../support/program.ts';

test('what may not be left is removed even where trueup is killed while a program runs', async () => {
	const file = fileURLToPath(new URL('./programs/run-fleeting.ts', import.meta.url));
	await using running = startProgram(process.execPath, [file], {env: {PATH: process.env.PATH ?? ''}});
	const folder = await running.line(/trueup-render-/);
	await until('it runs', () => existsSync(path.join(folder, 'home', 'started')));
	expect(existsSync(path.join(folder, 'tree', 'a.txt'))).toBe(true);
	running.signal('SIGKILL');
	await running.exited;
	await until('the folder is gone', () => !existsSync(folder));
});
