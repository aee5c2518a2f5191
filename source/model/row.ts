import type {SyncPolicy} from './application.ts';
import type {Health, HealthStatus} from './health.ts';
import type {ResourceId} from './resource.ts';

/** A cluster that can't be reached or watched now. */
export type Outage = {
	readonly context: string;
	/** ISO 8601, UTC. */
	readonly since: string;
};

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
	/** Of its cluster, where that is why. */
	readonly outage?: Outage;
	/** It could not be compared, because its cluster or its repository could not be reached. */
	readonly isUnreached: boolean;
};

export type ResourceRow = ResourceId & {
	readonly sync: SyncStatus;
	readonly health: Health['status'];
	readonly message: string;
	readonly wave: number;
};

export type Details = Row & {
	/** The repository's address, as it may be shown. */
	readonly repository: string;
	/** The program that made the manifests, with its version: `kustomize v5.8.2`; empty where none was needed. */
	readonly tool: string;
	/** How long the render took that is in force, in milliseconds. */
	readonly tookMs: number;
	readonly resourceRows: readonly ResourceRow[];
	readonly problems: readonly {readonly where: string; readonly message: string}[];
	/** What a person should know that holds nothing back: of the render, and what this user may not do. */
	readonly remarks: readonly string[];
};
