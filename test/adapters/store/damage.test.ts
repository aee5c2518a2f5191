import {existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, onTestFinished, test, vi} from 'vitest';
import {createStore} from '../../../source/adapters/store/create-store.ts';
import {DamagedStateError} from '../../../source/model/operator-error.ts';
import {at, createFolder, openNew, planOf, query} from './state.ts';

function overwrite(file: string, start: number): void {
	const bytes = readFileSync(file);
	writeFileSync(file, bytes.fill(0xa5, start));
}

const unread = '; switches that persons turned are as declared again';

test.for<[string, (file: string) => void, string]>([
	['cut short', file => truncateSync(file, 8192), unread],
	['cut within its first page', file => truncateSync(file, 1000), unread],
	['overwritten behind its header', file => overwrite(file, 100), unread],
	['overwritten behind its first page', file => overwrite(file, 4096), unread],
	['without its key', file => query(file, 'DELETE FROM meta'), ''],
])('a state that is %s is moved aside, with a notice, and starts anew', ([, damage, switches]) => {
	using folder = createFolder();
	const {store} = createStore({file: folder.file});
	store.savePlan(planOf('abcdef01'), at(0));
	store.close();
	damage(folder.file);
	const damaged = readFileSync(folder.file);

	const opened = createStore({file: folder.file});
	const aside = readdirSync(folder.path).find(name => /^state\.db\.corrupt-\d{8}T\d{6}Z$/.test(name)) ?? 'none';
	expect(opened.notices).toEqual([
		`the state file ${folder.file} was damaged and is kept as ${join(folder.path, aside)}; plans, history and audit start anew${switches}`,
	]);
	expect(readFileSync(join(folder.path, aside)).equals(damaged)).toBe(true);
	expect(opened.store.plan('shop', 'abcdef01')).toBeUndefined();
	opened.store.close();
	const again = createStore({file: folder.file});
	expect(again.notices).toEqual([]);
	again.store.close();
});

test.for<[string, (file: string) => void]>([
	['with a header that is overwritten', file => overwrite(file, 0)],
	['that is no database', file => writeFileSync(file, 'kind: ConfigMap\n')],
	['that says that it is of another program', file => query(file, 'PRAGMA application_id = 7')],
])('a file %s at the place where trueup keeps its state is moved aside, with a notice', ([, damage]) => {
	using folder = createFolder();
	createStore({file: folder.file}).store.close();
	damage(folder.file);
	const damaged = readFileSync(folder.file);
	const {store, notices} = createStore({file: folder.file, isOurs: true});
	const aside = readdirSync(folder.path).find(name => name.startsWith('state.db.corrupt-')) ?? 'none';
	expect(notices).toEqual([
		expect.stringMatching(`^the state file ${folder.file} was damaged and is kept as .*${aside};`),
	]);
	expect(readFileSync(join(folder.path, aside)).equals(damaged)).toBe(true);
	store.close();
});

test.for([false, true])('a state file without a byte in it is said to be empty, once; at our own place: %s', isOurs => {
	using folder = createFolder();
	createStore({file: folder.file, isOurs}).store.close();
	truncateSync(folder.file, 0);
	const {store, notices} = createStore({file: folder.file, isOurs});
	expect(notices).toEqual([`the state file ${folder.file} was empty; plans, history, audit and switches start anew`]);
	store.close();
	const again = createStore({file: folder.file, isOurs});
	expect(again.notices).toEqual([]);
	again.store.close();
	expect(readdirSync(folder.path)).toEqual(['state.db']);
});

test('where there is no state file yet, nothing is said', () => {
	using folder = createFolder();
	const {store, notices} = createStore({file: folder.file, isOurs: true});
	expect(notices).toEqual([]);
	store.close();
});

test('what persons had switched is taken over from a damaged state, where it can be read', () => {
	using folder = createFolder();
	const {store} = createStore({file: folder.file});
	const turned = [{name: 'automated', isOn: false, declared: true}] as const;
	store.turn('shop', {turned, entry: {time: at(0), by: 'ann@desk', message: 'auto-sync off'}});
	store.close();
	query(folder.file, 'DELETE FROM meta');
	const again = createStore({file: folder.file});
	expect(again.store.turned()).toEqual(new Map([['shop', turned]]));
	again.store.close();
});

test('a state that is found damaged while it is used is moved aside, and what comes next begins anew', () => {
	using folder = createFolder();
	const {store} = createStore({file: folder.file});
	store.savePlan(planOf('abcdef01'), at(0));
	query(folder.file, "UPDATE plans SET json = '{'");
	expect(() => store.plan('shop', 'abcdef01')).toThrow(DamagedStateError);
	expect(store.startAnew()).toContain('was damaged and is kept as');
	store.close();
	const again = createStore({file: folder.file});
	expect([again.notices, again.store.plan('shop', 'abcdef01')]).toEqual([[], undefined]);
	again.store.close();
});

test('a state that a note finds damaged is told to who listens, not to who has noted', () => {
	using state = openNew();
	vi.useFakeTimers({toFake: ['setTimeout']});
	onTestFinished(() => void vi.useRealTimers());
	const heard: unknown[] = [];
	state.store.listen({onWritten: () => heard.push('written'), onLost: error => heard.push(error)});
	query(state.file, 'PRAGMA wal_checkpoint(TRUNCATE)');
	overwrite(state.file, 100);
	state.store.record({time: at(0), kind: 'compared', app: 'shop', message: ''});
	vi.advanceTimersByTime(20);
	expect(heard).toEqual([expect.any(DamagedStateError)]);
});

test('where another process has begun anew already, its new state stays where it is', () => {
	using folder = createFolder();
	const {store} = createStore({file: folder.file});
	const {store: other} = createStore({file: folder.file});
	const said = other.startAnew();
	const {store: anew} = createStore({file: folder.file});
	anew.setIdentity('prod', 'uid');
	const aside = /is kept as (\S+);/.exec(said ?? '')?.[1] ?? '';
	expect(existsSync(aside)).toBe(true);
	expect(store.startAnew()).toMatch(
		/was damaged or moved; another trueup, or a person, has put another one in its place/,
	);
	anew.close();
	const last = createStore({file: folder.file});
	expect(last.store.identityOf('prod')).toBe('uid');
	last.store.close();
});

const entry = {time: at(0), by: 'ann@desk', message: 'auto-sync off'};
const turned = [{name: 'automated', isOn: false, declared: true}] as const;

test.for<[string, (file: string) => void, RegExp]>([
	['removed', removeAll, /was removed while it was used; plans, history and audit start anew$/],
	["removed, and SQLite's own files are left", file => rmSync(file), /was removed while it was used/],
	['emptied', file => truncateSync(file, 0), /was damaged and is kept as .*; plans, history and audit start anew$/],
])(
	'nothing is promised in a file that is %s while it is used, and what comes next knows the switches',
	([, damage, said]) => {
		using folder = createFolder();
		const {store} = createStore({file: folder.file});
		store.turn('shop', {turned, entry});
		damage(folder.file);
		expect(() => store.lock('prod', 'shop', at(1))).toThrow(DamagedStateError);
		expect(() => store.setIdentity('prod', 'uid')).toThrow(DamagedStateError);
		expect(store.startAnew()).toMatch(said);
		const again = createStore({file: folder.file});
		expect(again.notices).toEqual([]);
		expect(again.store.turned()).toEqual(new Map([['shop', turned]]));
		again.store.close();
	},
);

test('who works with a file that another process has kept aside promises nothing in it, and goes on with the new one', () => {
	using folder = createFolder();
	const {store} = createStore({file: folder.file});
	const {store: other} = createStore({file: folder.file});
	other.startAnew();
	expect(() => store.lock('prod', 'shop', at(1))).toThrow(DamagedStateError);
	expect(store.startAnew()).toMatch(/another one in its place/);
	const {store: anew} = createStore({file: folder.file});
	expect(anew.lock('prod', 'shop', at(1))).toBeUndefined();
	anew.close();
});

function removeAll(file: string): void {
	for (const ending of ['', '-wal', '-shm']) {
		rmSync(`${file}${ending}`);
	}
}
