import type {Plan} from '../model/plan.ts';
import type {ResourceKey} from '../model/resource.ts';
import type {AppState} from './app-state.ts';
import type {Examined} from './examine.ts';

/** What a pass has found. */
export type Look = {
	readonly state: AppState;
	readonly examined: Examined;
	readonly plan: Plan;
	/** What Git declares was not applied here yet. */
	readonly isNew: boolean;
	/** How long it took to compare. */
	readonly tookMs: number;
	/** Whether differences are repaired without asking. */
	readonly acts: boolean;
	/** What the last operation might not do: it is still to be done once it is allowed. */
	readonly withheld: readonly ResourceKey[];
};
