import {type ChildProcess, spawn} from 'node:child_process';

export type ToolRun = {
	/** The program's path, as `findTool` tells it. */
	readonly program: string;
	readonly args: readonly string[];
	readonly cwd: string;
	/** A private folder: the program's home, and where it puts its temporary files. */
	readonly home: string;
	/** Set besides what every tool gets. */
	readonly variables?: Readonly<Record<string, string>>;
	readonly limits?: Partial<Limits>;
};

export type Limits = {
	/** In milliseconds. */
	readonly time: number;
	/** Bytes on stdout. */
	readonly output: number;
	/** Bytes of address space of one process; 0 for programs that reserve more than they use. */
	readonly memory: number;
	/** Bytes of one file that it writes. */
	readonly file: number;
};

export type ToolResult =
	| {readonly kind: 'done'; readonly output: Buffer; readonly messages: string}
	/** `reason` says why it has no output: `exit code 1`, `took longer than 90 s`. */
	| {readonly kind: 'failed'; readonly reason: string; readonly messages: string};

const mebibyte = 1024 * 1024;

const usualLimits: Limits = {time: 90_000, output: 64 * mebibyte, memory: 4096 * mebibyte, file: 256 * mebibyte};

const mostMessages = 256 * 1024;

/**
 * The shell leads a process group of its own, and holds a pipe from us: when we die, however we die, the pipe closes and
 * the whole group is killed. The tool itself sees nothing of the pipe.
 */
const guard =
	'ulimit -c 0; ulimit -f "$1"; [ "$2" = 0 ] || ulimit -v "$2" 2>/dev/null; shift 2; ' +
	'(cat <&3; kill -9 0) >/dev/null 2>&1 & "$@" 3<&- & wait "$!"';

/** Runs a program on what strangers wrote: with nothing of our environment but the path, and within limits. */
export async function runTool(run: ToolRun, signal: AbortSignal): Promise<ToolResult> {
	signal.throwIfAborted();
	const limits = {...usualLimits, ...run.limits};
	const {program, args, cwd} = run;
	const sizes = [limits.file / 512, limits.memory / 1024].map(size => String(Math.ceil(size)));
	const child = spawn('/bin/sh', ['-c', guard, 'sh', ...sizes, program, ...args], {
		cwd,
		env: environmentOf(run),
		stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
		detached: true,
	});
	return await watch(child, limits, signal);
}

function environmentOf({home, variables}: ToolRun): NodeJS.ProcessEnv {
	const {PATH = ''} = process.env;
	return {PATH, HOME: home, TMPDIR: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, LC_ALL: 'C.UTF-8', ...variables};
}

async function watch(child: ChildProcess, limits: Limits, signal: AbortSignal): Promise<ToolResult> {
	const {promise, resolve, reject} = Promise.withResolvers<ToolResult>();
	const chunks: Buffer[] = [];
	let [size, messages, reason] = [0, '', ''];

	const stop = (why: string) => {
		reason ||= why;
		killGroup(child);
	};

	const timer = setTimeout(() => stop(`took longer than ${limits.time / 1000} s`), limits.time);
	const abort = () => stop('was cancelled');
	signal.addEventListener('abort', abort, {once: true});
	child.stdout?.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size > limits.output) {
			stop(`printed more than ${limits.output / mebibyte} MB`);
		} else {
			chunks.push(chunk);
		}
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		messages = (messages + text).slice(-mostMessages);
	});
	child.stdio[3]?.on('error', () => undefined);
	child.on('error', error => stop(error.message));
	// What it has started, and has left behind, would keep the pipes open.
	child.on('exit', (code, killedBy) => stop(code === 0 ? '' : endOf(code, killedBy)));
	child.on('close', code => {
		clearTimeout(timer);
		signal.removeEventListener('abort', abort);
		if (signal.aborted) {
			reject(signal.reason);
		} else if (code === 0 && reason === '') {
			resolve({kind: 'done', output: Buffer.concat(chunks), messages});
		} else {
			resolve({kind: 'failed', reason, messages});
		}
	});
	return await promise;
}

// A shell tells a signal as 128 and its number.
const signalOffset = 128;

function endOf(code: number | null, killedBy: NodeJS.Signals | null): string {
	if (code === null) {
		return `was killed (${killedBy})`;
	}

	return code > signalOffset ? `was killed (signal ${code - signalOffset})` : `ended with exit code ${code}`;
}

function killGroup({pid}: ChildProcess): void {
	try {
		if (pid !== undefined) {
			process.kill(-pid, 'SIGKILL');
		}
	} catch {
		// All of it has ended by itself.
	}
}
