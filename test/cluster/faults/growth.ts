import {readdir, readFile} from 'node:fs/promises';
import {expect} from 'vitest';
import type {Program} from '../../support/program.ts';
import {until} from '../support/until.ts';
import type {Stage} from './stage.ts';

/** Of each program that runs. */
export type Resources = readonly {readonly files: number; readonly memory: number}[];

/** Connections that are kept for the next requests come and go. */
const idleConnections = 8;

export function countResources({engine, watch}: Stage): Promise<Resources> {
	return Promise.all([engine, watch].map(countOf));
}

/** What is held open after the last round is no more than after the first, and memory does not climb. */
export async function expectNoGrowth(stage: Stage, counted: readonly Resources[]): Promise<void> {
	const [first = []] = counted;
	await until('no more files and sockets are open than after the first time', async () => {
		const now = await countResources(stage);
		return now.every(({files}, index) => files <= (first[index]?.files ?? 0) + idleConnections);
	});
	for (const [index, {memory}] of (counted.at(-1) ?? []).entries()) {
		expect(memory).toBeLessThan((first[index]?.memory ?? 0) * 1.5);
	}
}

/** Of Linux; memory in KiB. */
async function countOf({pid}: Program): Promise<Resources[number]> {
	const [files, status] = await Promise.all([readdir(`/proc/${pid}/fd`), readFile(`/proc/${pid}/status`, 'utf8')]);
	return {files: files.length, memory: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1])};
}
