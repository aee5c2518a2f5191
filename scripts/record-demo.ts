import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {startTerminal} from '../test/ui/support/terminal.ts';
import {Film} from './gif.ts';

// Records `demo.gif`: the built program in a terminal, with the keys that a person would press. Nothing is staged but
// how long a picture stays.

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const size = {columns: 100, rows: 26};

/** A key, what it has to show, and for how long the result stays, in milliseconds. */
type Step = {readonly keys: readonly string[]; readonly shows: string | RegExp; readonly forMs: number};

const story: readonly Step[] = [
	{keys: [], shows: /1 Degraded/, forMs: 3500},
	{keys: ['enter'], shows: /^payments .*OutOfSync/m, forMs: 2500},
	{keys: ['D', 'T'], shows: /healed .*\n?.*kubectl-scale/, forMs: 4500},
	{keys: ['esc'], shows: /^payments .*OutOfSync/m, forMs: 800},
	{keys: ['j', 'j', 'j'], shows: 'not there', forMs: 800},
	{keys: ['d'], shows: /1\/4 /, forMs: 2000},
	{keys: ['n'], shows: /2\/4 .*Secret/, forMs: 1800},
	{keys: ['n'], shows: /3\/4 .*ConfigMap/, forMs: 2500},
	{keys: ['a'], shows: '[✓]', forMs: 1200},
	{keys: ['n'], shows: /4\/4 .*hunk 1/, forMs: 2000},
	{keys: ['n'], shows: /4\/4 .*hunk 2/, forMs: 1500},
	{keys: ['a'], shows: '[✓]', forMs: 1200},
	{keys: ['s'], shows: 'Confirm the sync', forMs: 3000},
	{keys: ['enter'], shows: /finished +succeeded/, forMs: 4500},
	{keys: ['esc'], shows: 'Changes of payments', forMs: 300},
	{keys: ['esc'], shows: /^payments .*/m, forMs: 600},
	{keys: ['enter'], shows: /Pod\/payments/, forMs: 4000},
];

// The demo's own folder goes with it, also where it is cut short.
const temporary = mkdtempSync(join(tmpdir(), 'trueup-record-'));
try {
	const film = await record();
	const gif = film.encode();
	writeFileSync(join(root, 'demo.gif'), gif);
	process.stdout.write(`demo.gif: ${Math.round(gif.length / 1024)} KB\n`);
} finally {
	rmSync(temporary, {recursive: true, force: true});
}

async function record(): Promise<Film> {
	const command = ['node', join(root, 'build', 'cli.js'), 'demo'];
	await using terminal = startTerminal(command, {...size, environment: {TMPDIR: temporary}});
	const film = new Film(size);
	for (const {keys, shows, forMs} of story) {
		for (const key of keys) {
			const painted = terminal.nextFrame();
			terminal.press(key);
			await painted;
			film.take(terminal.cell, 250);
		}

		await terminal.waitFor(shows);
		film.take(terminal.cell, forMs);
	}

	terminal.press('ctrl-c');
	await terminal.exited;
	return film;
}
