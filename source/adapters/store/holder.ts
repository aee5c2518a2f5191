import {readFileSync} from 'node:fs';
import {hostname, userInfo} from 'node:os';

/** One process on one machine, told apart from a later one that was given the same number. */
export type Holder = {readonly pid: number; readonly born: string; readonly host: string};

/** The process that this runs in. */
export function currentHolder(): Holder {
	return {pid: process.pid, born: bornOf(process.pid) ?? '', host: hostname()};
}

/** As people know it: `user@host pid 4711`. */
export function describeHolder({host, pid}: Holder): string {
	return `${userName()}@${host} pid ${pid}`;
}

/** Of another machine's processes nothing can be known: they count as living. */
export function isAlive({pid, born, host}: Holder): boolean {
	return host !== hostname() || (isRunning(pid) && (born === '' || born === (bornOf(pid) ?? born)));
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// Anything but "no such process" means that it is there, and another user's.
		return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
	}
}

/** When a process began, in words that no other process of this machine shares; nothing where the system does not say. */
function bornOf(pid: number): string | undefined {
	const stat = read(`/proc/${pid}/stat`);
	const boot = read('/proc/sys/kernel/random/boot_id');
	if (stat === undefined || boot === undefined) {
		return undefined;
	}

	// The second field is the program's name, in brackets, and may hold spaces and brackets itself.
	const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const isGone = state === 'Z' || state === 'X';
	return isGone ? 'gone' : `${boot.trim()} ${fields[18]}`;
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}

function userName(): string {
	try {
		return userInfo().username;
	} catch {
		// In containers, a user may have a number and no name.
		return `uid-${process.getuid?.() ?? 'unknown'}`;
	}
}
