import {readdir, readFile, readlink, rm} from 'node:fs/promises';
import path from 'node:path';
import type {Program} from '../../support/program.ts';
import {until} from '../support/until.ts';
import type {Stage} from './stage.ts';

/** What a program holds: sockets and other files, what keeps its threads awake, and bytes in use in their heaps. */
type Held = {readonly sockets: number; readonly files: number; readonly waiting: number; readonly heap: number};

/** Of each program that runs. */
export type Resources = readonly Held[];

/** To be given to the programs, so that they can be counted. */
export const countable = `--import=${path.join(import.meta.dirname, 'report-held.ts')}`;

/** The main thread, and the engine's. */
const threads = 2;

/** Right after a fault not all is connected again: three of the process, and a watch for each of the usual kinds. */
const usualSockets = 9;

/** What comes and goes with what is being done, so little that what one fault leaves behind is more after some rounds. */
const spare: Held = {sockets: 2, files: 2, waiting: 4, heap: 2 * 1024 * 1024};

const measures = ['sockets', 'files', 'waiting', 'heap'] as const satisfies readonly (keyof Held)[];

export async function countResources({engine, watch, trial: {home}}: Stage): Promise<Resources> {
	return Promise.all([engine, watch].map(program => countOf(program, home)));
}

/** Once connections that nobody needs are closed, which takes half a minute, no more is held than when least was held. */
export async function expectNoGrowth(stage: Stage, counted: readonly Resources[]): Promise<void> {
	if (counted.length === 0) {
		return;
	}

	await until(
		'no more is held than before',
		async () => {
			const now = await countResources(stage);
			const more = now.flatMap((held, index) =>
				growth(
					held,
					counted.flatMap(all => all[index] ?? []),
				),
			);
			if (more.length > 0) {
				throw new Error(more.join('; '));
			}

			return true;
		},
		{timeoutMs: 90_000},
	);
}

function growth(now: Held, before: readonly Held[]): readonly string[] {
	return measures.flatMap(measure => {
		const counts = before.map(held => held[measure]);
		const least = Math.max(Math.min(...counts), measure === 'sockets' ? usualSockets : 0);
		const isMore = now[measure] > least + spare[measure];
		return isMore ? [`${measure}: ${now[measure]}, after each time ${counts.join(', ')}`] : [];
	});
}

/** Of Linux. */
async function countOf(program: Program, home: string): Promise<Held> {
	const [targets, reports] = await Promise.all([targetsOf(program), reportsOf(program, home)]);
	const sockets = targets.filter(target => target.startsWith('socket:')).length;
	return {
		sockets,
		files: targets.length - sockets,
		waiting: reports.reduce((sum, {resources}) => sum + Object.values(resources).reduce((all, one) => all + one, 0), 0),
		heap: reports.reduce((sum, {heap}) => sum + heap, 0),
	};
}

/** What is closed meanwhile is not open. */
async function targetsOf({pid}: Program): Promise<readonly string[]> {
	const folder = `/proc/${pid}/fd`;
	const links = await Promise.all(
		(await readdir(folder)).map(name => readlink(path.join(folder, name)).catch(() => undefined)),
	);
	return links.filter(link => link !== undefined);
}

type Report = {readonly resources: Readonly<Record<string, number>>; readonly heap: number};

async function reportsOf(program: Program, home: string): Promise<readonly Report[]> {
	const isOurs = (name: string) => name.startsWith(`held-${program.pid}-`) && name.endsWith('.json');
	const written = async () => (await readdir(home)).filter(isOurs).map(name => path.join(home, name));
	await Promise.all((await written()).map(file => rm(file)));
	program.signal('SIGUSR2');
	const files = await until('all threads say what they hold', async () => {
		const found = await written();
		return found.length >= threads && found;
	});
	return Promise.all(files.map(async file => JSON.parse(await readFile(file, 'utf8'))));
}
