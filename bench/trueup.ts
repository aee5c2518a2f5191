import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {type Usage, usageOf} from './machine.ts';

/** One installation of the built program: what it is told, and where it keeps its cache and its state. */
export type Installation = {
	/** Of the build. */
	readonly build: string;
	/** Its home: cache and state. */
	readonly folder: string;
	readonly kubeconfig: string;
	/** The `-f` that declares the applications. */
	readonly files: string;
	/** How many there are. */
	readonly applications: number;
};

/** What the engine tells, as far as it is measured by. */
export type Event = {
	/** ISO 8601. */
	readonly time: string;
	readonly kind: string;
	readonly app: string;
	/** `group/Kind/namespace/name`. */
	readonly resource?: string;
	readonly message: string;
	readonly revision?: string;
};

/** `trueup engine`, while it runs; killed at the end of the scope that it is declared in. */
export type RunningEngine = AsyncDisposable & {
	/** Resolves when every application was told to be synced and healthy, at that commit where one is named. */
	untilWell(revision?: string): Promise<void>;
	/** Resolves when every application was told to be unchanged, from now on. */
	untilUnchanged(): Promise<void>;
	/** Resolves, with all that it told from now on, when something was told so many times. */
	untilTold(isMeant: (event: Event) => boolean, times: number): Promise<readonly Event[]>;
	usage(): Usage;
	/** Ends as Ctrl-C does. */
	end(): Promise<void>;
};

const patienceMs = 900_000;

export function startEngine(installation: Installation, interval: string): RunningEngine {
	const child = start(installation, ['engine', '--interval', interval], 'pipe');
	const well = new Map<string, boolean>();
	const commits = new Map<string, string>();
	const unchanged = new Set<string>();
	const waiting = new Set<(event?: Event) => void>();
	const lines = createInterface({input: child.stdout ?? process.stdin});
	lines.on('line', line => {
		const event: Event = JSON.parse(line);
		const {kind, app, message, revision} = event;
		if (kind === 'health' && /^(?:Synced|OutOfSync|Unknown), /.test(message)) {
			well.set(app, message === 'Synced, Healthy');
		} else if (kind === 'unchanged') {
			unchanged.add(app);
		} else if (kind === 'finished') {
			commits.set(app, revision ?? '');
		}

		for (const look of waiting) {
			look(event);
		}
	});

	const until = async (isTrue: (event?: Event) => boolean) => {
		const {promise, resolve, reject} = Promise.withResolvers<void>();
		const look = (event?: Event) => isTrue(event) && resolve();
		const timer = setTimeout(() => reject(new Error('the engine takes longer than 15 minutes')), patienceMs);
		const onExit = () => reject(new Error('the engine has ended by itself'));
		child.once('exit', onExit);
		waiting.add(look);
		look();
		try {
			await promise;
		} finally {
			waiting.delete(look);
			child.off('exit', onExit);
			clearTimeout(timer);
		}
	};
	const isAll = (all: Iterable<boolean>) => [...all].filter(Boolean).length === installation.applications;
	const end = async (signal: NodeJS.Signals) => {
		if (child.exitCode === null && child.signalCode === null) {
			const exited = once(child, 'exit');
			child.kill(signal);
			await exited;
		}
	};

	return {
		untilWell: revision =>
			until(
				() =>
					isAll(well.values()) &&
					(revision === undefined || isAll([...commits.values()].map(commit => commit === revision))),
			),
		async untilUnchanged() {
			unchanged.clear();
			await until(() => unchanged.size === installation.applications);
		},
		async untilTold(isMeant, times) {
			const told: Event[] = [];
			let left = times;
			await until(event => {
				told.push(...(event ? [event] : []));
				left -= event && isMeant(event) ? 1 : 0;
				return left <= 0;
			});
			return told;
		},
		usage: () => usageOf(child.pid ?? 0),
		end: () => end('SIGINT'),
		[Symbol.asyncDispose]: () => end('SIGKILL'),
	};
}

type ListedRow = {readonly sync: string; readonly health: string};

/** Runs `trueup list` from start to end; throws where it does not say that all is well. */
export async function runList(installation: Installation): Promise<void> {
	const child = start(installation, ['list'], 'pipe');
	const chunks: Buffer[] = [];
	child.stdout?.on('data', chunk => chunks.push(chunk));
	await once(child, 'close');
	const rows: readonly ListedRow[] = JSON.parse(Buffer.concat(chunks).toString());
	const well = rows.filter(({sync, health}) => sync === 'Synced' && health === 'Healthy');
	if (well.length !== installation.applications) {
		throw new Error(`list says that ${well.length} of ${installation.applications} applications are well`);
	}
}

function start(
	{build, folder, kubeconfig, files}: Installation,
	verb: readonly string[],
	stdout: 'pipe',
): ChildProcess {
	const args = ['-f', files, '--kubeconfig', kubeconfig, '--output', 'json'];
	return spawn(process.execPath, [path.join(build, 'cli.js'), ...verb, ...args], {
		// Node's options go through: `NODE_OPTIONS='--cpu-prof --cpu-prof-dir=DIR'` says where the time goes.
		env: {PATH: process.env.PATH, HOME: folder, NODE_OPTIONS: process.env.NODE_OPTIONS ?? ''},
		stdio: ['ignore', stdout, 'inherit'],
	});
}
