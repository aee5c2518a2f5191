import process from 'node:process';
import {benchRow} from './rows.ts';

// What a program without React, Ink and painter needs for such a list: it writes the lines that changed, whole.
const {stdin, stdout} = process;
const rows = Array.from({length: Number(process.env.APPLICATIONS)}, (_, index) => benchRow(index));
const shown: string[] = [];
let cursor = 0;
let top = 0;

function lineAt(index: number): string {
	const row = rows[index];
	if (row === undefined) {
		return '';
	}

	const {name, sync, health, destination, revision, path, message} = row;
	const text = ` ${name}  ${sync.padEnd(9)}  ${health.padEnd(11)}  ${destination.padEnd(27)}  ${revision.slice(0, 7)}  ${path}  ${message}`;
	const cut = text.slice(0, stdout.columns);
	return index === cursor ? `\u001B[7m${cut.padEnd(stdout.columns)}\u001B[m` : `${cut}\u001B[K`;
}

function draw() {
	const height = stdout.rows - 2;
	top = Math.max(Math.min(top, cursor), cursor - height + 1);
	const lines = ['trueup', ...Array.from({length: height}, (_, at) => lineAt(top + at)), `${cursor + 1}`];
	const changed = lines.flatMap((line, at) => (line === shown[at] ? [] : [`\u001B[${at + 1}H${line}\u001B[K`]));
	shown.splice(0, Number.POSITIVE_INFINITY, ...lines);
	stdout.write(`\u001B[?2026h${changed.join('')}\u001B[?2026l`);
}

stdin.setRawMode(true);
stdout.write('\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[2J');
stdin.on('data', (data: Uint8Array) => {
	for (const key of Buffer.from(data).toString()) {
		cursor = key === 'j' ? Math.min(rows.length - 1, cursor + 1) : Math.max(0, cursor - 1);
	}

	draw();
});
draw();
