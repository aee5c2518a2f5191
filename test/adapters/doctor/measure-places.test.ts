import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {measurePlaces} from '../../../source/adapters/doctor/measure-places.ts';
import {createStore} from '../../../source/adapters/store/create-store.ts';

function makeFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'trueup-doctor-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

test('what is not there yet is no trouble, and is not made', async () => {
	const folder = makeFolder();
	const places = {state: join(folder, 'a/b/state.db'), cache: join(folder, 'c/d'), temporary: folder};
	const amount = 'not there yet';
	expect(await measurePlaces(places)).toMatchObject([
		{name: 'state', path: places.state, trouble: '', amount},
		{name: 'cache', path: places.cache, trouble: '', amount},
		{name: 'temporary files', path: folder, trouble: '', amount: expect.stringMatching(/^room for \d+\.\d [KMG]B$/)},
	]);
	expect([existsSync(join(folder, 'a')), existsSync(join(folder, 'c'))]).toEqual([false, false]);
});

test('what is there is measured', async () => {
	const folder = makeFolder();
	const state = join(folder, 'state.db');
	createStore({file: state, isReadOnly: false}).store.close();
	const cache = join(folder, 'cache');
	mkdirSync(join(cache, 'git/deep'), {recursive: true});
	writeFileSync(join(cache, 'git/deep/a'), Buffer.alloc(3 * 1024 * 1024));
	writeFileSync(join(cache, 'b'), '');
	expect((await measurePlaces({state, cache, temporary: folder})).slice(0, 2)).toMatchObject([
		{trouble: '', amount: expect.stringMatching(/^\d+\.\d KB$/)},
		{trouble: '', amount: '3.0 MB in 2 files'},
	]);
});

test.for([
	['a state that is something else', 'state', {state: 'file'}, /no state of trueup/],
	['a cache that is a file', 'cache', {cache: 'file'}, /not a folder/],
	['a state below a file', 'state', {state: 'file/state.db'}, /can't be used: ENOTDIR/],
	[
		'no folder for temporary files',
		'temporary files',
		{temporary: 'none'},
		/^it is not there: plugins and what is large can't be rendered, .*\. Set TMPDIR to a folder that is there/,
	],
	['a file for temporary files', 'temporary files', {temporary: 'file'}, /^it is not a folder: .*\. Set TMPDIR/],
] as const)('%s is trouble', async ([, name, places, trouble]) => {
	const folder = makeFolder();
	writeFileSync(join(folder, 'file'), 'a shopping list, and nothing else');
	const {state, cache, temporary} = {state: 'none', cache: 'none', temporary: '.', ...places};
	const all = await measurePlaces({
		state: join(folder, state),
		cache: join(folder, cache),
		temporary: join(folder, temporary),
	});
	expect(all.find(place => place.name === name)?.trouble).toMatch(trouble);
	expect(all.filter(place => place.name !== name).map(place => place.trouble)).toEqual(['', '']);
});
