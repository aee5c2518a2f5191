import {parseArgs} from 'node:util';
import type {Json} from '../../source/model/json.ts';
import {startSandbox} from '../../source/sandbox/start.ts';
import {buildPrograms} from '../cluster/build.ts';
import {startCluster} from '../cluster/start-cluster.ts';
import {type Connection, connectTo, embeddedServer, realServer, type Server} from './connection.ts';
import {type Difference, differenceOf} from './difference.ts';
import {listedTitles} from './listed.ts';
import {recordingOf, writeRecording} from './recordings.ts';
import type {Told} from './run.ts';
import {runAll} from './run-all.ts';
import type {Sequence, Step} from './sequence.ts';
import {tables} from './tables.ts';

/** `npm run contract`: see sequence.ts. */

type Entry = {readonly table: string; readonly sequence: Sequence};

const usage = `usage: npm run contract -- [--real | --record] [--only TEXT]

Compares the embedded cluster with what a real control plane answered. Exits with 1 where they differ.

  --real       compares a real control plane instead; it is built where it is not there yet
  --record     writes the recordings anew, from a real control plane
  --only TEXT  takes the sequences alone whose title has that text or whose table has that name
`;

/** What a person asked for and can't have. */
class UsageError extends Error {}

function readFlags() {
	try {
		const {values} = parseArgs({
			options: {
				real: {type: 'boolean', default: false},
				record: {type: 'boolean', default: false},
				only: {type: 'string', default: ''},
				help: {type: 'boolean', default: false},
			},
		});
		if (!(values.real && values.record)) {
			return values;
		}
	} catch {
		// Told below.
	}

	throw new UsageError(usage);
}

function entriesOf(only: string): readonly Entry[] {
	const all = Object.entries(tables).flatMap(([table, sequences]) => sequences.map(sequence => ({table, sequence})));
	const wanted = all.filter(({table, sequence}) => table === only || sequence.title.includes(only));
	if (wanted.length === 0) {
		throw new UsageError(`no table is named "${only}", and no sequence has that in its title\n`);
	}

	return wanted;
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

function answersTo(entries: readonly Entry[], connection: Connection): readonly Promise<Told>[] {
	const sequences = entries.map(({sequence}) => sequence);
	return [...runAll(sequences, connection).values()];
}

async function record(entries: readonly Entry[], connection: Connection): Promise<number> {
	const first = await Promise.all(answersTo(entries, connection));
	const second = await Promise.all(answersTo(entries, connection));
	const steady = new Map<string, Told>();
	for (const [index, {sequence}] of entries.entries()) {
		const difference = differenceOf(stepsOf(first[index]), stepsOf(second[index]));
		if (difference) {
			print(describe(sequence, difference, ['first', 'second']));
		} else if (first[index]) {
			steady.set(sequence.title, first[index]);
		}
	}

	for (const table of new Set(entries.map(entry => entry.table))) {
		const before = recordingOf(table);
		const all = (tables[table] ?? []).flatMap(({title}) => steady.get(title) ?? before.get(title) ?? []);
		writeRecording(table, all);
	}

	const unsteady = entries.length - steady.size;
	print(`${steady.size} sequences recorded, ${unsteady} not, which were not twice the same`);
	return unsteady > 0 ? 1 : 0;
}

function stepsOf(told: Told | undefined) {
	return told?.steps ?? [];
}

type Verdict = 'same' | 'listed' | 'different';

async function compare(entries: readonly Entry[], connection: Connection, listed: readonly string[]): Promise<number> {
	// A sequence that can't be gone through differs, and keeps no other from being compared.
	const answers = await Promise.allSettled(answersTo(entries, connection));
	const verdicts = entries.map((entry, index) => judge(entry, stepsTold(answers[index]), listed));
	const count = (verdict: Verdict) => verdicts.filter(one => one === verdict).length;
	const different = count('different');
	print(`${entries.length} sequences, ${count('same')} same, ${count('listed')} listed, ${different} different`);
	return different > 0 ? 1 : 0;
}

function stepsTold(answer: PromiseSettledResult<Told> | undefined): readonly Json[] {
	return answer?.status === 'fulfilled' ? answer.value.steps : [String(answer?.reason)];
}

function judge({table, sequence}: Entry, seen: readonly Json[], listed: readonly string[]): Verdict {
	const {title} = sequence;
	const difference = differenceOf(stepsOf(recordingOf(table).get(title)), seen);
	if (listed.includes(title)) {
		if (difference) {
			return 'listed';
		}

		print(`${title}\n  is the same by now: take it off docs/sandbox.md`);
		return 'different';
	}

	if (difference) {
		print(describe(sequence, difference));
	}

	return difference ? 'different' : 'same';
}

function describe({title, steps}: Sequence, {path, recorded, seen}: Difference, [a, b] = ['recorded', 'answered']) {
	const [index = '', ...rest] = path.split('.');
	const place =
		path === '' ? 'in all of it' : `in step ${index}, ${summaryOf(steps[Number(index)])}: ${rest.join('.')}`;
	return `${title}\n  ${place}\n  ${a}: ${shortened(recorded)}\n  ${b}: ${shortened(seen)}`;
}

function summaryOf(step: Step | undefined): string {
	switch (step?.kind) {
		case undefined:
			return 'which is not there';
		case 'request':
			return `${step.method} ${step.path}`;
		case 'watch':
			return `watch ${step.path}`;
		case 'events':
			return `events of ${step.of}`;
		case 'until':
			return `until ${step.request.method} ${step.request.path}`;
		case 'tick':
			return 'tick';
	}
}

const longestValue = 500;

function shortened(value: Json | undefined): string {
	const shown = JSON.stringify(value) ?? 'nothing';
	return shown.length > longestValue ? `${shown.slice(0, longestValue)} ... (${shown.length} characters)` : shown;
}

async function main(): Promise<number> {
	const {real, record: isRecording, only, help} = readFlags();
	if (help) {
		process.stdout.write(usage);
		return 0;
	}

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

try {
	process.exitCode = await main();
} catch (error) {
	if (!(error instanceof UsageError)) {
		throw error;
	}

	process.stderr.write(error.message);
	process.exitCode = 2;
}
