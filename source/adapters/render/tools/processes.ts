import {readdir, readFile} from 'node:fs/promises';

/** Of one moment: a number is given to another process once it is free, its start is not. */
export type Process = {readonly pid: number; readonly parent: number; readonly start: string; readonly bytes: number};

const pageBytes = 4096;

/** Every process that a run has started, wherever it has moved itself: by its mark, its parent, or as one that was seen before. */
export class Family {
	readonly #mark: string;
	readonly #seen = new Map<number, string>();

	/** `mark` is a variable that the run's processes bear in their environment. */
	constructor(mark: string) {
		this.#mark = mark;
	}

	async members(): Promise<readonly Process[]> {
		const all = await listProcesses();
		const marked = await Promise.all(all.map(one => this.#isMarked(one)));
		const members = new Set(all.filter((one, index) => marked[index] || this.#seen.get(one.pid) === one.start));
		for (let size = -1; size < members.size; ) {
			size = members.size;
			const pids = new Set([...members].map(({pid}) => pid));
			for (const one of all) {
				if (pids.has(one.parent)) {
					members.add(one);
				}
			}
		}

		for (const {pid, start} of members) {
			this.#seen.set(pid, start);
		}

		return [...members];
	}

	/** Until none is left: what forks while it is killed is killed by the next round. */
	async kill(): Promise<void> {
		for (let round = 0; round < mostRounds; round++) {
			const members = await this.members();
			if (members.length === 0) {
				return;
			}

			for (const {pid} of members) {
				kill(pid);
			}
		}
	}

	async #isMarked({pid}: Process): Promise<boolean> {
		// Those of others can't be read, and are not ours.
		const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
		return environment.split('\0').includes(this.#mark);
	}
}

const mostRounds = 200;

export function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// It has ended by itself.
	}
}

/** Those that run; none where there is no /proc. */
async function listProcesses(): Promise<readonly Process[]> {
	const names = await readdir('/proc').catch(() => []);
	const read = await Promise.all(names.filter(name => /^\d+$/.test(name)).map(readProcess));
	return read.filter(one => one !== undefined);
}

async function readProcess(name: string): Promise<Process | undefined> {
	const text = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
	// What stands before may hold anything: it is the program's name.
	const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
	const [state, parent] = fields;
	return state === undefined || parent === undefined || state === 'Z' || state === 'X'
		? undefined
		: {pid: Number(name), parent: Number(parent), start: fields[19] ?? '', bytes: Number(fields[21]) * pageBytes};
}
