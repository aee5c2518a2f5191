import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';

export type Finished = {
	/** `null` where a signal ended it. */
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
};

export type ProgramOptions = {
	/** The whole environment. */
	readonly env: Readonly<Record<string, string>>;
	readonly input?: string | undefined;
	readonly cwd?: string | undefined;
};

/** A program while it runs; killed at the end of the scope that it is declared in with `await using`. */
export type Program = AsyncDisposable & {
	readonly pid: number;
	/** What came so far. */
	readonly lines: readonly string[];
	readonly errorLines: readonly string[];
	/** The first line of either kind that matches, of those that came and those that will. */
	line(pattern: RegExp, timeoutMs?: number): Promise<string>;
	signal(name: NodeJS.Signals): void;
	readonly exited: Promise<Finished>;
};

export function startProgram(command: string, args: readonly string[], options: ProgramOptions): Program {
	const child = spawn(command, args, {env: options.env, cwd: options.cwd, stdio: 'pipe'});
	// A program that ends before it has read everything is told by its exit code.
	child.stdin.on('error', () => undefined).end(options.input ?? '');
	const lines: string[] = [];
	const errorLines: string[] = [];
	const listeners = new Set<() => void>();
	const collect = (input: NodeJS.ReadableStream, into: string[]) =>
		once(
			createInterface({input}).on('line', line => {
				into.push(line);
				for (const listener of listeners) {
					listener();
				}
			}),
			'close',
		);
	const read = Promise.all([collect(child.stdout, lines), collect(child.stderr, errorLines)]);
	const {promise: exited, resolve, reject} = Promise.withResolvers<Finished>();
	child.once('error', reject);
	child.once('close', async code => {
		await read;
		resolve({code, stdout: joined(lines), stderr: joined(errorLines)});
	});

	return {
		pid: child.pid ?? 0,
		lines,
		errorLines,
		line(pattern, timeoutMs = 30_000) {
			const {promise, resolve: found, reject: missed} = Promise.withResolvers<string>();
			const look = () => {
				const line = [...lines, ...errorLines].find(text => pattern.test(text));
				if (line !== undefined) {
					found(line);
				}
			};
			const miss = (why: string) =>
				missed(new Error(`no line matches ${pattern} ${why}:\n${[...lines, ...errorLines].join('\n')}`));
			const timer = setTimeout(miss, timeoutMs, `within ${timeoutMs} ms`);
			listeners.add(look);
			look();
			exited.then(() => miss('until its end'), missed);
			return promise.finally(() => {
				clearTimeout(timer);
				listeners.delete(look);
			});
		},
		signal: name => {
			child.kill(name);
		},
		exited,
		async [Symbol.asyncDispose]() {
			child.kill('SIGKILL');
			await exited;
		},
	};
}

/** Runs a program to its end. */
export function runProgram(command: string, args: readonly string[], options: ProgramOptions): Promise<Finished> {
	return startProgram(command, args, options).exited;
}

function joined(lines: readonly string[]): string {
	return lines.map(line => `${line}\n`).join('');
}
