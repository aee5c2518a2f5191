import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {createStore} from '../../../source/adapters/store/create-store.ts';
import {startProgram} from '../../support/program.ts';
import {at, createFolder, openNew, operationOf, query} from './state.ts';

const program = fileURLToPath(new URL('./programs/lock.ts', import.meta.url));
const startLock = (file: string, since: string) => startProgram(process.execPath, [program, file, since], {env: {}});

test('a lock that is free is taken, and tells its holder to all others, this process included', () => {
	using state = openNew();
	expect(state.store.lock('here', 'shop', at(1))).toBeUndefined();
	const holder = {by: expect.stringMatching(/^\S+@\S+ pid \d+$/), since: at(1)};
	expect(state.store.lock('here', 'shop', at(2))).toEqual(holder);
	const other = createStore({file: state.file}).store;
	expect(other.lock('here', 'shop', at(3))).toEqual(holder);
	expect(other.lock('here', 'other', at(3))).toBeUndefined();
	expect(other.lock('there', 'shop', at(3))).toBeUndefined();
	other.close();
});

test('what was unlocked can be taken again', () => {
	using state = openNew();
	state.store.lock('here', 'shop', at(1));
	state.store.unlock('here', 'shop');
	expect(state.store.lock('here', 'shop', at(2))).toBeUndefined();
});

test('a lock that could not be given up in the file is given up all the same, but to this store alone', () => {
	using state = openNew();
	const other = createStore({file: state.file}).store;
	state.store.lock('here', 'shop', at(1));
	query(state.file, "CREATE TRIGGER full BEFORE DELETE ON locks BEGIN SELECT RAISE(ABORT, 'full'); END");
	expect(() => state.store.unlock('here', 'shop')).toThrow('full');
	expect(other.lock('here', 'shop', at(2))).toMatchObject({since: at(1)});
	expect(state.store.lock('here', 'shop', at(2))).toBeUndefined();
	expect(state.store.lock('here', 'shop', at(3))).toMatchObject({since: at(2)});
	query(state.file, 'DROP TRIGGER full');
	other.close();
});

test('closing the store gives up its locks', () => {
	using state = openNew();
	state.store.lock('here', 'shop', at(1));
	expect(state.reopen().lock('here', 'shop', at(2))).toBeUndefined();
});

test('a lock of another process holds as long as that process lives, whatever we unlock, and not longer', async () => {
	using state = openNew();
	state.store.begin(operationOf());
	await using other = startLock(state.file, at(1));
	await other.line(/^taken$/);
	state.store.unlock('here', 'shop');
	expect(state.store.lock('here', 'shop', at(2))).toEqual({
		by: expect.stringMatching(`pid ${other.pid}$`),
		since: at(1),
	});
	expect(state.store.history('shop')).toMatchObject([{result: 'running'}]);
	expect(state.store.unfinished('here', 'shop')).toBeUndefined();
	other.signal('SIGKILL');
	await other.exited;
	expect(state.store.history('shop')).toMatchObject([{result: 'interrupted'}]);
	expect(state.store.unfinished('here', 'shop')).toMatchObject({app: 'shop'});
	expect(state.store.lock('here', 'shop', at(3))).toBeUndefined();
});

test('of processes that make the state and take the lock at the same time, one gets it', async () => {
	using folder = createFolder();
	await using first = startLock(folder.file, 'first');
	await using second = startLock(folder.file, 'second');
	await using third = startLock(folder.file, 'third');
	const all = [first, second, third];
	const answers = await Promise.all(all.map(one => one.line(/^(?:taken|held)/)));
	expect(answers.toSorted().map(answer => answer.slice(0, 5))).toEqual(['held ', 'held ', 'taken']);
	expect(all.map(({errorLines}) => errorLines)).toEqual([[], [], []]);
});

test.for<[string, string, boolean]>([
	['whose number was given to a later one is gone', "born = 'another boot 1'", false],
	['that is not there is gone', 'pid = 4194305', false],
	['of a system that does not say when processes began lives as long as its number is in use', "born = ''", true],
	['of another machine can not be judged and counts as living', "host = 'elsewhere', pid = 4194305", true],
])('a process %s', ([, change, isHeld]) => {
	using state = openNew();
	state.store.lock('here', 'shop', at(1));
	query(state.file, `UPDATE locks SET ${change}`);
	expect(state.store.lock('here', 'shop', at(2))?.since).toBe(isHeld ? at(1) : undefined);
});
