import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type IPty, spawn} from '@lydell/node-pty';
import {compileCache} from '../../support/compile-cache.ts';
import {bytesOfKey} from './key-bytes.ts';
import {type Cell, type Modes, Screen} from './screen.ts';

export type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	/** On top of a small environment: PATH, a home in a temporary folder, TERM, COLORTERM, LANG. `undefined` takes one away. */
	readonly environment?: Readonly<Record<string, string | undefined>>;
	readonly cwd?: string;
};

type Predicate = string | RegExp | ((screen: readonly string[]) => boolean);

/** A program in a terminal of its own; ended, with all that it started, at the end of the scope of an `await using`. */
export type TestTerminal = AsyncDisposable & {
	readonly pid: number;
	/** Names as in `source/ui/terminal/keys.ts`. Each is sent by itself, in one piece. */
	press(...keys: readonly string[]): void;
	type(text: string): void;
	paste(text: string): void;
	/** As of the last bytes taken in, without the blanks at the right. */
	screen(): readonly string[];
	/** Looks at the screen now and after each whole frame, and fails with the screen at the limit or when the program ends. */
	waitFor(predicate: Predicate, limitMs?: number): Promise<readonly string[]>;
	/** Resolves at the end of the next whole frame (or at the next bytes, for a program without synchronized updates). */
	nextFrame(limitMs?: number): Promise<readonly string[]>;
	cell(row: number, column: number): Cell;
	modes(): Modes;
	resize(columns: number, rows: number): void;
	/** No bytes are taken from the program, as over a line that hangs, until `resume`. */
	pause(): void;
	resume(): void;
	signal(name: NodeJS.Signals): void;
	/** The process group that has the terminal: a shell's job. Of Linux. */
	foreground(): number;
	/** The terminal is closed under the program, as when a window or a connection goes. */
	hangUp(): void;
	/** How many came so far. */
	bytes(): number;
	/** When the last one came, as `performance.now()` has it. */
	lastByteAt(): number;
	received(): string;
	readonly exited: Promise<{readonly code: number; readonly signal: number}>;
	stop(): Promise<void>;
};

type Watcher = {look(): void; end(): void};

/** @param command A program and its arguments; `node` is the one that runs the tests. */
export function startTerminal(command: readonly string[], options: TerminalOptions = {}): TestTerminal {
	const {columns = 80, rows = 24} = options;
	const home = mkdtempSync(join(tmpdir(), 'trueup-terminal-'));
	const screen = new Screen({columns, rows});
	const watchers = new Set<Watcher>();
	const pty = start(command, {...options, columns, rows}, home);
	const {promise: exited, resolve: tellExit} = Promise.withResolvers<{code: number; signal: number}>();
	const chunks: string[] = [];
	let bytes = 0;
	let lastByteAt = 0;
	let parsed = Promise.resolve();
	pty.onData(data => {
		chunks.push(data);
		bytes += Buffer.byteLength(data);
		lastByteAt = performance.now();
		parsed = screen.write(data).then(() => {
			if (!screen.isUpdating) {
				tell(watchers, 'look');
			}
		});
	});
	pty.onExit(async ({exitCode, signal}) => {
		await parsed;
		tellExit({code: exitCode, signal: signal ?? 0});
		tell(watchers, 'end');
	});

	const wait = (holds: () => boolean, what: string, limitMs: number) =>
		waitUntil({watchers, screen, holds, what, limitMs});
	const stop = async () => {
		endSession(pty.pid);
		await exited;
		rmSync(home, {recursive: true, force: true, maxRetries: 5});
	};
	return {
		pid: pty.pid,
		press: (...keys) => {
			for (const key of keys) {
				pty.write(bytesOfKey(key));
			}
		},
		type: text => pty.write(text),
		paste: text => pty.write(`\x1b[200~${text}\x1b[201~`),
		screen: () => screen.lines,
		waitFor: (predicate, limitMs = 10_000) => wait(() => matches(predicate, screen.lines), String(predicate), limitMs),
		nextFrame: (limitMs = 10_000) => {
			let isFirst = true;
			return wait(
				() => {
					const isLater = !isFirst;
					isFirst = false;
					return isLater;
				},
				'a new frame',
				limitMs,
			);
		},
		cell: (row, column) => screen.cell(row, column),
		modes: () => screen.modes,
		resize: (newColumns, newRows) => {
			screen.resize(newColumns, newRows);
			pty.resize(newColumns, newRows);
		},
		pause: () => pty.pause(),
		resume: () => pty.resume(),
		signal: name => {
			process.kill(pty.pid, name);
		},
		foreground: () => Number(statOf(pty.pid)[5]),
		hangUp: () => {
			pty.kill('SIGHUP');
		},
		bytes: () => bytes,
		lastByteAt: () => lastByteAt,
		received: () => chunks.join(''),
		exited,
		stop,
		[Symbol.asyncDispose]: stop,
	};
}

function tell(watchers: ReadonlySet<Watcher>, what: keyof Watcher) {
	for (const watcher of watchers) {
		watcher[what]();
	}
}

type Started = TerminalOptions & {readonly columns: number; readonly rows: number};

function start([program = '', ...args]: readonly string[], options: Started, home: string): IPty {
	const {columns, rows, environment, cwd = home} = options;
	for (const folder of ['config', 'state', 'cache', 'run']) {
		mkdirSync(join(home, folder), {mode: 0o700});
	}

	const env = {
		PATH: process.env.PATH,
		LANG: 'C.UTF-8',
		TERM: 'xterm-256color',
		COLORTERM: 'truecolor',
		HOME: home,
		XDG_CONFIG_HOME: join(home, 'config'),
		XDG_STATE_HOME: join(home, 'state'),
		XDG_CACHE_HOME: join(home, 'cache'),
		XDG_RUNTIME_DIR: join(home, 'run'),
		...compileCache(),
		...environment,
	};
	return spawn(program === 'node' ? process.execPath : program, [...args], {
		cols: columns,
		rows,
		cwd,
		env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
	});
}

function matches(predicate: Predicate, lines: readonly string[]): boolean {
	if (typeof predicate === 'function') {
		return predicate(lines);
	}

	const text = lines.join('\n');
	return typeof predicate === 'string' ? text.includes(predicate) : predicate.test(text);
}

type Wait = {
	readonly watchers: Set<Watcher>;
	readonly screen: Screen;
	readonly holds: () => boolean;
	readonly what: string;
	readonly limitMs: number;
};

async function waitUntil({watchers, screen, holds, what, limitMs}: Wait): Promise<readonly string[]> {
	const {promise, resolve, reject} = Promise.withResolvers<readonly string[]>();
	const miss = (why: string) => {
		reject(new Error(`the screen did not show ${what} ${why}:\n${screen.lines.join('\n')}`));
	};
	const look = () => {
		if (holds()) {
			resolve(screen.lines);
		}
	};
	const watcher = {look, end: () => miss('until the program ended')};
	const timer = setTimeout(miss, limitMs, `within ${limitMs} ms`);
	watchers.add(watcher);
	if (!screen.isUpdating) {
		look();
	}

	try {
		return await promise;
	} finally {
		clearTimeout(timer);
		watchers.delete(watcher);
	}
}

/** A shell's jobs are in process groups of their own, but all are in the session that the terminal made. */
function endSession(session: number) {
	for (const entry of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
		try {
			const [, , , ofSession] = statOf(Number(entry));
			if (Number(ofSession) === session) {
				process.kill(Number(entry), 'SIGKILL');
			}
		} catch {
			// It ended by itself meanwhile.
		}
	}
}

/** From the third field on: state, parent, group, session, terminal, group in the foreground. */
function statOf(pid: number): readonly string[] {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
