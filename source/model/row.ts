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
};
