import {stripVTControlCharacters} from 'node:util';
import type {Message} from '../../../source/model/protocol.ts';
import {type OuterEffect, Shell, type ShellOptions} from '../../../source/ui/shell.ts';
import {createFakeSession} from './fake-session.ts';
import {now, sampleHello} from './samples.ts';

/** The interface over a fake session, as a person sees it: keys in, lines out. */
export function openShell(options: Partial<ShellOptions> & {readonly columns?: number; readonly rows?: number} = {}) {
	const {columns = 80, rows = 24, ...rest} = options;
	const session = createFakeSession();
	const outer: OuterEffect[] = [];
	const copied: string[] = [];
	const shell = new Shell({
		session,
		by: 'ada@desk',
		isReadOnly: false,
		isHeld: false,
		isColored: false,
		bindings: [],
		now: () => now,
		copy(text) {
			copied.push(text);
			return 'sent';
		},
		onEffect: effect => void outer.push(effect),
		...rest,
	});
	session.subscribe(message => shell.receive(message));
	shell.resize(columns, rows);
	const screen = () => shell.frame().map(plain);
	return {
		shell,
		session,
		outer,
		copied,
		screen,
		tell: (...messages: readonly Message[]) => {
			for (const message of messages) {
				session.tell(message);
			}
		},
		greet: () => session.tell({kind: 'hello', hello: sampleHello()}),
		/** Each is one key; what is longer than one character is a key's name. */
		press: (...keys: readonly string[]) => {
			for (const key of keys) {
				shell.press(key);
			}
		},
		type: (text: string) => {
			for (const character of text) {
				shell.press(character === ' ' ? 'space' : character);
			}
		},
		/** The lines between title and foot. */
		body: () => screen().slice(4, -1),
		foot: () => screen().at(-1) ?? '',
	};
}

function plain(line: string): string {
	return stripVTControlCharacters(line).trimEnd();
}
