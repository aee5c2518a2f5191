import {readFileSync} from 'node:fs';
import {setTimeout} from 'node:timers/promises';
import {startTerminal, type TestTerminal} from '../../test/ui/support/terminal.ts';
import {usageOf} from '../machine.ts';

export type Case = {
	readonly program: string;
	readonly columns: number;
	readonly rows: number;
	readonly applications: number;
	/** Also measures it while events arrive; the floor hears of none. */
	readonly hasEvents: boolean;
};

type Size = Pick<Case, 'columns' | 'rows' | 'applications'>;

/** Milliseconds from a key to the last byte of its frame, and the bytes of that frame. */
export type Keys = {readonly milliseconds: readonly number[]; readonly bytes: readonly number[]};

export type Figures = {
	readonly startMs: number;
	readonly move: Keys;
	readonly scroll: Keys;
	readonly restBytes: number;
	readonly restCpuSeconds: number;
	readonly mebibytes: number;
	/** From a key until the cursor has moved, while 1,000 events a second arrive. */
	readonly busyMs: readonly number[];
};

/** The pace of a key that is held down. */
const keyPauseMs = 33;

const restMs = 4000;

const firstRow = 'application-00000';

export async function measure({program, hasEvents, ...given}: Case): Promise<Figures> {
	const starts = [await startOnce(program, given), await startOnce(program, given), await startOnce(program, given)];
	await using terminal = await open(program, given);
	await setTimeout(500);
	const move = await press(terminal, [...'jjjjjjjjkkkkkkkk'.repeat(4)]);
	// To the last row on screen; from there each key scrolls.
	await press(terminal, [...'j'.repeat(given.rows)]);
	const scroll = await press(terminal, [...'j'.repeat(Math.min(80, given.applications - given.rows - 10))]);
	await setTimeout(500);
	const before = {bytes: terminal.bytes(), ...usageOf(terminal.pid)};
	await setTimeout(restMs);
	return {
		startMs: median(starts),
		move,
		scroll,
		restBytes: terminal.bytes() - before.bytes,
		restCpuSeconds: usageOf(terminal.pid).cpuSeconds - before.cpuSeconds,
		mebibytes: residentOf(terminal.pid),
		busyMs: hasEvents ? await measureBusy(program, given) : [],
	};
}

async function measureBusy(program: string, given: Size): Promise<readonly number[]> {
	await using terminal = await open(program, given, {EVENTS: '1000'});
	await setTimeout(500);
	const top = terminal.screen().findIndex(line => line.startsWith(firstRow));
	const milliseconds: number[] = [];
	for (const [index, key] of [...'jk'.repeat(40)].entries()) {
		const row = top + ((index + 1) % 2);
		const moved = terminal.waitFor(() => terminal.cell(row, 0).isInverse);
		const pressedAt = performance.now();
		terminal.press(key);
		await moved;
		milliseconds.push(performance.now() - pressedAt);
		await setTimeout(keyPauseMs);
	}

	return milliseconds;
}

export function quantile(numbers: readonly number[], share: number): number {
	const sorted = [...numbers].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function median(numbers: readonly number[]): number {
	return quantile(numbers, 0.5);
}

async function open(
	program: string,
	{columns, rows, applications}: Size,
	environment: Readonly<Record<string, string>> = {},
): Promise<TestTerminal> {
	const terminal = startTerminal(['node', program], {
		columns,
		rows,
		environment: {APPLICATIONS: String(applications), ...environment},
	});
	await terminal.waitFor(firstRow);
	return terminal;
}

async function startOnce(program: string, given: Size): Promise<number> {
	const startedAt = performance.now();
	await using terminal = await open(program, given);
	return terminal.lastByteAt() - startedAt;
}

async function press(terminal: TestTerminal, keys: readonly string[]): Promise<Keys> {
	const milliseconds: number[] = [];
	const bytes: number[] = [];
	for (const key of keys) {
		const before = terminal.bytes();
		const frame = terminal.nextFrame();
		const pressedAt = performance.now();
		terminal.press(key);
		await frame;
		milliseconds.push(terminal.lastByteAt() - pressedAt);
		bytes.push(terminal.bytes() - before);
		await setTimeout(keyPauseMs);
	}

	return {milliseconds, bytes};
}

/** Of Linux. */
function residentOf(pid: number): number {
	const [, resident = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Math.round(Number(resident) / 1024);
}
