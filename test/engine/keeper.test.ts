import {expect, test} from 'vitest';
import {createKeeper} from '../../source/engine/keeper.ts';
import {DamagedStateError, UnwritableStateError} from '../../source/model/operator-error.ts';
import type {NotesListener, Store} from '../../source/model/ports.ts';
import {setUp} from './support/harness.ts';

/** A keeper of a real store that says nothing of its notes by itself; what is heard of them is up to the test. */
function setUpKeeper(altered: Partial<Store> = {}) {
	const {store} = setUp().start();
	const heard: string[] = [];
	const listeners: NotesListener[] = [];
	const keeper = createKeeper(
		{...store, ...altered, listen: listener => void listeners.push(listener)},
		{onLost: () => heard.push('lost'), onKept: () => heard.push('kept'), onDamage: () => heard.push('damage')},
	);
	const hear = (what: keyof NotesListener, error: unknown = undefined) =>
		listeners.forEach(listener => void listener[what](error));
	return {keeper, heard, hear};
}

test('what was noted and lost is told once, as solved when something is written, and again when it is lost again', () => {
	const {heard, hear} = setUpKeeper();
	const full = new UnwritableStateError('no room');
	hear('onWritten');
	expect(heard).toEqual([]);
	hear('onLost', full);
	hear('onLost', full);
	expect(heard).toEqual(['lost']);
	hear('onWritten');
	hear('onWritten');
	expect(heard).toEqual(['lost', 'kept']);
	hear('onLost', full);
	expect(heard).toEqual(['lost', 'kept', 'lost']);
});

test('a note that finds the state damaged breaks the engine', () => {
	const {heard, hear} = setUpKeeper();
	hear('onLost', new DamagedStateError('damaged'));
	expect(heard).toContain('damage');
});

test('a note that is lost by a bug is not taken for a full disk', () => {
	const {heard, hear} = setUpKeeper();
	expect(() => hear('onLost', new Error('no such table'))).toThrow('no such table');
	expect(heard).toEqual([]);
});

test('a state that can not be written is told once, and as solved only when something was written', () => {
	let isFull = true;
	const {keeper, heard} = setUpKeeper({
		setIdentity() {
			if (isFull) {
				throw new UnwritableStateError('no room');
			}
		},
	});
	const noteAll = () => {
		keeper.setIdentity('prod', 'uid');
		keeper.record({time: '', kind: 'compared', app: 'web', message: ''});
		keeper.unlock('prod', 'web');
		keeper.addKindsInUse('prod', []);
	};
	noteAll();
	noteAll();
	expect(heard).toEqual(['lost']);
	isFull = false;
	noteAll();
	expect(heard).toEqual(['lost', 'kept']);
});
