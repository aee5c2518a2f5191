import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {expect} from 'vitest';
import type {Finished} from '../../support/program.ts';
import type {Stage} from './stage.ts';

type Searched = Pick<Stage, 'canary' | 'trial'> & {
	readonly programs: readonly {readonly exited: Promise<Finished>}[];
};

/** The canary, in plain or in any base64 that holds it, is in nothing that was printed, logged or kept. */
export async function expectNoSecret({canary, programs, trial}: Searched): Promise<void> {
	const ended = await Promise.all(programs.map(program => program.exited));
	const printed = ended.map(({stdout, stderr}, index) => ({
		where: `program ${index}`,
		bytes: Buffer.from(stdout + stderr),
	}));
	const leaks = [...printed, ...(await filesUnder(trial.home))].filter(({bytes}) => holds(bytes, canary));
	expect(leaks.map(({where}) => where)).toEqual([]);
}

async function filesUnder(folder: string): Promise<{readonly where: string; readonly bytes: Buffer}[]> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const files = entries.filter(entry => entry.isFile()).map(({parentPath, name}) => path.join(parentPath, name));
	return Promise.all(files.map(async where => ({where, bytes: await readFile(where)})));
}

/** Base64 of a text looks different by where in the whole it stands: its inner part at each of the three offsets. */
function holds(bytes: Buffer, canary: string): boolean {
	const encoded = [0, 1, 2].map(offset =>
		Buffer.from('x'.repeat(offset) + canary)
			.toString('base64')
			.slice(4, -4),
	);
	return [canary, ...encoded].some(form => bytes.includes(form));
}
