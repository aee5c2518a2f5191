import {DatabaseSync} from 'node:sqlite';
import {expect, test} from 'vitest';
import {createStore} from '../../../source/adapters/store/create-store.ts';
import {schema} from '../../../source/adapters/store/schema.ts';
import type {Turned} from '../../../source/model/application.ts';
import {at, createFolder, openNew, operationOf, query} from './state.ts';

const off: Turned = {name: 'automated', isOn: false, declared: true};
const entry = (second: number, message: string) => ({time: at(second), by: 'ann@desk', message});

test('switches are kept by application, and the last word replaces the ones before', () => {
	using state = openNew();
	state.store.turn('shop', {turned: [off], entry: entry(1, 'auto-sync off')});
	state.store.turn('cart', {turned: [off], entry: entry(2, 'auto-sync off')});
	state.store.turn('cart', {turned: [], entry: entry(3, 'auto-sync on')});
	expect([...state.reopen().turned()]).toEqual([['shop', [off]]]);
	expect(state.store.history('cart').map(({message}) => message)).toEqual(['auto-sync on', 'auto-sync off']);
});

test('a history has operations and switches, the newest first', () => {
	using state = openNew();
	for (const second of [1, 5]) {
		const {id} = state.store.begin(operationOf({startedAt: at(second)}));
		state.store.finish(id, {time: at(second + 1), result: 'succeeded', message: `operation ${second}`});
	}

	for (const second of [0, 3, 9]) {
		state.store.turn('shop', {turned: [off], entry: entry(second, `switch ${second}`)});
	}

	const told = state.store.history('shop', 'here').map(({message}) => message);
	expect(told).toEqual(['switch 9', 'operation 5', 'switch 3', 'operation 1', 'switch 0']);
});

test('of the switches of an application the last hundred stay in its history', () => {
	using state = openNew();
	for (let turn = 0; turn < 120; turn++) {
		state.store.turn('shop', {turned: [off], entry: entry(turn % 60, String(turn))});
	}

	expect(state.store.history('shop').map(({message}) => message)).toEqual(
		Array.from({length: 100}, (_, index) => String(119 - index)),
	);
});

test('an operation is found by its application and number, with the events of its time', () => {
	using state = openNew();
	const {id} = state.store.begin(operationOf({startedAt: at(1)}));
	for (const [app, second] of [
		['shop', 0],
		['shop', 1],
		['cart', 2],
		['shop', 3],
		['shop', 4],
	] as const) {
		state.store.record({time: at(second), kind: 'created', app, message: `${app} ${second}`, durationMs: 7});
	}

	expect(state.store.operation('shop', id)).toMatchObject({operation: {id, steps: []}, entry: {id, kind: 'operation'}});
	expect([state.store.operation('cart', id), state.store.operation('shop', id + 1)]).toEqual([undefined, undefined]);
	const events = state.store.events('shop', at(1), at(3));
	expect(events.map(({message}) => message)).toEqual(['shop 1', 'shop 3']);
	expect(events[0]).toEqual({time: at(1), kind: 'created', app: 'shop', message: 'shop 1', durationMs: 7});
});

test('a thread gives up the locks of the one before it, and of sessions that are over, and no others', () => {
	using folder = createFolder();
	const {store: first} = createStore({file: folder.file, succession: {session: 'one', ended: []}});
	const {store: other} = createStore({file: folder.file, succession: {session: 'two', ended: []}});
	first.lock('here', 'shop', at(0));
	other.lock('here', 'cart', at(0));
	first.begin(operationOf({}));
	const {store: next} = createStore({file: folder.file, succession: {session: 'one', ended: []}});
	expect(next.unfinished('here', 'shop')).toMatchObject({app: 'shop'});
	expect(next.lock('here', 'shop', at(1))).toBeUndefined();
	expect(next.lock('here', 'cart', at(1))).toMatchObject({since: at(0)});
	const {store: last} = createStore({file: folder.file, succession: {session: 'three', ended: ['one', 'two']}});
	expect([last.lock('here', 'shop', at(2)), last.lock('here', 'cart', at(2))]).toEqual([undefined, undefined]);
	for (const store of [first, other, next, last]) {
		store.close();
	}
});

/** As the version before this one left it. */
function writeFirstFormat(file: string): void {
	using connection = new DatabaseSync(file);
	connection.exec(schema);
	connection.exec("INSERT INTO meta (name, value) VALUES ('secret-key', 'abc')");
	connection.exec("INSERT INTO locks VALUES ('here', 'shop', 1, '', 'elsewhere', 'ann', 'then')");
	connection.exec(`PRAGMA user_version = 1; PRAGMA application_id = ${0x74_72_75_65}`);
}

test('a file of the first format is brought to the present one, with what it holds', () => {
	using folder = createFolder();
	writeFirstFormat(folder.file);
	const {store} = createStore({file: folder.file});
	expect(store.secretKey).toBe('abc');
	store.turn('shop', {turned: [off], entry: entry(1, 'auto-sync off')});
	expect(store.lock('here', 'shop', at(1))).toMatchObject({by: 'ann'});
	store.close();
	expect(query(folder.file, 'PRAGMA user_version')).toEqual([{user_version: 2}]);
});

test('read-only, a file of the first format is read and left as it is, and switches are not kept', () => {
	using folder = createFolder();
	writeFirstFormat(folder.file);
	const {store} = createStore({file: folder.file, isReadOnly: true, succession: {session: 'one', ended: []}});
	expect([store.secretKey, store.history('shop'), store.turned()]).toEqual(['abc', [], new Map()]);
	store.turn('shop', {turned: [off], entry: entry(1, 'auto-sync off')});
	expect(store.turned()).toEqual(new Map());
	store.close();
	expect(query(folder.file, 'PRAGMA user_version')).toEqual([{user_version: 1}]);
});
