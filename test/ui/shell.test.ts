import {expect, test} from 'vitest';
import type {Copied} from '../../source/ui/terminal/terminal.ts';
import {openShell} from './support/driver.ts';
import {sampleEvent, sampleHello, sampleRow} from './support/samples.ts';

const rows = (...names: readonly string[]) => ({
	kind: 'rows' as const,
	seq: 1,
	upserts: names.map(name => sampleRow({name})),
	deletes: [],
});

test('before the engine has told anything, the screen says what it waits for', () => {
	const {screen} = openShell();
	expect(screen()[1]).toBe(' starting the engine …');
	expect(screen().join('\n')).toContain('Starting the engine');
	expect(screen()).toHaveLength(24);
});

test('the line below says what the engine did last, without the passes that changed nothing', () => {
	const {screen, greet, tell} = openShell();
	greet();
	tell({kind: 'events', events: [sampleEvent(), sampleEvent({kind: 'unchanged', message: 'nothing'})]});
	expect(screen()[1]).toMatch(/^ \d\d:\d\d:58 shop: Deployment shop\/web created$/);
});

test.for([
	['lost', {kind: 'lost', message: 'the engine died: why'}, /^ the engine died: why; what is shown may be stale/],
	['failed', {kind: 'failed', message: 'no context x', advice: 'Choose one', exitCode: 2}, /no context x\. Choose one/],
	['ended', {kind: 'ended'}, /the engine has ended/],
] as const)(
	'an engine that is %s is told in the header, and what is shown is marked stale',
	([, message, expected]) => {
		const {screen, greet, tell} = openShell();
		greet();
		tell(rows('a'), message);
		expect(screen()[0]).toContain('STALE');
		expect(screen()[1]).toMatch(expected);
		expect(screen().join('\n')).toContain('a  ');
		greet();
		expect(screen()[0]).not.toContain('STALE');
	},
);

test('at start nothing is begun before the context is on the screen and a key confirms it', () => {
	const {screen, greet, press, session} = openShell({isHeld: true});
	press('enter');
	expect(session.sent).toEqual([]);
	greet();
	expect(screen().join('\n')).toContain('Context  prod');
	expect(screen().join('\n')).toContain('1 application of 2 is automated and will be written');
	expect(screen()[0]).toContain('HELD');
	press('enter');
	expect(session.sent).toEqual([{kind: 'begin'}]);
	expect(screen()[0]).not.toContain('HELD');
});

test.for([
	['that came after the screen was drawn', {}],
	['that is too small to show it', {columns: 30, rows: 8}],
] as const)('a key begins nothing on a context %s', ([, size]) => {
	const {screen, greet, press, session} = openShell({isHeld: true, ...size});
	screen();
	greet();
	press('enter');
	if ('columns' in size) {
		screen();
		press('enter');
	}

	expect(session.sent).toEqual([]);
});

test('an engine that was started anew takes applications away that it does not have', () => {
	const {screen, greet, tell} = openShell();
	greet();
	tell(rows('shop', 'gone'), {kind: 'lost', message: 'the engine died'});
	expect(screen()[0]).toContain('2 applications');
	greet();
	expect(screen()[0]).toContain('1 application');
	expect(screen().join('\n')).not.toContain('gone');
});

test('who only looks goes on without writing, and may begin later', () => {
	const {screen, greet, press, type, session, foot} = openShell({isHeld: true});
	greet();
	press('esc');
	expect(foot()).toContain('nothing is written automatically before :begin');
	expect(screen()[0]).toContain('HELD');
	press(':');
	type('begin');
	press('enter');
	screen();
	press('enter');
	expect(session.sent).toEqual([{kind: 'begin'}]);
});

test('what writes is refused where nothing may be written', () => {
	const {press, greet, tell, foot, screen} = openShell({isReadOnly: true});
	greet();
	tell(rows('a'));
	press('n');
	expect(foot()).toBe(' read-only: nothing is written');
	expect(screen()[0]).toContain('READ-ONLY');
});

test.for([
	['a command', 'stream', 'applications › stream'],
	['its other name', 'events', 'applications › stream'],
	['the start of one', 'strea', 'applications › stream'],
	['one with a name', 'stream shop', 'applications › stream shop'],
	['none', 'nonsense', 'no command :nonsense; ? lists them'],
	['a name that is not there', 'history nobody', 'no application nobody'],
	['a name too many', 'apps shop', ':apps takes no name'],
	['a name too few', 'history', ':history needs an application: :history NAME'],
] as const)('%s typed after : leads where it says', ([, text, expected]) => {
	const {press, type, foot, greet, tell} = openShell();
	greet();
	tell(rows('shop'));
	press(':');
	type(text);
	press('enter');
	expect(foot().trim()).toBe(expected);
});

test('Tab completes a command and its argument, and up brings back what was typed before', () => {
	const {press, type, foot, greet, tell} = openShell();
	greet();
	tell(rows('shop', 'web'));
	press(':');
	type('strea');
	press('tab');
	expect(foot()).toMatch(/^:stream/);
	type(' w');
	press('tab');
	expect(foot()).toMatch(/^:stream web/);
	press('enter', ':', 'up');
	expect(foot()).toMatch(/^:stream web/);
});

test('Esc closes what was opened, one after another, and stays on the applications', () => {
	const {press, foot, greet} = openShell();
	greet();
	press('T', '?');
	expect(foot().trim()).toBe('applications › stream › help');
	press('esc');
	expect(foot().trim()).toBe('applications › stream');
	press('q', 'esc', 'q');
	expect(foot().trim()).toBe('applications');
});

test('the help has each key of the screen that it was opened on', () => {
	const {press, screen, greet} = openShell({rows: 60});
	greet();
	press('?');
	const text = screen().join('\n');
	for (const expected of ['sort by name', 'the plan: approve and sync', 'a page down', ':history APPLICATION']) {
		expect(text).toContain(expected);
	}

	press('/');
	for (const key of 'half') {
		press(key);
	}

	expect(screen().filter(line => line.includes('half a page'))).toHaveLength(2);
	expect(screen().join('\n')).not.toContain('sort by name');
});

test.for([
	['ctrl-c', {kind: 'quit'}],
	['ctrl-l', {kind: 'redraw'}],
	['ctrl-z', {kind: 'suspend'}],
] as const)('%s is passed on to the terminal', ([key, effect]) => {
	const {press, outer} = openShell();
	press(key);
	expect(outer).toEqual([effect]);
});

test('a terminal that is too small is told so, and nothing else', () => {
	const {screen} = openShell({columns: 30, rows: 6});
	expect(screen()[0]).toBe('needs 40x10, has 30x6');
	expect(screen()).toHaveLength(6);
});

test('hostile names and messages reach the terminal harmless', () => {
	const {shell, greet, tell} = openShell();
	greet();
	tell(
		{kind: 'rows', seq: 1, upserts: [sampleRow({name: 'a\u001b[2Jb', message: '\u009b31m\r\n'})], deletes: []},
		{kind: 'events', events: [sampleEvent({message: 'x\u001b]52;c;aGk=\u0007'})]},
	);
	const pieces = shell.frame().flatMap(line => line.split('\u001b'));
	const texts = pieces.map(piece => piece.replace(/^\[\d+m/, ''));
	expect(texts.join('')).not.toMatch(/\p{Cc}/u);
	expect(texts.join('')).toContain('a\\u001b[2Jb');
	expect(texts.join('')).toContain(']52;c;aGk=\\u0007');
});

test('with 10,000 applications a frame still has the lines of the screen alone', () => {
	const {screen, greet, tell, press} = openShell({columns: 200, rows: 54});
	greet();
	tell(rows(...Array.from({length: 10_000}, (_, index) => `app-${String(index).padStart(5, '0')}`)));
	press('G');
	expect(screen()).toHaveLength(54);
	expect(screen().join('\n')).toContain('app-09999');
});

test('remarks of the configuration are shown at start', () => {
	const {screen, tell} = openShell({isHeld: true});
	tell({kind: 'hello', hello: sampleHello({remarks: ['apps.yaml:3: not an Application']})});
	expect(screen().join('\n')).toContain('apps.yaml:3: not an Application');
});

test.for<[Copied, string]>([
	['sent', 'copied web'],
	['too long', "web: too long for the terminal's clipboard, nothing was copied"],
	['no clipboard', 'this terminal has no clipboard that a program can reach, nothing was copied'],
])('a copy that the terminal answers with "%s" is told as "%s"', ([copied, told]) => {
	const shown = openShell({columns: 100, copy: () => copied});
	shown.greet();
	shown.tell({kind: 'rows', seq: 1, upserts: [sampleRow({name: 'web'})], deletes: []});
	shown.press('c');
	expect(shown.screen().at(-1)).toContain(told);
});
