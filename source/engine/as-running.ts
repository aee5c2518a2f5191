import type {Plan} from '../model/plan.ts';
import type {ResourceKey} from '../model/resource.ts';
import type {AppState, RunningOperation} from './app-state.ts';
import type {Loop} from './loop.ts';

type Owner = {
	readonly plan: Plan;
	readonly due: readonly ResourceKey[];
	/** Empty for what is automated. */
	readonly approvedBy: string;
	readonly progress: string;
};

type Hears = {
	readonly onWritten: (key: ResourceKey, version: string) => void;
	readonly onProgress: (progress: string) => void;
};

type Work<End> = (hears: Hears, running: RunningOperation) => Promise<End>;

/** The loop sees the application's operation while it works, and looks at the application again when it is done. */
export async function asRunning<End>(loop: Loop, state: AppState, owner: Owner, work: Work<End>): Promise<End> {
	const written = new Map<ResourceKey, string>();
	const ended = Promise.withResolvers<void>();
	const running = {...owner, due: new Set(owner.due), written, stop: new AbortController(), ended: ended.promise};
	state.running = running;
	loop.onProgress(state);
	const hears: Hears = {
		onWritten: (key, version) => void written.set(key, version),
		onProgress(progress) {
			running.progress = progress;
			loop.onProgress(state);
		},
	};
	try {
		return await work(hears, running);
	} finally {
		state.running = undefined;
		state.ended++;
		ended.resolve();
		loop.onProgress(state);
		loop.again(state);
	}
}
