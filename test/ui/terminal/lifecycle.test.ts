import {once} from 'node:events';
import {mkdtempSync, rmSync, watch} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {startTerminal, type TerminalOptions, type TestTerminal} from '../support/terminal.ts';

// Each test starts a program, on a machine that has others to do.
vi.setConfig({testTimeout: 30_000});

const sample = join(import.meta.dirname, 'sample-app.ts');

const given = {hasAlternateScreen: true, hasCursor: false, hasBracketedPaste: true, wraps: false};
const restored = {hasAlternateScreen: false, hasCursor: true, hasBracketedPaste: false, wraps: true};

async function open(options: TerminalOptions = {}): Promise<TestTerminal> {
	const terminal = startTerminal(['node', sample], {columns: 60, rows: 12, ...options});
	await terminal.waitFor(/^end$/m);
	return terminal;
}

/** A shell with jobs, as the program usually has around it. */
async function openInShell(): Promise<TestTerminal> {
	const shell = startTerminal(['bash', '--norc', '--noprofile', '-i'], {
		columns: 60,
		rows: 12,
		environment: {PS1: 'shell> ', BASH_SILENCE_DEPRECATION_WARNING: '1', NODE: process.execPath, SAMPLE: sample},
	});
	await shell.waitFor('shell>');
	shell.type('"$NODE" "$SAMPLE"\r');
	await shell.waitFor(/^end$/m);
	return shell;
}

test('while it runs, the terminal has its modes', async () => {
	await using terminal = await open();
	expect(terminal.modes()).toEqual(given);
	expect(terminal.screen()[0]).toBe('size 60x12 colors truecolor');
});

describe('the terminal is given back clean', () => {
	const endings: ReadonlyArray<readonly [string, (terminal: TestTerminal) => void, number, string]> = [
		['when the person quits', terminal => terminal.press('q'), 0, 'good bye'],
		['on SIGTERM', terminal => terminal.signal('SIGTERM'), 4, 'ended: terminate'],
		['on SIGINT from outside', terminal => terminal.signal('SIGINT'), 4, 'ended: interrupt'],
		['on SIGHUP', terminal => terminal.signal('SIGHUP'), 4, 'ended: hangup'],
		['on SIGQUIT', terminal => terminal.signal('SIGQUIT'), 4, 'ended: terminate'],
		['when a key handler throws', terminal => terminal.press('x'), 1, 'Error: a key is broken'],
		['when a component throws', terminal => terminal.press('b'), 1, 'Error: a component is broken'],
		['when a promise is rejected', terminal => terminal.press('r'), 1, 'Error: a promise is broken'],
		['on process.exit', terminal => terminal.press('X'), 7, ''],
	];
	test.for(endings)('%s', async ([, act, code, text]) => {
		await using terminal = await open();
		act(terminal);
		expect((await terminal.exited).code).toBe(code);
		expect(terminal.modes()).toEqual(restored);
		// What is printed comes after the alternate screen, where it stays to be read.
		const printed = terminal.received().slice(terminal.received().lastIndexOf('\u001B[?1049l'));
		expect(printed).toContain(text);
		expect(printed).not.toContain('\u001B[?2026h');
	});

	test('and the device is out of raw mode', async () => {
		await using shell = await openInShell();
		shell.press('q');
		await shell.waitFor('good bye');
		shell.type('stty -a | grep -o -w -e "-*icanon" -e "-*echo"\r');
		await shell.waitFor(/^icanon\necho$/m);
	});
});

test('when the window goes, the program goes', async () => {
	await using terminal = await open();
	terminal.hangUp();
	expect((await terminal.exited).code).toBe(4);
});

describe('Ctrl-Z', () => {
	test('stops it, and the shell brings it back with a whole screen', async () => {
		await using shell = await openInShell();
		shell.press('j');
		await shell.waitFor('pressed j');
		shell.press('ctrl-z');
		await shell.waitFor(lines => lines.some(line => line.includes('Stopped')) && lines.at(-1) !== 'end');
		expect(shell.modes().hasAlternateScreen).toBe(false);
		expect(shell.modes().hasCursor).toBe(true);
		shell.resize(50, 10);
		shell.type('fg\r');
		await shell.waitFor(/^size 50x10[\s\S]*pressed j ctrl-z[\s\S]*^end$/m);
		expect(shell.modes()).toEqual(given);
		shell.press('k');
		await shell.waitFor('pressed j ctrl-z k');
		shell.press('q');
		await shell.waitFor('good bye');
	});

	test('where nobody could bring it back, it goes on', async () => {
		await using terminal = await open();
		terminal.press('ctrl-z');
		await terminal.waitFor('pressed ctrl-z');
		expect(terminal.modes()).toEqual(given);
	});
});

test('a stop and a continuation from outside bring the whole screen back', async () => {
	await using shell = await openInShell();
	shell.press('j');
	await shell.waitFor('pressed j');
	process.kill(shell.foreground(), 'SIGTSTP');
	await shell.waitFor(lines => lines.some(line => line.includes('Stopped')));
	expect(shell.modes().hasAlternateScreen).toBe(false);
	shell.type('fg\r');
	await shell.waitFor(/pressed j$[\s\S]*^end$/m);
	expect(shell.modes()).toEqual(given);
});

test('Ctrl-L paints everything again', async () => {
	await using terminal = await open();
	const before = terminal.bytes();
	terminal.press('ctrl-l');
	await terminal.waitFor('pressed ctrl-l');
	await terminal.waitFor(() => terminal.bytes() - before > 400);
	expect(terminal.received().slice(before)).toContain('\u001B[2J');
});

test('another size is drawn at once, however often it comes', async () => {
	await using terminal = await open();
	for (const columns of [59, 50, 41, 70, 80, 66]) {
		terminal.resize(columns, 9);
	}

	await terminal.waitFor(lines => lines[0]?.startsWith('size 66x9') === true && lines[8] === 'end');
	expect(terminal.received().split('\u001B[2J').length - 1).toBe(1);
});

test('keys come one by one, pastes in one piece', async () => {
	await using terminal = await open();
	terminal.type('jk\u001B[A\u001BxÄ');
	await terminal.waitFor('pressed j k up alt-x Ä');
	terminal.press('esc');
	await terminal.waitFor('alt-x Ä esc');
	terminal.paste('q\rq');
	await terminal.waitFor('paste(q');
});

test('the clipboard is asked by OSC 52, and long texts are refused', async () => {
	await using terminal = await open();
	terminal.press('c');
	await terminal.waitFor('note sent');
	expect(terminal.received()).toContain(`\u001B]52;c;${Buffer.from('text to copy').toString('base64')}\u0007`);
	terminal.press('C');
	await terminal.waitFor('note too long');
});

test('a line that hangs does not hold up the program, and gets the latest frame when it goes on', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'trueup-flood-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const watcher = watch(folder);
	onTestFinished(() => watcher.close());
	await using terminal = await open({columns: 200, rows: 50, environment: {FLOODED: join(folder, 'flooded')}});
	const flooded = once(watcher, 'change');
	terminal.pause();
	terminal.press('f');
	await flooded;
	const before = terminal.bytes();
	terminal.resume();
	await terminal.waitFor('note flood 100');
	// A hundred frames are a megabyte.
	expect(terminal.bytes() - before).toBeLessThan(250_000);
});

test('a CI variable in the environment does not keep Ink from drawing', async () => {
	await using terminal = await open({environment: {CI: 'true'}});
	terminal.press('j');
	await terminal.waitFor('pressed j');
});

test.for([
	['truecolor', {}],
	['256', {COLORTERM: undefined}],
	['16', {COLORTERM: undefined, TERM: 'xterm'}],
	['none', {NO_COLOR: '1'}],
] as const)('it knows the colours of its terminal: %s', async ([colors, environment]) => {
	await using terminal = await open({environment});
	expect(terminal.screen()[0]).toBe(`size 60x12 colors ${colors}`);
});

test('for a screen reader, what is new is printed as lines', async () => {
	await using terminal = await open({environment: {INK_SCREEN_READER: 'true'}, rows: 30});
	expect(terminal.modes().hasAlternateScreen).toBe(false);
	const before = terminal.bytes();
	terminal.press('j');
	await terminal.waitFor('pressed j');
	expect(terminal.received().slice(before)).toBe('pressed j\r\n');
});
