import {AsyncLocalStorage} from 'node:async_hooks';
import {ChildProcess, spawnSync} from 'node:child_process';
import {subscribe} from 'node:diagnostics_channel';
import {readdirSync, readFileSync} from 'node:fs';

const starting = new AsyncLocalStorage<Set<ChildProcess>>();

// simple-git does not show the processes that it starts, and ends only git itself, whose helpers
// (git-remote-https, ssh) would live on.
subscribe('child_process', message => {
	if (typeof message === 'object' && message !== null && 'process' in message) {
		if (message.process instanceof ChildProcess) {
			starting.getStore()?.add(message.process);
		}
	}
});

/** Does the work, and knows every process that it starts. */
export function watchProcesses<Result>(children: Set<ChildProcess>, work: () => Promise<Result>): Promise<Result> {
	return starting.run(children, work);
}

/** Ends these processes and all that they have started. */
export function endProcesses(children: ReadonlySet<ChildProcess>): void {
	const running = [...children].filter(child => child.exitCode === null && child.signalCode === null);
	const roots = running.flatMap(({pid}) => (pid === undefined ? [] : [pid]));
	if (roots.length === 0) {
		return;
	}

	const parents = parentsOfProcesses();
	for (const pid of [...roots.flatMap(root => descendantsOf(root, parents)), ...roots]) {
		end(pid);
	}

	setTimeout(() => {
		for (const child of running) {
			child.kill('SIGKILL');
		}
	}, 2000).unref();
}

function end(pid: number): void {
	try {
		process.kill(pid, 'SIGTERM');
	} catch {
		// It has ended by itself.
	}
}

function descendantsOf(root: number, parents: ReadonlyMap<number, number>): readonly number[] {
	const children = [...parents].flatMap(([pid, parent]) => (parent === root ? [pid] : []));
	return children.flatMap(child => [...descendantsOf(child, parents), child]);
}

function parentsOfProcesses(): ReadonlyMap<number, number> {
	return process.platform === 'linux' ? parentsFromProc() : parentsFromPs();
}

function parentsFromProc(): ReadonlyMap<number, number> {
	const ids = readdirSync('/proc').filter(name => /^\d+$/.test(name));
	return new Map(ids.flatMap(id => [[Number(id), parentOf(id)] as const]));
}

function parentOf(id: string): number {
	try {
		// `pid (name) state parent ...`; the name may hold anything, so what counts comes after its last bracket.
		const status = readFileSync(`/proc/${id}/stat`, 'latin1');
		return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		return 0;
	}
}

function parentsFromPs(): ReadonlyMap<number, number> {
	const {stdout} = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], {encoding: 'utf8', timeout: 5000});
	return new Map(
		(stdout ?? '').split('\n').map(line => {
			const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
			return [pid, parent] as const;
		}),
	);
}
