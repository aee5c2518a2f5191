import type {GuardedProcess} from '../support/guarded-process.ts';

/** The programs of one control plane. */
export type Processes = {
	add(process: GuardedProcess): void;
	kill(name: string): Promise<void>;
	signal(name: string, signal: 'SIGSTOP' | 'SIGCONT'): Promise<void>;
	killAll(): Promise<void>;
	/** Why, when one has ended without being asked to. */
	readonly died: Promise<Error>;
	/** Aborted with the same reason. */
	readonly failure: AbortSignal;
};

export function createProcesses(): Processes {
	const running = new Map<string, GuardedProcess>();
	const failure = new AbortController();
	const {promise: died, resolve} = Promise.withResolvers<Error>();
	return {
		died,
		failure: failure.signal,
		add(process) {
			running.set(process.name, process);
			void process.died.then(error => {
				resolve(error);
				failure.abort(error);
			});
		},
		async kill(name) {
			await running.get(name)?.kill();
			running.delete(name);
		},
		async signal(name, signal) {
			await running.get(name)?.signal(signal);
		},
		async killAll() {
			await Promise.all([...running.values()].map(process => process.kill()));
		},
	};
}
