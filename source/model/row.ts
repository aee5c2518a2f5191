import type {SyncPolicy} from './application.ts';
import type {Health, HealthStatus} from './health.ts';
import type {ResourceId} from './resource.ts';

export type SyncStatus = 'Synced' | 'OutOfSync' | 'Unknown';

/** One application in a list. */
export type Row = {
	readonly name: string;
	readonly project: string;
	readonly sync: SyncStatus;
	readonly health: HealthStatus;
	/** The commit, 40 hex digits; empty where none could be read. */
	readonly revision: string;
	readonly path: string;
	/** `context/namespace`. */
	readonly destination: string;
	readonly message: string;
	/** How many objects it declares, leftovers included. */
	readonly resources: number;
	readonly policy: SyncPolicy;
	/** When its last operation ended, ISO 8601, UTC; empty where there was none. */
	readonly syncedAt: string;
	/** What is known is not news any more: since when and why is in the message. */
	readonly isStale: boolean;
};

export type ResourceRow = ResourceId & {
	readonly sync: SyncStatus;
	readonly health: Health['status'];
	readonly message: string;
	readonly wave: number;
};

export type Details = Row & {
	readonly resourceRows: readonly ResourceRow[];
	readonly problems: readonly {readonly where: string; readonly message: string}[];
	/** What this user may not do that holds nothing back, in words. */
	readonly remarks: readonly string[];
};
