import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Told} from './run.ts';

const folder = path.join(import.meta.dirname, 'recorded');

function fileOf(table: string): string {
	return path.join(folder, `${table}.jsonl`);
}

/** What the real control plane answered, by the sequence's title. */
export function recordingOf(table: string): ReadonlyMap<string, Told> {
	const file = fileOf(table);
	const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
	return new Map(lines.map(line => JSON.parse(line)).map((told: Told) => [told.title, told]));
}

export function writeRecording(table: string, sequences: readonly Told[]): void {
	writeFileSync(fileOf(table), sequences.map(told => `${JSON.stringify(told)}\n`).join(''));
}
