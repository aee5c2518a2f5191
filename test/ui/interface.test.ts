import {expect, test} from 'vitest';
import type {Session} from '../../source/model/protocol.ts';
import {type InterfaceOptions, runInterface} from '../../source/ui/interface.tsx';
import {FrameStream} from '../../source/ui/terminal/frame-stream.ts';
import type {Key} from '../../source/ui/terminal/keys.ts';
import type {Terminal} from '../../source/ui/terminal/terminal.ts';
import {createFakeSession, type FakeSession} from './support/fake-session.ts';
import {sampleHello} from './support/samples.ts';

/** A terminal in memory, and what its last frame says. */
function createTerminal() {
	let frame = '';
	const listeners = new Set<(key: Key) => void>();
	const ignored = () => () => undefined;
	const terminal: Terminal = {
		columns: 80,
		rows: 24,
		colors: 'none',
		isScreenReader: false,
		output: new FrameStream({
			size: () => ({columns: 80, rows: 24}),
			show: text => {
				frame = text;
			},
		}),
		onKey(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		onResize: ignored,
		onEnd: ignored,
		redraw: () => undefined,
		suspend: () => undefined,
		copy: () => 'sent',
		close: () => undefined,
	};
	const press = (...names: readonly string[]) => {
		for (const name of names) {
			for (const listener of listeners) {
				listener({kind: 'key', name, text: ''});
			}
		}
	};
	return {terminal, press, frame: () => frame};
}

/** The interface with sessions that a test drives; `opened` are they and what each was started with. */
function open(options: Pick<InterfaceOptions, 'isReadOnly' | 'isHeld'>) {
	const {terminal, press, frame} = createTerminal();
	const opened: {readonly start: Parameters<InterfaceOptions['openSession']>[0]; readonly session: FakeSession}[] = [];
	let onOpen: () => void = () => undefined;
	const openSession = (start: Parameters<InterfaceOptions['openSession']>[0]): Session => {
		const session = createFakeSession();
		opened.push({start, session});
		onOpen();
		return session;
	};
	const signal = new AbortController().signal;
	const end = runInterface({...options, terminal, openSession, by: 'ada@desk', signal});
	const next = () =>
		new Promise<void>(resolve => {
			onOpen = resolve;
		});
	return {press, frame, opened, next, end};
}

test('in another context nothing is written before it was confirmed, also where the first needed no word', async () => {
	const {press, opened, next, end} = open({isReadOnly: false, isHeld: false});
	opened[0]?.session.tell({kind: 'hello', hello: sampleHello()});
	const isOpen = next();
	press(':', ...'context', 'space', ...'staging', 'enter');
	await isOpen;
	expect(opened.map(({start}) => start)).toEqual([{isHeld: false}, {context: 'staging', isHeld: true}]);
	expect(opened[0]?.session.sent.at(-1)).toEqual({kind: 'stop'});
	press('ctrl-c');
	expect(await end).toEqual({kind: 'quit'});
	expect(opened[1]?.session.sent).toEqual([{kind: 'stop'}]);
});

test('an engine that can not start ends the interface, with what it said', async () => {
	const {opened, end} = open({isReadOnly: false, isHeld: true});
	opened[0]?.session.tell({kind: 'failed', message: 'no context x', advice: 'Choose one', exitCode: 2});
	expect(await end).toEqual({kind: 'failed', message: 'no context x', advice: 'Choose one', exitCode: 2});
});

test('who waits for requests in flight after quitting is told so', async () => {
	const {terminal, press} = createTerminal();
	const ended = Promise.withResolvers<void>();
	const told = Promise.withResolvers<void>();
	const session = {...createFakeSession(), ended: ended.promise};
	const signal = new AbortController().signal;
	const states = {isReadOnly: false, isHeld: false, by: 'ada@desk'};
	const end = runInterface({...states, terminal, signal, openSession: () => session, onSlowEnd: told.resolve});
	press('ctrl-c');
	await told.promise;
	ended.resolve();
	expect(await end).toEqual({kind: 'quit'});
});
