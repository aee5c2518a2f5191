import {type ChildProcess, spawn} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {isAbsolute} from 'node:path';
import {type Boundary, enclose} from './enclose.ts';
import {insteadOfInherited} from './inherited.ts';
import {findIsolation} from './isolation.ts';
import {type Limits, usualLimits} from './limits.ts';
import {Family, kill} from './processes.ts';
import {tooMuchWritten, watchRun} from './watch-run.ts';

export type ToolRun = {
	/** The program's path, as `findTool` tells it. */
	readonly program: string;
	readonly args: readonly string[];
	readonly cwd: string;
	/** What it reads on its standard input; nothing where absent. */
	readonly input?: Buffer;
	/** A private folder, which is removed even where this process is killed meanwhile. */
	readonly folder: string;
	/** In it: the program's home, and where it puts its temporary files. */
	readonly home: string;
	/** Where it finds other programs; as we do where absent. */
	readonly path?: string;
	/** Set besides what every tool gets. */
	readonly variables?: Readonly<Record<string, string>>;
	/**
	 * Whether it runs what strangers wrote, or what others declared: all that it starts is followed, and what it uses is
	 * measured. A limit on its address space would break many of those, which reserve more than they use.
	 */
	readonly isWatched?: boolean;
	/** None where absent. */
	readonly boundary?: Boundary;
	readonly limits?: Partial<Limits>;
};

export type ToolResult =
	| {readonly kind: 'done'; readonly output: Buffer; readonly messages: string}
	/**
	 * `reason` says why it has no output: `ended with exit code 1`, `took longer than 90 s`; with `isOwn` the program has
	 * run and given up by itself, with that code.
	 */
	| {
			readonly kind: 'failed';
			readonly reason: string;
			readonly messages: string;
			readonly isOwn: boolean;
			readonly code?: number;
	  };

const mebibyte = 1024 * 1024;

const mostMessages = 256 * 1024;

/**
 * The shell leads a process group of its own, and holds a pipe from us: when we die, however we die, the pipe closes,
 * the tool is killed, its folder is removed, and then the whole group. The tool itself sees nothing of the pipe.
 */
const guard =
	'exec 4<&0 </dev/null; ulimit -c 0; ulimit -f "$1"; [ "$2" = 0 ] || ulimit -v "$2" 2>/dev/null; folder=$3; path=$4; shift 4; ' +
	'PATH=$path "$@" 3<&- <&4 4<&- & tool=$!; exec 4<&-; ' +
	'(read -r _ <&3; kill -9 "$tool"; rm -rf "$folder"; kill -9 0) >/dev/null 2>&1 & wait "$tool"';

/** Runs a program on what strangers wrote: with nothing of our environment but the path, and within limits. */
export async function runTool(run: ToolRun, signal: AbortSignal): Promise<ToolResult> {
	const {args, cwd, input, folder, path = ownPath(), isWatched = false, boundary} = run;
	const prefix = boundary ? await enclose({...run, path, boundary}, await findIsolation()) : [];
	signal.throwIfAborted();
	const limits = {...usualLimits, ...run.limits};
	const mark = `${markName}=${randomUUID()}`;
	const sizes = [limits.disk / 512, isWatched ? 0 : limits.memory / 1024].map(size => String(Math.ceil(size)));
	let child: ChildProcess;
	try {
		child = spawn('/bin/sh', ['-c', guard, 'sh', ...sizes, folder, path, ...prefix, run.program, ...args], {
			cwd,
			env: environmentOf(run, mark),
			stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe', ...insteadOfInherited()],
			detached: true,
		});
	} catch (error) {
		// Arguments that are too long, or that hold a NUL.
		const reason = error instanceof Error ? error.message : String(error);
		return {kind: 'failed', reason, messages: '', isOwn: false};
	}

	const family = isWatched ? new Family(mark) : undefined;
	const over = new AbortController();
	const running = new Running(child, limits, family);
	feed(child, input);
	const watching = family ? watchRun({family, folder, ...limits}, why => running.stop(why), over.signal) : undefined;
	try {
		return await running.result(signal);
	} finally {
		over.abort();
		await watching;
		await family?.kill();
	}
}

/** What ends before it has read all is told of by its end. */
function feed({stdin}: ChildProcess, input: Buffer | undefined): void {
	stdin?.on('error', () => undefined).end(input);
}

const markName = 'TRUEUP_RENDER';

function environmentOf({home, variables}: ToolRun, mark: string): NodeJS.ProcessEnv {
	const own = {
		PATH: ownPath(),
		HOME: home,
		TMPDIR: home,
		XDG_CACHE_HOME: home,
		XDG_CONFIG_HOME: home,
		LC_ALL: 'C.UTF-8',
	};
	return {...own, ...variables, [markName]: mark.slice(markName.length + 1)};
}

/** A relative folder would be one of the repository's. */
function ownPath(): string {
	return (process.env.PATH ?? '').split(':').filter(isAbsolute).join(':');
}

/** How long the pipes may stay open once the program has ended: what holds them was left behind by it. */
const graceMs = 3000;

class Running {
	readonly #child: ChildProcess;
	readonly #limits: Limits;
	readonly #family: Family | undefined;
	readonly #chunks: Buffer[] = [];
	#size = 0;
	#messages = '';
	#messagesSize = 0;
	#reason = '';
	#isEnding = false;
	#isOwn = false;

	constructor(child: ChildProcess, limits: Limits, family: Family | undefined) {
		this.#child = child;
		this.#limits = limits;
		this.#family = family;
		child.stdout?.on('data', (chunk: Buffer) => this.#takeOutput(chunk));
		child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#takeMessages(text));
		child.stdio[3]?.on('error', () => undefined);
	}

	stop(why: string): void {
		this.#reason ||= why;
		// What prints for ever goes on for a while after it was told to be ended.
		if (!this.#isEnding) {
			this.#isEnding = true;
			killGroup(this.#child);
			void this.#family?.kill();
		}
	}

	async result(signal: AbortSignal): Promise<ToolResult> {
		const {time} = this.#limits;
		const timer = setTimeout(() => this.stop(`took longer than ${time / 1000} s`), time);
		const abort = () => this.stop('was cancelled');
		signal.addEventListener('abort', abort, {once: true});
		try {
			const code = await this.#closed();
			signal.throwIfAborted();
			const messages = this.#messages;
			return code === 0 && this.#reason === ''
				? {kind: 'done', output: Buffer.concat(this.#chunks), messages}
				: {kind: 'failed', reason: this.#reason, messages, isOwn: this.#isOwn, ...(code !== null && {code})};
		} finally {
			clearTimeout(timer);
			signal.removeEventListener('abort', abort);
		}
	}

	#closed(): Promise<number | null> {
		const child = this.#child;
		const {promise, resolve} = Promise.withResolvers<number | null>();
		let grace: NodeJS.Timeout | undefined;
		child.on('error', error => {
			this.stop(error.message);
			resolve(null);
		});
		child.on('exit', (code, killedBy) => {
			this.#isOwn = this.#reason === '' && code !== null && code < firstOfTheShell;
			this.stop(code === 0 ? '' : endOf(code, killedBy, this.#limits));
			grace = setTimeout(() => {
				this.#reason ||= 'left a process behind that holds its output';
				child.stdout?.destroy();
				child.stderr?.destroy();
			}, graceMs);
		});
		child.on('close', code => {
			clearTimeout(grace);
			resolve(code);
		});
		return promise;
	}

	#takeOutput(chunk: Buffer): void {
		this.#size += chunk.length;
		if (this.#size > this.#limits.output) {
			this.stop(`printed more than ${this.#limits.output / mebibyte} MB`);
		} else {
			this.#chunks.push(chunk);
		}
	}

	#takeMessages(text: string): void {
		this.#messagesSize += text.length;
		this.#messages = (this.#messages + text).slice(-mostMessages);
		if (this.#messagesSize > this.#limits.output) {
			this.stop(`printed more than ${this.#limits.output / mebibyte} MB of messages`);
		}
	}
}

// A shell tells a signal as 128 and its number, and with those right before it that it could not start the program.
const signalOffset = 128;
const firstOfTheShell = 126;

const fileTooLarge = 25;

function endOf(code: number | null, killedBy: NodeJS.Signals | null, {disk}: Limits): string {
	if (code === signalOffset + fileTooLarge || killedBy === 'SIGXFSZ') {
		return tooMuchWritten(disk);
	}

	if (code === null) {
		return `was killed (${killedBy})`;
	}

	return code > signalOffset ? `was killed (signal ${code - signalOffset})` : `ended with exit code ${code}`;
}

function killGroup({pid}: ChildProcess): void {
	if (pid !== undefined) {
		kill(-pid);
	}
}
