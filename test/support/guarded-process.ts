import {spawn} from 'node:child_process';
import {closeSync, openSync, readFileSync} from 'node:fs';
import {Socket} from 'node:net';

export type GuardedProcess = {
	readonly name: string;
	/** Why it ended, when it ended without being asked to; never resolves otherwise. */
	readonly died: Promise<Error>;
	/** Kills it with all its children; resolves when they are gone. */
	kill(): Promise<void>;
	/** Stops it, so that it answers nobody and keeps its connections, or lets it go on. */
	signal(name: 'SIGSTOP' | 'SIGCONT'): Promise<void>;
};

export type Command = {
	readonly name: string;
	readonly program: string;
	readonly args: readonly string[];
	/** Takes all that it prints. */
	readonly log: string;
};

// The shell leads a process group of its own and holds the other end of a pipe from us.
// When we die, however we die, the pipe closes, `cat` ends, and the whole group is killed.
// The program alone is ever stopped: the guard has to be able to kill it then too.
const guard = 'exec 4<&0 </dev/null; "$@" 4<&- & server=$!; echo "$server" >&3; (cat <&4; kill -9 0) & wait "$server"';

/** Starts a program that can't outlive this process. */
export function startGuarded({name, program, args, log}: Command): GuardedProcess {
	const output = openSync(log, 'a', 0o600);
	// The last pipe tells the program's id, and then nothing more: everything of the group holds its end, so that it closes when all of them are gone.
	const child = spawn('/bin/sh', ['-c', guard, name, program, ...args], {
		stdio: ['pipe', output, output, 'pipe'],
		detached: true,
	});
	closeSync(output);
	child.stdin?.on('error', () => undefined);
	const alive = child.stdio[3];
	const {promise: pid, resolve: tellPid} = Promise.withResolvers<number>();
	if (alive instanceof Socket) {
		alive.on('data', (told: Buffer) => tellPid(Number(told.toString()))).on('error', () => undefined);
	}

	let isAsked = false;
	const {promise: died, resolve: die} = Promise.withResolvers<Error>();
	const gone = new Promise<void>(resolve => {
		child.once('close', () => resolve());
	});
	child.once('exit', (code, signal) => {
		child.stdin?.end();
		if (!isAsked) {
			die(
				new Error(`${name} ended unexpectedly (${signal ?? `exit code ${code}`}); the end of its log:\n${tail(log)}`),
			);
		}
	});
	return {
		name,
		died,
		async kill() {
			isAsked = true;
			child.stdin?.end();
			await gone;
		},
		async signal(signal) {
			process.kill(await pid, signal);
		},
	};
}

function tail(log: string): string {
	return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
}
