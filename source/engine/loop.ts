import type {AppState} from './app-state.ts';
import type {Examined} from './examine.ts';
import type {Placement} from './placement.ts';
import type {Syncing} from './sync.ts';

/** What a pass needs of the loop that it is part of. */
export type Loop = {
	readonly syncing: Omit<Syncing, 'application'>;
	readonly placement: Placement;
	/** Whether what is automated may write: not in read-only mode, and not before a person has confirmed it. */
	mayWrite(): boolean;
	/** How long an operation waits for health, in milliseconds. */
	readonly timeoutMs: number;
	/** Looks at the application again: now, or at that time by `Clock.ticks`. */
	again(state: AppState, at?: number): void;
	/** Asks the application's repositories at once; resolves when they have answered, or could not be reached. */
	ask(state: AppState): Promise<void>;
	onExamined(state: AppState, examined: Examined): Promise<void>;
	/** What goes on with the application has changed. */
	onProgress(state: AppState): void;
	/** Ends the loop. */
	readonly signal: AbortSignal;
};
