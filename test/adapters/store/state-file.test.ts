import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {createStore} from '../../../source/adapters/store/create-store.ts';
import {defaultStateFile} from '../../../source/adapters/store/state-file.ts';
import {OperatorError} from '../../../source/model/operator-error.ts';
import {runProgram} from '../../support/program.ts';
import {at, createFolder, openNew, operationOf, planOf, query} from './state.ts';

test.for<[string, Record<string, string>, string]>([
	['XDG_STATE_HOME', {XDG_STATE_HOME: '/var/xdg', HOME: '/home/ann'}, '/var/xdg/trueup/state.db'],
	['~/.local/state', {HOME: '/home/ann'}, '/home/ann/.local/state/trueup/state.db'],
	[
		'~/.local/state where XDG_STATE_HOME is relative',
		{XDG_STATE_HOME: 'xdg', HOME: '/h'},
		'/h/.local/state/trueup/state.db',
	],
	["the user's home where HOME is not set", {}, join(homedir(), '.local/state/trueup/state.db')],
])('the state is kept under %s', ([, environment, expected]) => {
	expect(defaultStateFile(environment)).toBe(expected);
});

test('the state and its folders are for their owner alone, whatever the umask', () => {
	using folder = createFolder();
	const file = join(folder.path, 'a', 'b', 'state.db');
	const umask = process.umask(0);
	const {store} = createStore({file});
	process.umask(umask);
	store.setIdentity('prod', 'uid');
	const modes = [join(folder.path, 'a'), dirname(file), file, `${file}-wal`, `${file}-shm`];
	expect(modes.map(path => (statSync(path).mode & 0o777).toString(8))).toEqual(['700', '700', '600', '600', '600']);
	store.close();
});

test("an existing state that others may read is closed to them; its folder is the person's", () => {
	using folder = createFolder();
	mkdirSync(join(folder.path, 'open'), {mode: 0o755});
	const file = join(folder.path, 'open', 'state.db');
	writeFileSync(file, '', {mode: 0o644});
	createStore({file}).store.close();
	expect([dirname(file), file].map(path => (statSync(path).mode & 0o777).toString(8))).toEqual(['755', '600']);
});

test('the secret key is 32 random bytes, made with the state and kept with it', () => {
	using state = openNew();
	using another = openNew();
	const key = state.store.secretKey;
	expect(key).toMatch(/^[0-9a-f]{64}$/);
	expect(state.reopen().secretKey).toBe(key);
	expect(another.store.secretKey).not.toBe(key);
});

test('a store can be closed twice, and leaves nothing beside the file', () => {
	using state = openNew();
	state.store.close();
	state.store.close();
	expect(readdirSync(dirname(state.file))).toEqual(['state.db']);
});

function overwrite(file: string, start: number): void {
	const bytes = readFileSync(file);
	writeFileSync(file, bytes.fill(0xa5, start));
}

function caught(work: () => unknown): OperatorError {
	try {
		work();
	} catch (error) {
		if (error instanceof OperatorError) {
			return error;
		}

		throw error;
	}

	throw new Error('nothing was thrown');
}

test.for<[string, (file: string) => void, string, string]>([
	[
		'of a newer version',
		file => query(file, 'PRAGMA user_version = 3'),
		'its format is 3, this one reads 2',
		'Use that version',
	],
	[
		'of an older version',
		file => query(file, 'PRAGMA user_version = 0'),
		'its format is 0, this one reads 2',
		'Use that version',
	],
	[
		'of another program',
		file => query(file, 'PRAGMA application_id = 7'),
		'is no state file of trueup',
		'Move it away',
	],
	[
		'that is no database',
		file => writeFileSync(file, 'kind: ConfigMap\n'),
		'is no state file of trueup',
		'Move it away',
	],
	['with a header that is overwritten', file => overwrite(file, 0), 'is no state file of trueup', 'Move it away'],
])('a file %s is named and left alone', ([, change, message, advice]) => {
	using folder = createFolder();
	createStore({file: folder.file}).store.close();
	change(folder.file);
	const before = readFileSync(folder.file);
	const error = caught(() => createStore({file: folder.file}));
	expect(error.message).toContain(folder.file);
	expect(error.message).toContain(message);
	expect(error.advice).toContain(advice);
	expect(error.advice).toContain('--state FILE');
	expect(readFileSync(folder.file).equals(before)).toBe(true);
	expect(readdirSync(folder.path)).toEqual(['state.db']);
});

test.for<[string, (folder: string) => string]>([
	['a folder', folder => folder],
	[
		'below a file',
		folder => {
			writeFileSync(join(folder, 'file'), '');
			return join(folder, 'file', 'state.db');
		},
	],
	['below /proc', () => '/proc/trueup/state/state.db'],
	['below /sys', () => '/sys/trueup/state/state.db'],
])('a state file that is %s is one clear error', ([, prepare]) => {
	using folder = createFolder();
	const file = prepare(folder.path);
	const {message, advice} = caught(() => createStore({file}));
	expect(message).toMatch(`the state file ${file} can't be written: `);
	expect(advice).toContain('--state FILE');
});

test('a full disk is one clear error', async () => {
	using folder = createFolder();
	const program = fileURLToPath(new URL('./programs/fill.ts', import.meta.url));
	const script = `ulimit -f 600; exec '${process.execPath}' '${program}' '${folder.file}'`;
	const {stdout, stderr} = await runProgram('/bin/sh', ['-c', script], {env: {}});
	expect(stdout).toContain(`the state file ${folder.file} can't be written: `);
	expect(stdout).toContain('Make room');
	expect(stderr).toBe('');
});

test.for<[string, (file: string) => void, string]>([
	['before the first start', () => undefined, 'nothing is kept'],
	[
		'while the state was being made',
		file => {
			query(file, 'PRAGMA journal_mode = WAL');
			writeFileSync(`${file}-wal`, '');
			writeFileSync(`${file}-shm`, 'abc');
		},
		'nothing is kept',
	],
	[
		'when all was written down',
		file => {
			const {store} = createStore({file});
			store.setIdentity('prod', 'uid');
			store.close();
		},
		'uid',
	],
])('on a disk that was full %s, who only looks is told so and shown what is kept', async ([, prepare, kept]) => {
	using folder = createFolder();
	prepare(folder.file);
	const program = fileURLToPath(new URL('./programs/look.ts', import.meta.url));
	const script = `ulimit -f 0; exec '${process.execPath}' '${program}' '${folder.file}'`;
	const {stdout, stderr} = await runProgram('/bin/sh', ['-c', script], {env: {}});
	const notice = `the state file ${folder.file} can't be written: the disk reports an error; what is shown is not kept, and nothing can be synced`;
	expect({stdout, stderr}).toEqual({stdout: `${notice}\n${kept}\n`, stderr: ''});
});

test('for reading alone, what is there is read and nothing is written', () => {
	using state = openNew();
	state.store.setIdentity('prod', 'uid');
	state.store.finish(state.store.begin(operationOf()).id, {time: at(1), result: 'succeeded', message: ''});
	state.store.close();
	const before = readFileSync(state.file);

	const {store} = createStore({file: state.file, isReadOnly: true});
	store.setIdentity('prod', 'other');
	store.savePlan(planOf('fedcba98'), at(0));
	store.record({time: at(0), kind: 'compared', app: 'shop', message: ''});
	store.unlock('here', 'shop');
	expect(store.identityOf('prod')).toBe('uid');
	expect(store.history('shop')).toHaveLength(1);
	expect(store.plan('shop', 'fedcba98')).toBeUndefined();
	expect(() => store.lock('here', 'shop', at(0))).toThrow(OperatorError);
	expect(() => store.begin(operationOf())).toThrow('it is opened for reading alone');
	store.close();
	expect(readFileSync(state.file).equals(before)).toBe(true);
});

test('for reading alone, a state that is not there is empty and is not made', () => {
	using folder = createFolder();
	const file = join(folder.path, 'none', 'state.db');
	const {store} = createStore({file, isReadOnly: true});
	expect(store.history('shop')).toEqual([]);
	expect(store.secretKey).toMatch(/^[0-9a-f]{64}$/);
	expect(() => store.begin(operationOf())).toThrow('it is opened for reading alone');
	store.close();
	expect(existsSync(dirname(file))).toBe(false);
});

test('for reading alone, a state that another process is just making is empty', () => {
	using folder = createFolder();
	query(folder.file, 'PRAGMA journal_mode = WAL');
	const {store} = createStore({file: folder.file, isReadOnly: true});
	expect(store.history('shop')).toEqual([]);
	store.close();
});

test('for reading alone, a damaged state is an error and stays where it is', () => {
	using state = openNew();
	state.store.close();
	overwrite(state.file, 4096);
	expect(() => createStore({file: state.file, isReadOnly: true})).toThrow(`the state file ${state.file} is damaged`);
	expect(readdirSync(dirname(state.file))).not.toContainEqual(expect.stringContaining('corrupt'));
});
