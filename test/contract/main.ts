import {parseArgs} from 'node:util';
import {startSandbox} from '../../source/sandbox/start.ts';
import {buildPrograms} from '../cluster/build.ts';
import {startCluster} from '../cluster/start-cluster.ts';
import {type Connection, connectTo, embeddedServer, realServer, type Server} from './connection.ts';
import {type Difference, differenceOf} from './difference.ts';
import {inParallel} from './in-parallel.ts';
import {listedTitles} from './listed.ts';
import {recordingOf, writeRecording} from './recordings.ts';
import {run, type Told} from './run.ts';
import type {Sequence} from './sequence.ts';
import {tables} from './tables.ts';

/** `npm run contract`: see sequence.ts. */

type Entry = {readonly table: string; readonly sequence: Sequence};

const usage = 'usage: npm run contract -- [--real | --record] [--only TEXT]';

function flags() {
	try {
		return parseArgs({
			options: {real: {type: 'boolean'}, record: {type: 'boolean'}, only: {type: 'string'}},
		}).values;
	} catch {
		throw new Error(usage);
	}
}

function entriesOf(only: string | undefined): readonly Entry[] {
	const all = Object.entries(tables).flatMap(([table, sequences]) => sequences.map(sequence => ({table, sequence})));
	return all.filter(({table, sequence}) => only === undefined || table === only || sequence.title.includes(only));
}

type Target = Server & {stop(): Promise<void>};

async function startReal(): Promise<Target> {
	const programs = await buildPrograms(tell);
	const cluster = await startCluster({programs});
	return {...realServer(cluster), stop: cluster.stop};
}

async function startEmbedded(): Promise<Target> {
	const sandbox = await startSandbox();
	return {...embeddedServer(sandbox), stop: sandbox.stop};
}

function tell(line: string): void {
	process.stderr.write(`${line}\n`);
}

function print(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** Several at once: much of a sequence is waiting. */
function runAll(entries: readonly Entry[], connection: Connection, work = run): Promise<readonly Told[]> {
	return Promise.all(inParallel(8, entries, ({sequence}) => work(sequence, connection)).values());
}

/** A sequence that can't be gone through differs, and keeps no other from being compared. */
async function toldAnyway(sequence: Sequence, connection: Connection): Promise<Told> {
	try {
		return await run(sequence, connection);
	} catch (error) {
		return {title: sequence.title, steps: [String(error)]};
	}
}

async function record(entries: readonly Entry[], connection: Connection): Promise<number> {
	const [first, second] = [await runAll(entries, connection), await runAll(entries, connection)];
	const unsteady = entries.flatMap(({sequence}, index) => {
		const difference = differenceOf(stepsOf(first[index]), stepsOf(second[index]));
		return difference ? [describe(sequence.title, difference, ['first', 'second'])] : [];
	});
	unsteady.forEach(print);
	for (const table of new Set(entries.map(entry => entry.table))) {
		const before = recordingOf(table);
		const now = new Map(first.map(told => [told.title, told]));
		const all = (tables[table] ?? []).flatMap(({title}) => now.get(title) ?? before.get(title) ?? []);
		writeRecording(table, all);
	}

	print(`${entries.length} sequences recorded, ${unsteady.length} of them not twice the same`);
	return unsteady.length > 0 ? 1 : 0;
}

function stepsOf(told: Told | undefined) {
	return told?.steps ?? [];
}

type Verdict = 'same' | 'listed' | 'different';

async function compare(entries: readonly Entry[], connection: Connection, listed: readonly string[]): Promise<number> {
	const answers = await runAll(entries, connection, toldAnyway);
	const verdicts = entries.map((entry, index) => judge(entry, answers[index], listed));
	const count = (verdict: Verdict) => verdicts.filter(one => one === verdict).length;
	const different = count('different');
	print(`${entries.length} sequences, ${count('same')} same, ${count('listed')} listed, ${different} different`);
	return different > 0 ? 1 : 0;
}

function judge({table, sequence: {title}}: Entry, seen: Told | undefined, listed: readonly string[]): Verdict {
	const difference = differenceOf(stepsOf(recordingOf(table).get(title)), stepsOf(seen));
	if (listed.includes(title)) {
		if (difference) {
			return 'listed';
		}

		print(`${title}\n  is the same by now: take it off docs/sandbox.md`);
		return 'different';
	}

	if (difference) {
		print(describe(title, difference));
	}

	return difference ? 'different' : 'same';
}

/** Of a path, the first number is the step's. */
function describe(title: string, {path, recorded, seen}: Difference, [a, b] = ['recorded', 'answered']): string {
	const shown = (value: unknown) => JSON.stringify(value) ?? 'nothing';
	return `${title}\n  at ${path === '' ? 'all of it' : path}\n  ${a}: ${shown(recorded)}\n  ${b}: ${shown(seen)}`;
}

async function main(): Promise<number> {
	const {real = false, record: isRecording = false, only} = flags();
	const entries = entriesOf(only);
	const target = await (real || isRecording ? startReal() : startEmbedded());
	try {
		await using connection = connectTo(target);
		return isRecording
			? await record(entries, connection)
			: await compare(entries, connection, real ? [] : listedTitles());
	} finally {
		await target.stop();
	}
}

process.exitCode = await main();
