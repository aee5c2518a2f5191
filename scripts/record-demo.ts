import {writeFileSync} from 'node:fs';
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
	{keys: [], shows: 'Welcome', forMs: 2500},
	{keys: ['enter'], shows: /search\s+\S+\s+\S+\s+Degraded/, forMs: 2500},
	{keys: ['D'], shows: /spec\.replicas (was|is) 5/, forMs: 2500},
	{keys: ['j', 'j', 'j'], shows: 'payments', forMs: 600},
	{keys: ['d'], shows: /hunk 1/, forMs: 2500},
	{keys: ['n'], shows: /hunk/, forMs: 1500},
	{keys: ['n'], shows: /hunk/, forMs: 1500},
	{keys: ['a'], shows: '✓', forMs: 1000},
	{keys: ['A'], shows: '✓', forMs: 1000},
	{keys: ['s'], shows: /confirm/i, forMs: 2500},
	{keys: ['enter'], shows: /finished/, forMs: 4000},
	{keys: ['esc', 'esc'], shows: 'Applications', forMs: 3000},
];

await using terminal = startTerminal(['node', join(root, 'build', 'cli.js'), 'demo'], size);
const film = new Film(size);
for (const {keys, shows, forMs} of story) {
	for (const key of keys) {
		terminal.press(key);
		await terminal.nextFrame();
		film.take(terminal.cell, 250);
	}

	await terminal.waitFor(shows);
	film.take(terminal.cell, forMs);
}

const gif = film.encode();
writeFileSync(join(root, 'demo.gif'), gif);
process.stdout.write(`demo.gif: ${Math.round(gif.length / 1024)} KB\n`);
