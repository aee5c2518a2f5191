import {statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {prepareCacheFolder} from '../../../source/adapters/git/cache-folder.ts';
import {UsageError} from '../../../source/model/operator-error.ts';
import {openSources, temporaryFolder} from './support/repositories.ts';

test('a cache folder is made for this user alone, and taken where it is there', () => {
	const folder = join(temporaryFolder(), 'a', 'b');
	expect(prepareCacheFolder(folder)).toBe(folder);
	expect(statSync(folder).mode & 0o777).toBe(0o700);
	expect(prepareCacheFolder(folder)).toBe(folder);
});

test.for<[string, (folder: string) => string, string]>([
	['a file', folder => join(folder, 'file'), 'is not a folder'],
	['below a file', folder => join(folder, 'file', 'cache'), 'is not a folder'],
	['a link that leads nowhere', folder => join(folder, 'nowhere', 'cache'), 'no folder can be made there'],
	['/proc', () => '/proc/trueup/cache', 'under /proc and /sys'],
	['/sys', () => '/sys', 'under /proc and /sys'],
	['/proc by a link', folder => join(folder, 'proc', 'cache'), 'under /proc and /sys'],
	['a name that is too long', folder => join(folder, 'x'.repeat(300)), 'its path is too long'],
])('a cache folder that is %s is refused in one line that names it', ([, place, reason]) => {
	const folder = temporaryFolder();
	writeFileSync(join(folder, 'file'), '');
	symlinkSync(join(folder, 'gone'), join(folder, 'nowhere'));
	symlinkSync('/proc', join(folder, 'proc'));
	const cacheFolder = place(folder);
	expect(() => openSources({cacheFolder})).toThrow(UsageError);
	expect(() => openSources({cacheFolder})).toThrow(`the cache folder ${cacheFolder} can't be used: `);
	expect(() => openSources({cacheFolder})).toThrow(reason);
});
