import {existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {findMemoryPlace} from '../../../source/adapters/memory-place.ts';

const memory = '/dev/shm';

function makeFolder(within: string): string {
	const folder = mkdtempSync(join(within, 'trueup-place-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

test.skipIf(!existsSync(memory))(
	'files that may be on no disk go to the folder of the session, if that is in memory',
	async () => {
		const folder = makeFolder(memory);
		expect(await findMemoryPlace({XDG_RUNTIME_DIR: folder})).toBe(folder);
		expect(await findMemoryPlace({XDG_RUNTIME_DIR: '/proc'})).toBe(memory);
		expect(await findMemoryPlace({XDG_RUNTIME_DIR: 'relative'})).toBe(memory);
		expect(await findMemoryPlace({})).toBe(memory);
	},
);

test('where no folder is in memory there is no place for them', async () => {
	expect(await findMemoryPlace({XDG_RUNTIME_DIR: '/proc'}, '/nowhere')).toBeUndefined();
});

test.skipIf(!existsSync(memory))(
	'what a process that was killed has left there is removed, and nothing else',
	async () => {
		const folder = makeFolder(memory);
		const [old, young, foreign] = ['trueup-render-a', 'trueup-render-b', 'other'].map(name => join(folder, name));
		for (const path of [old, young, foreign]) {
			mkdirSync(join(path ?? '', 'tree'), {recursive: true});
		}

		symlinkSync('/nowhere', join(folder, 'trueup-render-link'));
		for (const path of [old, foreign]) {
			utimesSync(path ?? '', 0, 0);
		}

		expect(await findMemoryPlace({XDG_RUNTIME_DIR: folder})).toBe(folder);
		expect([old, young, foreign].map(path => existsSync(path ?? ''))).toEqual([false, true, true]);
	},
);
